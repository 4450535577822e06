import { countLeading } from '../bisect.ts';
import type { Headroom, Limits } from '../provider.ts';
import { createOthers } from './others.ts';
import { createTrips } from './trips.ts';

/** A sliding window rate limit: at most so many requests in so many milliseconds, as the vendor counts them. */
export interface Rate {
  /** When the next request may be sent. */
  readonly next: () => number;
  /** Counts a request that is sent; returns a function to call when its response is there. */
  readonly count: (now: number) => (now: number) => void;
  readonly learn: (headroom: Headroom, now: number) => void;
  /** How many concurrent requests use up the limit. */
  readonly lanes: () => number;
  /** The clock was set back by so much. */
  readonly setBack: (ms: number) => void;
}

const NEVER = Number.NEGATIVE_INFINITY;
const NO_LIMIT = { requests: Number.POSITIVE_INFINITY, perMs: 0 };
const SECOND = 1000;
const MINUTE = 60_000;

/** The share of the vendor's limit that is left to other users of the account. */
const RESERVE = 0.02;

/** The burst size, as a share of a limit per minute. A limit per second may be used up in one burst. */
const STOCK = 0.1;

/** Nobody can use pages faster than this. */
const PAGE_MS = 4;

/**
 * Applies two rules. The exact one never exceeds the limit in any window as long as the vendor's, counted from the
 * latest time at which its first request can have arrived. The polite one spaces requests evenly, like a token bucket.
 */
export function createRate({ rate: known }: Limits): Rate {
  const [trips, sent, others] = [createTrips(), createSent(), createOthers()];
  let limit = known ?? NO_LIMIT;
  let spacing = 0;
  let due = NEVER;

  const share = (): number => Math.max(1, Math.floor(others.leave(Math.ceil(limit.requests * (1 - RESERVE)))));
  const even = (): number => (limit.perMs === 0 ? 0 : (limit.perMs + trips.delay()) / share());

  return {
    next: () => {
      const exact = (sent.back(share())?.arrived ?? NEVER) + limit.perMs;
      const stock = Math.floor(share() * (limit.perMs <= SECOND ? 1 : STOCK));
      const polite = limit.perMs === 0 ? NEVER : due - stock * even();
      return Math.max(exact, polite, (sent.back(1)?.at ?? NEVER) + spacing);
    },
    count: (now) => {
      const one = sent.add(now, now + trips.delay(), Math.max(MINUTE, limit.perMs));
      due = Math.max(now, due) + even();
      return (back) => {
        const trip = back - one.at;
        trips.add(trip);
        one.arrived = one.at + trips.delay(trip);
      };
    },
    learn: ({ perMinute, remaining, resetAt, resetMs }, now) => {
      if (perMinute !== undefined && perMinute > 0) limit = { requests: perMinute, perMs: MINUTE };
      if (remaining === undefined || perMinute === undefined) return;
      const [own, underWay] = [sent.since(now - MINUTE), sent.since(now - (trips.usual() ?? 0))];
      const untilReset = resetMs ?? Math.max(0, (resetAt ?? now + MINUTE) - now);
      spacing = remaining - underWay < perMinute * RESERVE ? untilReset / Math.max(1, remaining) : 0;
      // If the limit is nearly used up, spread the rest until the reset; who used it does not matter then.
      if (spacing > 0) others.forget();
      else others.learn(perMinute - remaining - own, now);
    },
    lanes: () => Math.ceil((trips.usual() ?? 0) / Math.max(PAGE_MS, spacing, even())) + 1,
    setBack: (ms) => {
      sent.setBack(ms);
      due -= ms;
      others.forget();
    },
  };
}

interface Sent {
  at: number;
  /** The latest time at which it can have arrived. */
  arrived: number;
}

/** The last requests, for at least as long as the vendor counts them. */
function createSent(): {
  readonly add: (at: number, arrived: number, keptMs: number) => Sent;
  readonly back: (count: number) => Sent | undefined;
  readonly since: (time: number) => number;
  readonly setBack: (ms: number) => void;
} {
  let sent: Sent[] = [];
  return {
    add: (at, arrived, keptMs) => {
      if ((sent[0]?.at ?? at) < at - 4 * keptMs) sent = sent.filter((one) => one.at >= at - 2 * keptMs);
      const one = { at, arrived };
      sent.push(one);
      return one;
    },
    back: (count) => sent.at(-count),
    // A busy vendor has thousands in a minute, and this is asked with every response.
    since: (time) => sent.length - countLeading(sent, ({ at }) => at <= time),
    setBack: (ms) => {
      for (const one of sent) {
        one.at -= ms;
        one.arrived -= ms;
      }
    },
  };
}
