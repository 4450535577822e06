import type { Clock } from './clock.ts';

/** Counts requests in a sliding stretch of time. */
export interface Limiter {
  /** Counts one more and says whether it is within the limit, 0 being none; a refused one does not count. */
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
