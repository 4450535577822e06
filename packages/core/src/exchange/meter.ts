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
  return {
    next: (now) => Math.max(now, rate.next(), day.next(), pausedUntil),
    isHeldBack: (now) => Math.max(day.next(), pausedUntil) > now,
    count: (now) => {
      day.count(now);
      return rate.count(now);
    },
    pause: (until) => {
      pausedUntil = Math.max(pausedUntil, until);
    },
    learn: (headroom: Headroom, now) => {
      remaining = headroom.remaining ?? remaining;
      rate.learn(headroom, now);
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
    used: () => used,
  };
}
