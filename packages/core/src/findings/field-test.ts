import { addressMatcher, isAddressFilter } from '../address.ts';
import { ENCODINGS } from './encodings.ts';
import { pattern } from './pattern.ts';
import type { Refuse } from './refusal.ts';
import { wildcards } from './wildcards.ts';

export type Scalar = string | number | boolean | null;

/** Whether one value of a field is what the rule asks for. */
export type ValueTest = (value: unknown) => boolean;

/** The modifiers of a field, by what they are about. */
export interface Modifiers {
  readonly names: readonly string[];
  readonly has: (name: string) => boolean;
}

const COMPARE: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  lt: (a, b) => a < b,
  lte: (a, b) => a <= b,
  gt: (a, b) => a > b,
  gte: (a, b) => a >= b,
};

const MINUTE = 60_000;
const WEEK = 7 * 24 * 60 * MINUTE;
const PARTS_OF_TIME: Readonly<Record<string, (time: Date) => number>> = {
  minute: (time) => time.getUTCMinutes(),
  hour: (time) => time.getUTCHours(),
  day: (time) => time.getUTCDate(),
  week: isoWeek,
  month: (time) => time.getUTCMonth() + 1,
  year: (time) => time.getUTCFullYear(),
};

const KINDS = ['contains', 'startswith', 'endswith', 're', 'cidr', 'exists', 'fieldref'];
const OTHERS = ['all', 'cased', 'neq', 'windash', 'i', 'm', 's'];
const KNOWN: ReadonlySet<string> = new Set([
  ...[COMPARE, PARTS_OF_TIME, ENCODINGS].flatMap((table) => Object.keys(table)),
  ...KINDS,
  ...OTHERS,
]);

/** Reads the modifiers of a field; refuses those that nobody here can evaluate. */
export function modifiersOf(names: readonly string[], refuse: Refuse): Modifiers {
  for (const name of names) {
    if (name === 'expand') throw refuse('the modifier expand needs placeholders', 'Write the values into the rule.');
    if (!KNOWN.has(name)) throw refuse(`the modifier ${name} is unknown`, `Use one of ${[...KNOWN].join(', ')}.`);
  }
  return { names, has: (name) => names.includes(name) };
}

/** A value as a text; undefined for what is no text, number or truth value. */
export function asText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** Compiles one value of a rule with the modifiers of its field. */
export function valueTest(wanted: Scalar, modifiers: Modifiers, refuse: Refuse): ValueTest {
  const { names, has } = modifiers;
  const comparison = names.find((name) => name in COMPARE);
  const part = names.find((name) => name in PARTS_OF_TIME);
  if (comparison !== undefined) return numberTest(comparison, wanted, refuse);
  if (part !== undefined) return timeTest(part, wanted);
  if (wanted === null) return (value) => value === null;
  if (has('re')) return expression(String(wanted), modifiers, refuse);
  if (has('cidr')) return addressTest(String(wanted), refuse);
  return textTest(String(wanted), modifiers, refuse);
}

function numberTest(name: string, wanted: Scalar, refuse: Refuse): ValueTest {
  const limit = Number(wanted);
  if (!Number.isFinite(limit)) throw refuse(`${name} needs a number`, 'Write one.');
  const compare = COMPARE[name] ?? (() => false);
  return (value) => {
    const text = asText(value);
    return text !== undefined && text !== '' && compare(Number(text), limit);
  };
}

function timeTest(name: string, wanted: Scalar): ValueTest {
  const part = PARTS_OF_TIME[name] ?? (() => Number.NaN);
  return (value) => {
    const time = new Date(asText(value) ?? Number.NaN);
    return !Number.isNaN(time.getTime()) && part(time) === Number(wanted);
  };
}

function isoWeek(time: Date): number {
  const day = Date.UTC(time.getUTCFullYear(), time.getUTCMonth(), time.getUTCDate());
  const thursday = day + (4 - (time.getUTCDay() === 0 ? 7 : time.getUTCDay())) * 24 * 60 * MINUTE;
  return Math.floor((thursday - Date.UTC(new Date(thursday).getUTCFullYear(), 0, 1)) / WEEK) + 1;
}

function expression(source: string, { has }: Modifiers, refuse: Refuse): ValueTest {
  const matches = pattern(source, { i: has('i'), m: has('m'), s: has('s') }, refuse);
  return (value) => {
    const text = asText(value);
    return text !== undefined && matches(text);
  };
}

function addressTest(range: string, refuse: Refuse): ValueTest {
  if (!isAddressFilter(range)) throw refuse(`${range} is no address range`, 'Write one such as 203.0.113.0/24.');
  const matches = addressMatcher(range);
  return (value) => matches(asText(value));
}

function textTest(wanted: string, { names, has }: Modifiers, refuse: Refuse): ValueTest {
  const encode = names.map((name) => ENCODINGS[name]).filter((one) => one !== undefined);
  // Encoded text is compared exactly, and has no wildcards.
  const cased = has('cased') || encode.length > 0;
  const texts = encode.reduce<readonly string[]>((given, one) => one(given), [wanted]);
  const starts = !has('contains') && !has('endswith');
  const ends = !has('contains') && !has('startswith');
  const matchers = texts
    .map((text) => (encode.length > 0 ? text.replaceAll(/[*?\\]/g, String.raw`\$&`) : text))
    .map((text) => wildcards(cased ? text : text.toLowerCase(), { starts, ends, anyDash: has('windash'), refuse }));
  return (value) => {
    const text = asText(value);
    if (text === undefined) return false;
    const compared = cased ? text : text.toLowerCase();
    return matchers.some((matches) => matches(compared));
  };
}
