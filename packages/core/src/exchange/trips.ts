/**
 * Round-trip times of the last requests. A vendor counts a request when it arrives, but we only see the whole round
 * trip.
 */
export interface Trips {
  readonly add: (ms: number) => void;
  /** The median round-trip time; undefined until there is one. */
  readonly usual: () => number | undefined;
  /**
   * How much later than the fastest possible a request may have arrived, given its round-trip time, with a margin in
   * case the next one is faster than all so far. Without a round-trip time, the worst case.
   */
  readonly delay: (trip?: number) => number;
}

const REMEMBERED = 64;

/** Fewer samples than this say little about the variance. */
const ENOUGH = 12;
const UNKNOWN_DELAY_MS = 150;

/** Of fewer samples, even the fastest may have been slow: the next may be faster by as much as they differ. */
const PLENTY = 32;
const MOST_DOUBT_MS = 75;

/** The smallest margin, for the precision of clocks and timers. */
const LEAST_ROOM_MS = 15;

/** Anything beyond this was time spent at the vendor, which had already counted the request. */
const MOST_DELAY_MS = 300;

export function createTrips(): Trips {
  const last: number[] = [];
  let shortest = 0;
  let longest = 0;
  let usual: number | undefined;
  return {
    add: (ms) => {
      if (last.push(ms) > REMEMBERED) last.shift();
      const sorted = new Float64Array(last).toSorted();
      shortest = sorted[0] ?? ms;
      longest = sorted.at(-1) ?? ms;
      usual = sorted[sorted.length >> 1];
    },
    usual: () => usual,
    delay: (trip = longest) => {
      if (usual === undefined || last.length < ENOUGH) return UNKNOWN_DELAY_MS;
      const doubt = last.length < PLENTY ? Math.min(MOST_DOUBT_MS, longest - shortest) : 0;
      const room = Math.max(LEAST_ROOM_MS, usual - shortest, doubt);
      return Math.min(MOST_DELAY_MS, Math.max(0, trip - shortest) + room);
    },
  };
}
