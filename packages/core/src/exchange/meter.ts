import { present } from '../json.ts';
import type { Headroom, Limits } from '../provider.ts';
import { createRate, type Rate } from './rate.ts';

/** Counts requests, and says when the next one may be sent. Has no clock: the caller passes every time in. */
export interface Meter extends Pick<Rate, 'count' | 'learn' | 'lanes'> {
  readonly next: (now: number) => number;
  /** Whether the vendor or the daily quota makes us wait, rather than just our own spacing of requests. */
  readonly isHeldBack: (now: number) => boolean;
  readonly pause: (until: number) => void;
  readonly status: (now: number) => MeterStatus;
}

export interface MeterStatus {
  readonly usedToday: number;
  readonly requestsPerDay?: number;
  /** What the vendor said was left. */
  readonly remaining?: number;
  /** Epoch milliseconds. */
  readonly pausedUntil?: number;
}

const DAY = 86_400_000;
const NEVER = Number.NEGATIVE_INFINITY;

export function createMeter(limits: Limits): Meter {
  const rate = createRate(limits);
  const day = createDay(limits);
  let pausedUntil = NEVER;
  let remaining: number | undefined;
  let latest = NEVER;

  /** When the clock is set back, what was counted by it moves along, or requests would wait for a time that has been. */
  function passed(now: number): number {
    if (now < latest) {
      for (const one of [rate, day]) one.setBack(latest - now);
      pausedUntil -= latest - now;
    }
    latest = now;
    return now;
  }

  return {
    next: (now) => Math.max(passed(now), rate.next(), day.next(), pausedUntil),
    isHeldBack: (now) => Math.max(day.next(), pausedUntil) > now,
    count: (now) => {
      day.count(now);
      const back = rate.count(now);
      return (then) => back(passed(then));
    },
    pause: (until) => {
      pausedUntil = Math.max(pausedUntil, until);
    },
    learn: (headroom: Headroom, now) => {
      remaining = headroom.remaining ?? remaining;
      rate.learn(headroom, passed(now));
    },
    lanes: rate.lanes,
    status: (now) =>
      present({
        usedToday: day.used(),
        requestsPerDay: limits.requestsPerDay,
        remaining,
        pausedUntil: pausedUntil > now ? pausedUntil : undefined,
      }),
  };
}

interface Day {
  readonly count: (now: number) => void;
  readonly next: () => number;
  readonly setBack: (ms: number) => void;
  readonly used: () => number;
}

/** The daily quota. Vendors do not publish when their day begins, so ours begins with the first request. */
function createDay({ requestsPerDay }: Limits): Day {
  let since = NEVER;
  let used = 0;
  return {
    next: () => (requestsPerDay !== undefined && used >= requestsPerDay ? since + DAY : NEVER),
    count: (now) => {
      if (now >= since + DAY) {
        since = now;
        used = 0;
      }
      used += 1;
    },
    setBack: (ms) => {
      since -= ms;
    },
    used: () => used,
  };
}
