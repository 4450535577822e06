import { unitAt } from './unit-at.ts';

/** A kind of characters, and a global pattern that finds the first of another kind. */
export interface RunKind {
  readonly has: (unit: number) => boolean;
  readonly others: RegExp;
}

/** A run of characters of one kind. */
export interface Run {
  readonly start: number;
  readonly end: number;
}

/** Most runs are ids, and no longer than the asked length and this. */
const ID_LENGTH = 16;

/**
 * Finds the next run of at least `length` characters of a kind. Only every `length`-th character is tested first, since
 * a long enough run must contain one of them; most of the text is never looked at.
 */
export function findRun(text: string, length: number, { has, others }: RunKind, from = 0): Run | undefined {
  for (let at = from + length - 1; at < text.length; at += length) {
    if (!has(unitAt(text, at))) continue;
    let [start, end] = [at, at + 1];
    while (start > from && has(unitAt(text, start - 1))) start -= 1;
    const far = Math.min(text.length, start + length + ID_LENGTH);
    while (end < far && has(unitAt(text, end))) end += 1;
    if (end - start >= length) return { start, end: end < far ? end : firstOf(others, text, end) };
    // The character after the run does not belong, so the next run starts after it.
    at = end;
  }
  return undefined;
}

/** Where the first match of a global pattern begins, or the end of the text. Over millions of characters a loop is slow. */
export function firstOf(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  const found = pattern.exec(text);
  return found === null ? text.length : found.index;
}
