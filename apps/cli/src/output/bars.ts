import { fitted, widthOf } from './width.ts';

/** A value and how often it was counted. */
export interface Bar {
  readonly label: string;
  readonly count: number;
}

const LONGEST_LABEL = 40;
const MOST_BLOCKS = 40;
const LEAST_BLOCKS = 5;
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** Formats one line per value, with a bar for its count. */
export function barLines(bars: readonly Bar[], width: number): string[] {
  const most = Math.max(1, ...bars.map(({ count }) => count));
  const digits = Math.max(...bars.map(({ count }) => inGroups(count).length));
  const natural = Math.min(LONGEST_LABEL, Math.max(...bars.map(({ label }) => widthOf(label))));
  const room = Math.min(natural, Math.max(LEAST_BLOCKS, width - digits - LEAST_BLOCKS - 6));
  const blocks = Math.max(LEAST_BLOCKS, Math.min(MOST_BLOCKS, width - room - digits - 6));
  return bars.map(({ label, count }) => {
    const bar = blocksOf((count / most) * blocks);
    return `  ${fitted(label, room)}  ${inGroups(count).padStart(digits)}  ${bar}`.trimEnd();
  });
}

function blocksOf(length: number): string {
  const eighths = Math.round(length * 8);
  return '█'.repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? '');
}

/** `12,345`. */
export function inGroups(count: number): string {
  return count.toLocaleString('en-US');
}
