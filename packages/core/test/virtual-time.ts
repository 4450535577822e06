import type { Ports } from '../src/ports.ts';

/** Virtual time that passes only while everything waits: what is due first happens first. */
export interface VirtualTime extends Pick<Ports, 'now' | 'sleep' | 'timeout'> {
  /** Lets time pass until the promise is settled; rejects when it does. */
  readonly run: (until: Promise<void>) => Promise<void>;
}

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

export function virtualTime(start: number): VirtualTime {
  const sleepers: Sleeper[] = [];
  let now = start;
  return {
    now: () => now,
    sleep: (ms, signal) => {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      if (signal?.aborted === true) reject(signal.reason);
      const at = now + Math.max(0, ms);
      sleepers.splice(sleepers.findLastIndex((one) => one.at <= at) + 1, 0, { at, wake: resolve });
      signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
      return promise;
    },
    // Every request is answered here, so nothing ever times out.
    timeout: () => new AbortController().signal,
    run: async (until) => {
      const over = new AbortController();
      const ended = until.finally(() => over.abort());
      ended.catch(() => undefined);
      while (!over.signal.aborted) {
        await new Promise(setImmediate);
        const next = sleepers.shift();
        if (next === undefined) continue;
        now = Math.max(now, next.at);
        next.wake();
      }
      await ended;
    },
  };
}

/** Numbers from 0 to 1 that are the same for the same seed. */
export function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
