import type { Bar } from '../data.ts';
import { barOf, sum } from './bins.ts';

/** The height of the drawing; its width is the number of bars. */
export const HEIGHT = 100;
/** What a bar leaves free on each side. */
const GAP = 0.06;

/** The highest bar, and at least 1. */
export function highest(bars: readonly Bar[]): number {
  return Math.max(1, ...bars.map(([, ...counts]) => sum(counts)));
}

/** One path for each kind: the bars' pieces of it, from the bottom up in the order of the kinds. */
export function paths(bars: readonly Bar[], kinds: number, most: number): string[] {
  const drawn = Array.from({ length: kinds }, () => '');
  for (const [index, [, ...counts]] of bars.entries()) {
    let below = 0;
    for (const [kind, count] of counts.entries()) {
      if (count === 0) continue;
      const [y, height] = [HEIGHT * (1 - below / most), (HEIGHT * count) / most];
      drawn[kind] += `M${index + GAP} ${short(y)}v${short(-height)}h${1 - 2 * GAP}v${short(height)}z`;
      below += count;
    }
  }
  return drawn;
}

function short(value: number): number {
  return Math.round(value * 100) / 100;
}

/** How far into the drawing a time is, in bars. */
export function placeOf(time: number, starts: readonly number[], end: number): number {
  const bar = barOf(starts, time);
  const [from = 0, to = end] = [starts[bar], starts[bar + 1]];
  return bar + Math.min(1, Math.max(0, (time - from) / (to - from || 1)));
}

/** Up to so many bars to label, from the first on, at equal distances. */
export function labelled(bars: number, most: number): number[] {
  const step = Math.ceil(bars / most);
  return [...Array(bars).keys()].filter((bar) => bar % step === 0);
}
