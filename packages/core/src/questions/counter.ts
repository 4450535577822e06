/** How often a value was seen. */
interface Counted {
  readonly value: string;
  readonly count: number;
}

/** Counts values in bounded memory. */
export interface Counter {
  readonly add: (value: string, times?: number) => void;
  /** How often a value was seen, at most; 0 if it is not kept. */
  readonly count: (value: string) => number;
  /** How much too high a count may be; 0 while counting is exact. */
  readonly error: () => number;
}

/**
 * Counts exactly up to a limit. Past it, a new value replaces the rarest one and inherits its count (the Space-Saving
 * algorithm): frequent values stay, and no count is too high by more than `error`. `dropped` hears which value went.
 */
export function createCounter(exact: number, dropped: (value: string) => void = () => undefined): Counter {
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
    dropped(rarest);
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
    count: (value) => counts.get(value) ?? 0,
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
