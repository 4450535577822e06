import { firstOf, type RunKind } from './runs.ts';

/** A range of a text; `end` is exclusive. */
export interface Digits {
  readonly start: number;
  readonly end: number;
}

const QUOTE = 0x22;
const MINUS = 0x2d;
const BACKSLASH = 0x5c;

/**
 * Finds the next number of a JSON text outside of strings. Scans by hand: on megabytes of text a regular expression
 * overflows the stack, and a generator takes ten times as long.
 */
export function nextNumber(source: string, from: number): Digits | undefined {
  for (let at = from; at < source.length; at += 1) {
    const unit = source.charCodeAt(at);
    if (unit === QUOTE) at = closingQuote(source, at);
    else if (isDigit(unit) || unit === MINUS) return { start: at, end: firstOf(BEHIND_NUMBER, source, at + 1) };
  }
  return undefined;
}

/** Whether a JSON text has more values than `most`, approximately: counts commas and opening brackets. */
export function hasMoreValuesThan(most: number, source: string): boolean {
  // Every value takes a character, and nearly every text stays below the limit even when marks inside strings count too.
  if (source.length <= most) return false;
  let rough = 0;
  for (const mark of ',[{') rough += countOf(source, mark, most);
  if (rough <= most) return false;
  let count = 0;
  for (let at = 0; at < source.length && count <= most; at += 1) {
    const unit = source.charCodeAt(at);
    if (unit === QUOTE) at = closingQuote(source, at);
    else if (unit === COMMA || unit === OPEN_LIST || unit === OPEN_OBJECT) count += 1;
  }
  return count > most;
}

const COMMA = 0x2c;
const OPEN_LIST = 0x5b;
const OPEN_OBJECT = 0x7b;

/** Where the string that starts at `open` ends; the end of the text if it is not closed. */
function closingQuote(source: string, open: number): number {
  for (let quote = source.indexOf('"', open + 1); quote >= 0; quote = source.indexOf('"', quote + 1)) {
    let first = quote;
    while (source.charCodeAt(first - 1) === BACKSLASH) first -= 1;
    if ((quote - first) % 2 === 0) return quote;
  }
  return source.length;
}

function isDigit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39;
}

export const DIGITS: RunKind = { has: isDigit, others: /[^0-9]/g };
const BEHIND_NUMBER = /[^-+.\deE]/g;

function countOf(source: string, mark: string, most: number): number {
  let count = 0;
  for (let at = source.indexOf(mark); at >= 0 && count <= most; at = source.indexOf(mark, at + 1)) count += 1;
  return count;
}
