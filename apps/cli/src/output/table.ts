import type { Output } from './output.ts';
import { fitted, widthOf } from './width.ts';

/** A column, and its maximum width. */
export interface Column {
  readonly title: string;
  /** The maximum width if space is short; undefined for columns that must not be cut. */
  readonly most?: number | undefined;
}

/** From this width on, a table shows what was done to what and what changed beside the message. */
export const WIDE = 140;

const GAP = 2;
const LEAST_LAST = 24;
const LEAST = 8;

/** A table on a terminal; in a pipe, a line for each row with its cells between tabs. */
export function rowLines(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  { isTerminal, width }: Pick<Output, 'isTerminal' | 'width'>,
): string[] {
  return isTerminal ? tableLines(columns, rows, width) : rows.map((row) => row.join('\t'));
}

/** Formats a table to the width of the terminal. The last column takes the remaining space. */
export function tableLines(columns: readonly Column[], rows: readonly (readonly string[])[], width: number): string[] {
  const widths = widthsOf(columns, rows, width);
  return [columns.map(({ title }) => title), ...rows].map((cells) =>
    cells
      .map((cell, index) => fitted(cell, widths[index] ?? 0))
      .join(' '.repeat(GAP))
      .trimEnd(),
  );
}

function widthsOf(columns: readonly Column[], rows: readonly (readonly string[])[], width: number): number[] {
  const natural = columns.map(({ title }, index) =>
    Math.max(widthOf(title), ...rows.map((row) => widthOf(row[index] ?? ''))),
  );
  const room = width - GAP * (columns.length - 1);
  if (sum(natural) <= room) return natural;
  const capped = natural.map((own, index) => Math.min(own, columns[index]?.most ?? own));
  const last = natural.at(-1) ?? 0;
  const givers = columns.map(({ most }, index) => most !== undefined && index < columns.length - 1);
  const widths = squeezed(capped.slice(0, -1), givers, room - Math.min(last, LEAST_LAST));
  return [...widths, Math.max(LEAST, Math.min(last, room - sum(widths)))];
}

/** Shrinks the widest columns that may be cut until all fit. */
function squeezed(widths: readonly number[], givers: readonly boolean[], room: number): number[] {
  const shrunk = [...widths];
  while (sum(shrunk) > room) {
    const widest = Math.max(...shrunk.filter((_, index) => givers[index]));
    if (widest <= LEAST) break;
    const at = shrunk.findIndex((width, index) => givers[index] === true && width === widest);
    shrunk[at] = widest - 1;
  }
  return shrunk;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
