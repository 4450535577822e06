import type { Clock } from './clock.ts';

/** A sliding window rate limiter. */
export interface Limiter {
  /** Counts a request and says whether it is within the limit (0 means no limit); rejected requests do not count. */
  readonly admit: (limit: number) => boolean;
  readonly used: () => number;
}

export function createLimiter(clock: Clock, perMs: number): Limiter {
  const times: number[] = [];
  function trim(): void {
    const start = clock.now() - perMs;
    while ((times[0] ?? Number.POSITIVE_INFINITY) <= start) times.shift();
  }
  return {
    admit: (limit) => {
      trim();
      if (limit > 0 && times.length >= limit) return false;
      times.push(clock.now());
      return true;
    },
    used: () => {
      trim();
      return times.length;
    },
  };
}
