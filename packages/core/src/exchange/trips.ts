/** How long the last requests were on the way. A vendor counts a request when it arrives, and only the whole trip is seen. */
export interface Trips {
  readonly add: (ms: number) => void;
  /** What a trip takes; undefined until there was one. */
  readonly usual: () => number | undefined;
  /**
   * How much later than its fastest a request may have arrived, judged by its whole trip, with some room for one that
   * comes to be faster than all so far. Without a trip: at worst.
   */
  readonly delay: (trip?: number) => number;
}

const REMEMBERED = 64;

/** Fewer trips than this say little about how much they differ. */
const ENOUGH = 8;
const UNKNOWN_DELAY_MS = 150;

/** Trips that seem all alike still differ by what clocks and timers are worth. */
const LEAST_ROOM_MS = 15;

/** A trip that takes longer was long at the vendor, who had counted it before. */
const MOST_DELAY_MS = 300;

export function createTrips(): Trips {
  const last: number[] = [];
  let shortest = 0;
  let longest = 0;
  let usual: number | undefined;
  return {
    add: (ms) => {
      if (last.push(ms) > REMEMBERED) last.shift();
      const sorted = last.toSorted((a, b) => a - b);
      shortest = sorted[0] ?? ms;
      longest = sorted.at(-1) ?? ms;
      usual = sorted[sorted.length >> 1];
    },
    usual: () => usual,
    delay: (trip = longest) => {
      if (usual === undefined || last.length < ENOUGH) return UNKNOWN_DELAY_MS;
      const room = Math.max(LEAST_ROOM_MS, usual - shortest);
      return Math.min(MOST_DELAY_MS, Math.max(0, trip - shortest) + room);
    },
  };
}
