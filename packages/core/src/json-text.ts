import { firstOf, type RunKind } from './runs.ts';

/** A piece of a text, from its first character to behind its last. */
export interface Digits {
  readonly start: number;
  readonly end: number;
}

const QUOTE = 0x22;
const MINUS = 0x2d;
const BACKSLASH = 0x5c;

/**
 * The next number of a JSON text that lies outside of its strings. By hand, one look at each character: on texts of
 * megabytes a regular expression runs out of stack, and a generator takes ten times as long.
 */
export function nextNumber(source: string, from: number): Digits | undefined {
  for (let at = from; at < source.length; at += 1) {
    const unit = source.charCodeAt(at);
    if (unit === QUOTE) at = closingQuote(source, at);
    else if (isDigit(unit) || unit === MINUS) return { start: at, end: firstOf(BEHIND_NUMBER, source, at + 1) };
  }
  return undefined;
}

/** Whether a JSON text holds more values than that, roughly: every comma and every bracket that opens begins one. */
export function hasMoreValuesThan(most: number, source: string): boolean {
  // Nearly every text has fewer of these than that, even with those that stand inside of strings.
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

/** Where the string ends that opens there; the end of the text where it does not. */
function closingQuote(source: string, open: number): number {
  let at = open + 1;
  for (; at < source.length; at += 1) {
    const unit = source.charCodeAt(at);
    if (unit === QUOTE) return at;
    if (unit === BACKSLASH) at += 1;
  }
  return at;
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
