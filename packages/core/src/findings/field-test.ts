import { addressMatcher, isAddressFilter } from '../address.ts';
import type { Matcher } from './automaton.ts';
import { COMPARISONS } from './comparisons.ts';
import { ENCODINGS } from './encodings.ts';
import { pattern } from './pattern.ts';
import type { Refuse } from './refusal.ts';
import { ANY_DASH, wildcards, type Anchors } from './wildcards.ts';

export type Scalar = string | number | boolean | null;

const ORDERS = ['lt', 'lte', 'gt', 'gte'];

const WEEK = 7 * 86_400_000;
/** Where parts of a time are in its text. */
const PARTS_OF_TIME: Readonly<Record<string, readonly [number, number]>> = {
  minute: [14, 16],
  hour: [11, 13],
  day: [8, 10],
  week: [0, 0],
  month: [5, 7],
  year: [0, 4],
};

const KNOWN = [
  ...ORDERS,
  ...Object.keys(PARTS_OF_TIME),
  ...Object.keys(ENCODINGS),
  'contains',
  'startswith',
  'endswith',
  're',
  'cidr',
  'exists',
  'fieldref',
  'all',
  'cased',
  'neq',
  'windash',
  'i',
  'm',
  's',
];

/** Refuses modifiers that nobody here can evaluate. */
export function requireKnown(modifiers: readonly string[], refuse: Refuse): void {
  for (const name of modifiers) {
    if (name === 'expand') throw refuse('the modifier expand needs placeholders', 'Write the values into the rule.');
    if (!KNOWN.includes(name)) throw refuse(`the modifier ${name} is unknown`, `Use one of ${KNOWN.join(', ')}.`);
  }
}

/** A value as a text; undefined for what is no text, number or truth value. */
export function asText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** A test of texts as one of values. */
export function onText(matches: Matcher): (value: unknown) => boolean {
  return (value) => {
    const text = asText(value);
    return text !== undefined && matches(text);
  };
}

/** Compiles one value of a rule with the modifiers of its field. */
export function textTest(wanted: Scalar, modifiers: readonly string[], refuse: Refuse): Matcher {
  const order = modifiers.find((name) => ORDERS.includes(name));
  const part = modifiers.find((name) => name in PARTS_OF_TIME);
  if (order !== undefined) return numberTest(order, wanted, refuse);
  if (part !== undefined) return timeTest(part, wanted);
  // No text is nothing.
  if (wanted === null) return () => false;
  const source = String(wanted);
  // Only flags have one letter.
  if (modifiers.includes('re')) return pattern(source, modifiers.filter(({ length }) => length === 1).join(''), refuse);
  if (!modifiers.includes('cidr')) return wholeTest(source, modifiers, refuse);
  if (!isAddressFilter(source)) throw refuse(`${source} is no address range`, 'Write one such as 203.0.113.0/24.');
  return addressMatcher(source);
}

function numberTest(order: string, wanted: Scalar, refuse: Refuse): Matcher {
  const limit = Number(wanted);
  if (!Number.isFinite(limit)) throw refuse(`${order} needs a number`, 'Write one.');
  return (text) => text !== '' && COMPARISONS[order]?.(Number(text), limit) === true;
}

function timeTest(name: string, wanted: Scalar): Matcher {
  const [from, to] = PARTS_OF_TIME[name] ?? [];
  return (text) => {
    const time = new Date(text);
    const part = name === 'week' ? isoWeek(time) : Number.parseInt((time.toJSON() ?? '').slice(from, to), 10);
    return part === Number(wanted);
  };
}

/** Every week belongs to the year of its Thursday. */
function isoWeek(time: Date): number {
  const thursday = new Date(time);
  thursday.setUTCDate(time.getUTCDate() + 3 - ((time.getUTCDay() + 6) % 7));
  return Math.floor((thursday.getTime() - Date.UTC(thursday.getUTCFullYear(), 0, 1)) / WEEK) + 1;
}

/** Where in a value the text of a rule has to be. */
export function anchorsOf(modifiers: readonly string[]): Anchors {
  const isIn = modifiers.includes('contains');
  return { starts: !isIn && !modifiers.includes('endswith'), ends: !isIn && !modifiers.includes('startswith') };
}

/** At the start of a word. */
const DASH = /(?<!\w)[-/](?=\w)/g;

function wholeTest(wanted: string, modifiers: readonly string[], refuse: Refuse): Matcher {
  const encodings = modifiers.flatMap((name) => ENCODINGS[name] ?? []);
  // Encoded text is compared exactly, and has no wildcards.
  const isEncoded = encodings.length > 0;
  const cased = isEncoded || modifiers.includes('cased');
  const matchers = encodings
    .reduce<readonly string[]>((texts, encode) => texts.flatMap(encode), [wanted])
    .map((text) => (isEncoded ? text.replaceAll(/[*?\\]/g, String.raw`\$&`) : text))
    .map((text) => (modifiers.includes('windash') ? text.replaceAll(DASH, ANY_DASH) : text))
    .map((text) => wildcards(cased ? text : text.toLowerCase(), anchorsOf(modifiers), refuse));
  return (text) => {
    const compared = cased ? text : text.toLowerCase();
    return matchers.some((matches) => matches(compared));
  };
}
