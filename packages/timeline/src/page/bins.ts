import type { Bar } from '../data.ts';

/** A stretch of bars, both ends included. */
export type Range = readonly [first: number, last: number];

/** How many events of each kind the bars of a range have. */
export function countsIn(bars: readonly Bar[], [first, last]: Range, kinds: number): number[] {
  const inside = bars.slice(first, last + 1);
  return Array.from({ length: kinds }, (_, kind) => sum(inside.map((bar) => Number(bar[kind + 1] ?? 0))));
}

export function sum(counts: readonly number[]): number {
  return counts.reduce((total, one) => total + one, 0);
}

/** The bar that a time belongs to: the last one that does not start after it. */
export function barOf(starts: readonly number[], time: number): number {
  const bar = starts.findLastIndex((start) => start <= time);
  return Math.max(0, bar);
}

/** How many of these fall into each bar. */
export function binned(starts: readonly number[], counted: Iterable<readonly [time: number, count: number]>): number[] {
  const counts = starts.map(() => 0);
  for (const [time, count] of counted) {
    const bar = barOf(starts, time);
    counts[bar] = (counts[bar] ?? 0) + count;
  }
  return counts;
}
