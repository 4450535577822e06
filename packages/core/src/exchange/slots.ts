/** A semaphore with a queue. */
export interface Slots {
  readonly take: (waiter?: Waiter) => Promise<void>;
  readonly give: () => void;
  readonly taken: () => number;
}

/** Who waits for a slot. */
export interface Waiter {
  readonly signal?: AbortSignal | undefined;
  /** The question that the request is for. */
  readonly question?: object | undefined;
}

interface Waiting {
  readonly question: object;
  readonly enter: () => void;
}

/** Questions take turns, so that a long one does not keep a short one waiting; a waiter that aborts leaves the queue. */
export function createSlots(count: number): Slots {
  const queue: Waiting[] = [];
  const nobody = {};
  const served = new WeakMap<object, number>();
  let [taken, turn] = [0, 0];

  function serve(question: object): void {
    turn += 1;
    served.set(question, turn);
  }

  function takeNext(): Waiting | undefined {
    if (queue.length < 2) return queue.shift();
    const turns = queue.map((one) => served.get(one.question) ?? 0);
    return queue.splice(turns.indexOf(Math.min(...turns)), 1)[0];
  }

  return {
    take: async ({ signal, question = nobody } = {}) => {
      signal?.throwIfAborted();
      if (taken >= count) return queued(queue, question, signal);
      taken += 1;
      serve(question);
    },
    give: () => {
      const next = takeNext();
      if (next === undefined) taken -= 1;
      else {
        serve(next.question);
        next.enter();
      }
    },
    taken: () => taken,
  };
}

function queued(queue: Waiting[], question: object, signal: AbortSignal | undefined): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const waiting = {
    question,
    enter: (): void => {
      signal?.removeEventListener('abort', leave);
      resolve();
    },
  };
  const leave = (): void => {
    queue.splice(queue.indexOf(waiting), 1);
    reject(signal?.reason);
  };
  signal?.addEventListener('abort', leave, { once: true });
  queue.push(waiting);
  return promise;
}
