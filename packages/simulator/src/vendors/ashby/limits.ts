import { createLimiter } from '../../limiter.ts';
import type { World } from '../../vendor.ts';
import type { AshbySettings } from './switches.ts';

/** Counts a request, and returns the code of the limit that it exceeds, if any. */
export type Limits = (underWay: number) => 'rate_limit_exceeded' | 'concurrent_limit_exceeded' | undefined;

export function createLimits({ clock }: World, settings: AshbySettings): Limits {
  const second = createLimiter(clock, 1000);
  return (underWay) => {
    const { concurrentLimit, limitPerSecond } = settings;
    if (concurrentLimit > 0 && underWay > concurrentLimit) return 'concurrent_limit_exceeded';
    return second.admit(limitPerSecond) ? undefined : 'rate_limit_exceeded';
  };
}
