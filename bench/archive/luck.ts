/** Repeatable chance. */
export interface Luck {
  /** From 0 to 1. */
  readonly fraction: () => number;
  readonly below: (limit: number) => number;
  readonly of: <T>(some: readonly [T, ...T[]]) => T;
  readonly digits: (count: number) => string;
  readonly hex: (count: number) => string;
}

/** The mulberry32 generator. */
export function createLuck(seed: number): Luck {
  let state = seed;
  const fraction = (): number => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(fraction() * limit);
  return {
    fraction,
    below,
    of: (some) => some[below(some.length)] ?? some[0],
    digits: (count) => Array.from({ length: count }, () => below(10)).join(''),
    hex: (count) => Array.from({ length: count }, () => below(16).toString(16)).join(''),
  };
}
