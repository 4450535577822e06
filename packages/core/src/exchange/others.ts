/** How much of a minute's limit other users of the account take. */
export interface Others {
  /** They had this many requests in the last minute, as far as the vendor's count and ours tell. */
  readonly learn: (count: number, now: number) => void;
  readonly forget: () => void;
  /** How many of the limit's requests are left for us in the minute to come. */
  readonly leave: (limit: number) => number;
}

/** Their count is known only for the minute behind us, so it decays slowly, with every response. */
const DECAY = 0.98;

const MINUTE = 60_000;

/** Growth is measured over this long. */
const WATCHED_MS = 10_000;

/** The two counts differ by requests that are on their way: less growth than this is noise. */
const LEAST_GROWTH = 5;

/** A forecast may be wrong, so it never takes more than three quarters of what is left. */
const LEAST_SHARE = 0.25;

interface Sample {
  readonly at: number;
  readonly count: number;
}

/**
 * Someone who has just begun has used little, and a minute's limit may be gone before the first of our own requests
 * drops out of the window. So their count is carried forward at the rate it grows, for the rest of their first minute.
 */
export function createOthers(): Others {
  let samples: Sample[] = [];
  let count = 0;
  let idleAt: number | undefined;

  function expected(): number {
    const [first, last] = [samples[0], samples.at(-1)];
    if (first === undefined || last === undefined || idleAt === undefined) return count;
    const growth = last.count - first.count;
    if (growth < LEAST_GROWTH) return count;
    const left = Math.max(0, MINUTE - (last.at - idleAt));
    return count + (growth * left) / WATCHED_MS;
  }

  return {
    learn: (seen, now) => {
      count = Math.max(0, seen, count * DECAY);
      if (idleAt === undefined || count < LEAST_GROWTH) idleAt = now;
      samples.push({ at: now, count });
      while ((samples[0]?.at ?? now) <= now - WATCHED_MS) samples.shift();
    },
    forget: () => {
      samples = [];
      count = 0;
      idleAt = undefined;
    },
    leave: (limit) => Math.max(limit - expected(), (limit - count) * LEAST_SHARE),
  };
}
