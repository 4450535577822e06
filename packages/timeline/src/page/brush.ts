import type { Range } from './bins.ts';

/** The bar under a pointer that is so far into the drawing, from 0 to 1. */
export function barUnder(share: number, bars: number): number {
  return Math.min(bars - 1, Math.max(0, Math.floor(share * bars)));
}

/** The range from where a drag began to where it is now. */
export function dragged(start: number, now: number): Range {
  return { first: Math.min(start, now), last: Math.max(start, now) };
}

/** Moves one end of a range by a slider. It pushes the other end on where they meet. */
export function moved({ first, last }: Range, end: keyof Range, to: number): Range {
  return end === 'first' ? { first: to, last: Math.max(to, last) } : { first: Math.min(first, to), last: to };
}
