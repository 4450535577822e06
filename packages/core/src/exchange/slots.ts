/** A semaphore with a queue. */
export interface Slots {
  readonly take: (signal?: AbortSignal) => Promise<void>;
  readonly give: () => void;
  readonly taken: () => number;
}

/** First come, first served; a waiter that aborts leaves the queue. */
export function createSlots(count: number): Slots {
  const queue: (() => void)[] = [];
  let taken = 0;
  return {
    take: async (signal) => {
      signal?.throwIfAborted();
      if (taken >= count) return queued(queue, signal);
      taken += 1;
    },
    give: () => {
      const next = queue.shift();
      if (next === undefined) taken -= 1;
      else next();
    },
    taken: () => taken,
  };
}

function queued(queue: (() => void)[], signal: AbortSignal | undefined): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const leave = (): void => {
    queue.splice(queue.indexOf(enter), 1);
    reject(signal?.reason);
  };
  const enter = (): void => {
    signal?.removeEventListener('abort', leave);
    resolve();
  };
  signal?.addEventListener('abort', leave, { once: true });
  queue.push(enter);
  return promise;
}
