import { DIGITS, nextNumber, type Digits } from './json-text.ts';
import { findRun, firstOf } from './runs.ts';

/** Any object that came out of JSON. */
export type JsonObject = Readonly<Record<string, unknown>>;

const LONG = 16;
/** As many characters are read between two pauses, and a number costs as much as some. */
const STRETCH = 500_000;
const COST_OF_NUMBER = 50;
const BEFORE_NUMBER = /[:[,\s]/;
const BLANK = /[ \t\n\r]/;

/**
 * JSON.parse, but integers too long for a number become strings, digit for digit: ids of twenty
 * digits do not survive a double. Returns undefined for what is not JSON, which no JSON text means.
 */
export function parseJson(source: string): unknown {
  try {
    return JSON.parse(quoteLongIntegers(source));
  } catch {
    return undefined;
  }
}

/**
 * The JSON text with quotes around integers that are too long for a number; mostly the same text. What was no JSON is none
 * afterwards: quoted is only what JSON takes for a number, in places where one may stand.
 */
export function quoteLongIntegers(source: string): string {
  const work = quotingLongIntegers(source);
  let step = work.next();
  while (step.done !== true) step = work.next();
  return step.value;
}

/** The same as work that pauses now and then, so that others can have their turn. */
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

/** Also true for a few that need nothing: those are looked at one by one. */
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

/** A member's name without quotes is no JSON. */
function isName(source: string, end: number): boolean {
  let next = end;
  while (BLANK.test(source.charAt(next))) next += 1;
  return source[next] === ':';
}

/** Whether it is an object with fields: neither null nor a list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object itself, or an empty one: reading a field of nothing gives nothing. */
export function object(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

/** A list, or an empty one. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Text that says something: numbers become text; empty, blank, null and everything else is absent. */
export function text(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  return typeof value === 'string' && !isBlank(value) ? value : undefined;
}

/** Mostly the first character tells. */
function isBlank(value: string): boolean {
  const first = value.charCodeAt(0);
  return !(first > 32 && first < 127) && value.trim() === '';
}

/** A finite number, also one written as text. */
export function number(value: unknown): number | undefined {
  const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof read === 'number' && Number.isFinite(read) ? read : undefined;
}

type Present<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** The object without its absent fields, so that missing is absent and never undefined. */
export function present<const T extends object>(fields: T): Present<T> {
  const kept: Record<string, unknown> = {};
  for (const key in fields) if (fields[key] !== undefined) kept[key] = fields[key];
  return kept as Present<T>;
}
