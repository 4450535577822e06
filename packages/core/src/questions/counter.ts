/** How often a value was seen. */
export interface Counted {
  readonly value: string;
  readonly count: number;
}

/** Counts values in bounded memory. */
export interface Counter {
  readonly add: (value: string, times?: number) => void;
  /** The most frequent values first; ties in alphabetical order. */
  readonly top: (count: number) => readonly Counted[];
  /** How many distinct values there are; past the limit, a lower bound. */
  readonly distinct: () => number;
  /** How much too high a count may be; 0 while counting is exact. */
  readonly error: () => number;
}

/** How many distinct values are counted exactly. */
const EXACT = 10_000;

/**
 * Counts exactly up to a limit. Past it, a new value replaces the rarest one and inherits its count (the Space-Saving
 * algorithm): frequent values stay, and no count is too high by more than `error`.
 */
export function createCounter(exact = EXACT): Counter {
  const counts = new Map<string, number>();
  let ranks: Ranks | undefined;
  let error = 0;

  function addNew(value: string, times: number): void {
    if (counts.size < exact) {
      counts.set(value, times);
      return;
    }
    ranks ??= createRanks(counts);
    const { value: rarest, count: least } = ranks.rarest();
    counts.delete(rarest);
    counts.set(value, least + times);
    ranks.move(rarest, least);
    ranks.move(value, undefined, least + times);
    error = Math.max(error, least);
  }

  return {
    add: (value, times = 1) => {
      const count = counts.get(value);
      if (count === undefined) return addNew(value, times);
      counts.set(value, count + times);
      ranks?.move(value, count, count + times);
    },
    top: (count) =>
      [...counts]
        .toSorted(([a, many], [b, more]) => more - many || (a < b ? -1 : 1))
        .slice(0, count)
        .map(([value, seen]) => ({ value, count: seen })),
    distinct: () => counts.size,
    error: () => error,
  };
}

/** Values grouped by count, so that the rarest is found quickly. */
interface Ranks {
  readonly rarest: () => Counted;
  readonly move: (value: string, from: number | undefined, to?: number) => void;
}

/** Built only when the limit is reached, which most counters never do. */
function createRanks(counts: ReadonlyMap<string, number>): Ranks {
  const ranks = new Map<number, Set<string>>();
  for (const [value, count] of counts) place(ranks, value, count);
  return {
    rarest: () => {
      const count = Math.min(...ranks.keys());
      const [value = ''] = ranks.get(count) ?? [];
      return { value, count };
    },
    move: (value, from, to) => {
      if (from !== undefined) take(ranks, value, from);
      if (to !== undefined) place(ranks, value, to);
    },
  };
}

function place(ranks: Map<number, Set<string>>, value: string, count: number): void {
  const rank = ranks.get(count);
  if (rank === undefined) ranks.set(count, new Set([value]));
  else rank.add(value);
}

function take(ranks: Map<number, Set<string>>, value: string, count: number): void {
  const rank = ranks.get(count);
  rank?.delete(value);
  if (rank?.size === 0) ranks.delete(count);
}
