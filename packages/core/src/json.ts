import { DIGITS, nextNumber, type Digits } from './json-text.ts';
import { decimal } from './number-text.ts';
import { findRun, firstOf } from './runs.ts';
import { unitAt } from './unit-at.ts';

/** Any object parsed from JSON. */
export type JsonObject = Readonly<Record<string, unknown>>;

const LONG = 16;
/** As many characters are read between two pauses, and a number costs as much as some. */
const STRETCH = 500_000;
const COST_OF_NUMBER = 50;
const BEFORE_NUMBER = /[:[,\s]/;
const BLANK = /[ \t\n\r]/;

/**
 * Like JSON.parse, but keeps integers that exceed the safe range as strings, digit for digit: ids of twenty digits do
 * not survive as doubles. Returns undefined if the text is not JSON, which no valid JSON parses to.
 */
export function parseJson(source: string): unknown {
  try {
    return JSON.parse(quoteLongIntegers(source));
  } catch {
    return undefined;
  }
}

function quoteLongIntegers(source: string): string {
  const work = quotingLongIntegers(source);
  let step = work.next();
  while (step.done !== true) step = work.next();
  return step.value;
}

/**
 * Puts quotes around integers that exceed the safe range; usually returns the same text. Invalid JSON stays invalid,
 * because only valid numbers in valid places are quoted. Yields now and then, so that the event loop can turn.
 */
export function* quotingLongIntegers(source: string): Generator<undefined, string, undefined> {
  if (!mayHoldLongInteger(source)) return source;
  const pieces: string[] = [];
  let done = 0;
  let [from, cost] = [0, 0];
  for (let next = nextNumber(source, 0); next !== undefined; next = nextNumber(source, next.end)) {
    const { start, end } = next;
    cost += end - from + COST_OF_NUMBER;
    from = end;
    if (cost > STRETCH) {
      yield;
      cost = 0;
    }
    if (!isLongInteger(source, next) || isName(source, end)) continue;
    pieces.push(source.slice(done, start), '"', source.slice(start, end), '"');
    done = end;
  }
  pieces.push(source.slice(done));
  return pieces.join('');
}

/** A quick check with false positives, which are then examined one by one. */
function mayHoldLongInteger(source: string): boolean {
  for (let run = findRun(source, LONG, DIGITS); run !== undefined; run = findRun(source, LONG, DIGITS, run.end)) {
    const sign = source.charAt(run.start - 1) === '-' ? 1 : 0;
    if (BEFORE_NUMBER.test(source.charAt(run.start - 1 - sign))) return true;
  }
  return false;
}

function isLongInteger(source: string, { start, end }: Digits): boolean {
  const first = source[start] === '-' ? start + 1 : start;
  if (end - first < LONG || source[first] === '0') return false;
  if (firstOf(DIGITS.others, source, first) < end) return false;
  return end - first > LONG || !Number.isSafeInteger(Number(source.slice(first, end)));
}

/** A member name without quotes is not valid JSON. */
function isName(source: string, end: number): boolean {
  let next = end;
  while (BLANK.test(source.charAt(next))) next += 1;
  return source[next] === ':';
}

/** Whether a value is an object, and neither null nor an array. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object, or an empty one, so that reading a field of it is always safe. */
export function object(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

/** The array, or an empty one. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A non-blank string. Numbers become strings; everything else is undefined. */
export function text(value: unknown): string | undefined {
  if (typeof value === 'number') return decimal(value);
  if (typeof value === 'bigint') return String(value);
  return typeof value === 'string' && !isBlank(value) ? value : undefined;
}

/** The first character usually decides. */
function isBlank(value: string): boolean {
  if (value === '') return true;
  const first = unitAt(value, 0);
  return !(first > 32 && first < 127) && value.trim() === '';
}

/** A finite number, or a string that contains one. */
export function number(value: unknown): number | undefined {
  const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof read === 'number' && Number.isFinite(read) ? read : undefined;
}

type Present<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** Drops undefined fields, so that they are absent. */
export function present<const T extends object>(fields: T): Present<T> {
  const kept: Record<string, unknown> = {};
  for (const key in fields) if (fields[key] !== undefined) kept[key] = fields[key];
  return kept as Present<T>;
}
