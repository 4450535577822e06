import { createLimiter } from '../limiter.ts';
import type { World } from '../vendor.ts';
import type { AshbySettings } from './ashby-switches.ts';

/** Counts one more request, and gives the code of the limit that it breaks, if it does. */
export type Limits = () => 'rate_limit_exceeded' | 'concurrent_limit_exceeded' | undefined;

/** Timers may end a little early. */
const EARLY_MS = 2;

export function createLimits({ clock }: World, settings: AshbySettings): Limits {
  const second = createLimiter(clock, 1000);
  let answered: number[] = [];

  /** Whoever was answered within the time that an answer takes was under way when this request came. */
  function isOneTooMany(): boolean {
    // Latency takes real time, whatever the clock of the world does.
    const now = performance.now();
    answered = answered.filter((time) => time > now - settings.latencyMs + EARLY_MS);
    const tooMany = settings.concurrentLimit > 0 && answered.length >= settings.concurrentLimit;
    if (!tooMany) answered.push(now);
    return tooMany;
  }

  return () => {
    if (isOneTooMany()) return 'concurrent_limit_exceeded';
    return second.admit(settings.limitPerSecond) ? undefined : 'rate_limit_exceeded';
  };
}
