import type { Range } from './bins.ts';

/** The bar under a pointer that is so far into the drawing, from 0 to 1. */
export function barUnder(share: number, bars: number): number {
  return Math.min(bars - 1, Math.max(0, Math.floor(share * bars)));
}

/** The range from where a drag began to where it is now. */
export function dragged(start: number, now: number): Range {
  return [Math.min(start, now), Math.max(start, now)];
}

/** Moves one end of a range by a slider. It pushes the other end on where they meet. */
export function moved(range: Range, end: number, to: number): Range {
  const other = range[1 - end] ?? to;
  return end === 0 ? [to, Math.max(to, other)] : [Math.min(other, to), to];
}
