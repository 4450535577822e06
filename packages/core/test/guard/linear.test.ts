import { describe, expect, test } from 'vitest';
import type { Assignment } from '../../src/guard/assignment.ts';
import { hasEscapes, unwrap } from '../../src/guard/escapes.ts';
import { instructsReader } from '../../src/guard/instructs-reader.ts';
import { KEY_FORMS } from '../../src/guard/makers.ts';
import { PATTERNS } from '../../src/guard/patterns.ts';
import { randomSpans } from '../../src/guard/random.ts';
import { scrub } from '../../src/guard/scan.ts';
import { isDisguised, seen } from '../../src/guard/seen.ts';
import { isSuspicious } from '../../src/guard/suspicion.ts';
import { fill, seeded } from './corpus/random.ts';
import { KINDS } from './corpus/kinds.ts';
import { ORDERS } from './phrases.ts';

const LENGTH = 4000;
const TIMES = 4;
/** A text four times as long takes four times as long, or sixteen times if the rule is quadratic. */
const MOST = 9;
/** Tolerance for the clock, the JIT compiler and garbage collection. */
const SLACK_MS = 4;
/** A busy machine is slow now and then, a quadratic rule every time. */
const TRIES = 6;

/** What rules look for, begun and never ended: each beginning of each kind of secret, and what stands between them. */
const PIECES: ReadonlySet<string> = new Set([
  ...KINDS.flatMap(({ template, write }) => {
    const secret = fill(template, seeded(8));
    const text = write?.(secret) ?? secret;
    return [0.25, 0.5, 0.75, 0.95].map((part) => text.slice(0, Math.max(1, Math.floor(text.length * part))));
  }),
  ...KEY_FORMS.flatMap(({ starts }) => starts),
  // Orders to an assistant, begun.
  ...Object.values(ORDERS).flatMap((texts) => texts.map((text) => text.slice(0, Math.ceil(text.length / 2)))),
  ...Array.from(` \t\n:=/-_.,;"'<>{}[]()&%\\|~!@#?+*a0A$`),
  '="',
  '\\"',
  '\\\\',
  '\\u00',
  '%2',
  '&amp',
  '://',
  ':a@',
  'a:b@',
  'eyJ',
  '-----BEGIN ',
  '. ',
  '--a ',
  '-p',
  'a1',
  '\u200B',
  '\u00AD',
  '\uFF50',
  'a\u200B',
  '0a-',
  'A0',
  '\uD800',
  '/a',
  'Q~',
  ':A',
  '.atlasv1.',
  '_mmk',
  'is ',
]);

/** Everything that reads a text for secrets, rule by rule. */
const RULES: Readonly<Record<string, (text: string) => unknown>> = {
  ...Object.fromEntries(
    Object.entries<Assignment>(PATTERNS).map(([name, rule]) => [name, (text) => apply(rule, text)]),
  ),
  'what looks random': (text) => [...randomSpans(text)],
  'escapes taken off': (text) => hasEscapes(text) && unwrap(text),
  'disguises taken off': (text) => isDisguised(text) && seen(text),
  'the look at each character': isSuspicious,
  'orders to an assistant': instructsReader,
  'all of it': (text) => scrub(text),
};

/** As a search does: it goes on behind what was found. */
function apply({ pattern, read }: Assignment, text: string): number {
  const search = new RegExp(pattern, 'g');
  let found = 0;
  for (let match = search.exec(text); match !== null; match = search.exec(text)) {
    const span = read({ text, start: match.index, end: search.lastIndex });
    found += span === undefined ? 0 : 1;
    search.lastIndex = Math.max(search.lastIndex, span?.end ?? 0);
  }
  return found;
}

/** The text again and again, alone, and behind what would let a rule begin anew at each. */
function hostile(piece: string, length: number): string[] {
  return [piece, `${piece} `, `a${piece}"`].map((one) => one.repeat(Math.ceil(length / one.length)).slice(0, length));
}

function msOf(rule: (text: string) => unknown, text: string): number {
  const began = performance.now();
  rule(text);
  return performance.now() - began;
}

/** The least of several looks at how much longer the longer text takes; no more looks than are needed. */
function isLinear(rule: (text: string) => unknown, short: string, long: string): boolean {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const once = msOf(rule, short);
    if (msOf(rule, long) <= MOST * once + SLACK_MS) return true;
  }
  return false;
}

/** Depends on timing, so it only runs on request, on an otherwise idle machine: `GROWTH=1`. */
const { GROWTH } = process.env;

describe.runIf(GROWTH === '1')('With a text four times as long', () => {
  test.each(Object.keys(RULES))('%s takes about four times as long, however hostile the text', (name) => {
    const rule = RULES[name] ?? scrub;
    const slow = [...PIECES].filter((piece) => {
      const longer = hostile(piece, LENGTH * TIMES);
      return hostile(piece, LENGTH).some((short, index) => !isLinear(rule, short, longer[index] ?? ''));
    });
    expect(slow).toEqual([]);
  });

  test('quadratic growth is distinguished from linear growth', () => {
    expect(isLinear(pairs, 'a'.repeat(LENGTH / 2), 'a'.repeat((LENGTH / 2) * TIMES))).toBe(false);
    expect(isLinear(scrub, 'a '.repeat(LENGTH / 2), 'a '.repeat((LENGTH / 2) * TIMES))).toBe(true);
  });
});

function pairs(text: string): number {
  let same = 0;
  for (let one = 0; one < text.length; one += 1)
    for (let other = 0; other < text.length; other += 1) if (text[one] === text[other]) same += 1;
  return same;
}
