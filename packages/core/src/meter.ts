import { present } from './json.ts';
import type { Headroom, Limits } from './provider.ts';

/** Counts requests, and says when one more is polite. Knows no clock: every time is handed in. */
export interface Meter {
  readonly next: (now: number) => number;
  /** Whether the vendor makes us wait, or the quota of the day: more than good manners. */
  readonly isHeldBack: (now: number) => boolean;
  readonly count: (now: number) => void;
  readonly pause: (until: number) => void;
  readonly learn: (headroom: Headroom) => void;
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

/** A vendor counts when requests arrive, not when they leave: this much more room than the rate demands. */
const MARGIN = 1.05;

/** Below this share of what is left, requests are spread over the time until the vendor counts anew. */
const LOW = 0.1;

/** Most vendors count by the minute; assumed where the vendor says what is left but not until when. */
const RESET_MS = 60_000;

export function createMeter(limits: Limits): Meter {
  const rate = createRate(limits);
  const day = createDay(limits);
  let pausedUntil = NEVER;
  let remaining: number | undefined;
  return {
    next: (now) => Math.max(now, rate.next(), day.next(), pausedUntil),
    isHeldBack: (now) => Math.max(day.next(), pausedUntil) > now,
    count: (now) => {
      rate.count(now);
      day.count(now);
    },
    pause: (until) => {
      pausedUntil = Math.max(pausedUntil, until);
    },
    learn: (headroom) => {
      remaining = headroom.remaining ?? remaining;
      rate.learn(headroom);
    },
    status: (now) =>
      present({
        usedToday: day.used(),
        requestsPerDay: limits.requestsPerDay,
        remaining,
        pausedUntil: pausedUntil > now ? pausedUntil : undefined,
      }),
  };
}

/** So many requests in any stretch of so many milliseconds, and further apart when little is left. */
function createRate({ rate: known }: Limits): Pick<Meter, 'count' | 'learn'> & { readonly next: () => number } {
  let rate = known;
  let sent: number[] = [];
  let spacing = 0;
  return {
    next: () => {
      const earlier = rate === undefined ? undefined : sent.at(-rate.requests);
      const rated = earlier === undefined || rate === undefined ? NEVER : earlier + rate.perMs * MARGIN;
      return Math.max(rated, (sent.at(-1) ?? NEVER) + spacing);
    },
    count: (now) => {
      const enough = rate?.requests ?? 1;
      if (sent.length >= 2 * enough) sent = sent.slice(-enough);
      sent.push(now);
    },
    learn: ({ perMinute, remaining, resetMs = RESET_MS }) => {
      if (perMinute !== undefined && perMinute > 0) rate = evenly(perMinute);
      if (remaining === undefined) return;
      spacing = remaining < (perMinute ?? 0) * LOW ? resetMs / Math.max(1, remaining) : 0;
    },
  };
}

/** What a minute allows, evenly: so many in a second, or so many seconds for one. */
function evenly(perMinute: number): Limits['rate'] {
  const perSecond = Math.floor(perMinute / 60);
  return perSecond > 0 ? { requests: perSecond, perMs: 1000 } : { requests: 1, perMs: 60_000 / perMinute };
}

interface Day extends Pick<Meter, 'count'> {
  readonly next: () => number;
  readonly used: () => number;
}

/** The quota of a day. When a vendor's day begins is not published: ours begins with the first request. */
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
