/** What is kept of a value. */
export interface Counted {
  /** How often it was seen, at most. */
  count: number;
}

/** Counts values in bounded memory. */
export interface Counter<Kept extends Counted> {
  /** Counts a value, and gives what is kept of it. */
  readonly add: (value: string, times: number, create: () => Kept) => Kept;
  readonly kept: () => ReadonlyMap<string, Kept>;
  /** How much too high a count may be; 0 while counting is exact. */
  readonly error: () => number;
}

/**
 * Counts exactly up to a limit. Past it, a new value replaces the rarest one and inherits its count (the Space-Saving
 * algorithm): frequent values stay, and no count is too high by more than `error`. `dropped` hears which went.
 */
export function createCounter<Kept extends Counted>(
  exact: number,
  dropped: (kept: Kept) => void = () => undefined,
): Counter<Kept> {
  const all = new Map<string, Kept>();
  let ranks: Ranks | undefined;
  let error = 0;

  /** Drops the rarest value, and gives its count. */
  function dropRarest(): number {
    ranks ??= createRanks(all);
    const { value, count } = ranks.rarest();
    const rarest = all.get(value);
    if (rarest !== undefined) dropped(rarest);
    all.delete(value);
    ranks.move(value, count);
    error = Math.max(error, count);
    return count;
  }

  function added(value: string, one: Kept): Kept {
    one.count = all.size < exact ? 0 : dropRarest();
    all.set(value, one);
    return one;
  }

  return {
    add: (value, times, create) => {
      const known = all.get(value);
      const one = known ?? added(value, create());
      ranks?.move(value, known?.count, one.count + times);
      one.count += times;
      return one;
    },
    kept: () => all,
    error: () => error,
  };
}

/** Values grouped by count, so that the rarest is found quickly. */
interface Ranks {
  readonly rarest: () => { readonly value: string; readonly count: number };
  readonly move: (value: string, from: number | undefined, to?: number) => void;
}

/** Built only when the limit is reached, which most counters never do. */
function createRanks(counted: ReadonlyMap<string, Counted>): Ranks {
  const ranks = new Map<number, Set<string>>();
  for (const [value, { count }] of counted) place(ranks, value, count);
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
