import { needing, needsOfAll, needsOfOne, type Test } from './needs.ts';
import type { Refuse } from './refusal.ts';

interface Parsing<Subject> {
  readonly tokens: readonly string[];
  at: number;
  readonly searches: ReadonlyMap<string, Test<Subject>>;
  readonly refuse: Refuse;
}

const TOKEN = /[()|]|[^\s()|]+/g;
const MOST_TOKENS = 500;

/** Parses `selection and not 1 of filter_*`: `not` binds tighter than `and`, and `and` tighter than `or`. */
export function parseCondition<Subject>(
  text: string,
  searches: ReadonlyMap<string, Test<Subject>>,
  refuse: Refuse,
): Test<Subject> {
  const tokens: readonly string[] = text.match(TOKEN) ?? [];
  if (tokens.length > MOST_TOKENS) throw refuse('the condition is too long', `Use at most ${MOST_TOKENS} words.`);
  if (tokens.includes('|')) throw refuse('the condition has a |', 'Use a correlation for counts.');
  const parsing: Parsing<Subject> = { tokens, at: 0, searches, refuse };
  const test = alternatives(parsing);
  const rest = tokens[parsing.at];
  if (rest !== undefined) throw refuse(`unexpected ${rest} in the condition`, 'Check the brackets, and and or.');
  return test;
}

function peek({ tokens, at }: Pick<Parsing<never>, 'tokens' | 'at'>): string {
  return tokens[at]?.toLowerCase() ?? '';
}

function alternatives<Subject>(parsing: Parsing<Subject>): Test<Subject> {
  const tests = [conjunction(parsing)];
  while (peek(parsing) === 'or') {
    parsing.at += 1;
    tests.push(conjunction(parsing));
  }
  return joined(tests, 'or');
}

function conjunction<Subject>(parsing: Parsing<Subject>): Test<Subject> {
  const tests = [negation(parsing)];
  while (peek(parsing) === 'and') {
    parsing.at += 1;
    tests.push(negation(parsing));
  }
  return joined(tests, 'and');
}

export function allHold<Subject>(tests: readonly Test<Subject>[]): Test<Subject> {
  return needing((subject) => {
    for (const test of tests) if (!test(subject)) return false;
    return true;
  }, needsOfAll(tests));
}

export function oneHolds<Subject>(tests: readonly Test<Subject>[]): Test<Subject> {
  return needing((subject) => {
    for (const test of tests) if (test(subject)) return true;
    return false;
  }, needsOfOne(tests));
}

function joined<Subject>(tests: readonly Test<Subject>[], how: 'and' | 'or'): Test<Subject> {
  const [only] = tests;
  if (tests.length === 1 && only !== undefined) return only;
  return how === 'and' ? allHold(tests) : oneHolds(tests);
}

function negation<Subject>(parsing: Parsing<Subject>): Test<Subject> {
  if (peek(parsing) !== 'not') return term(parsing);
  parsing.at += 1;
  const test = negation(parsing);
  return (subject) => !test(subject);
}

function term<Subject>(parsing: Parsing<Subject>): Test<Subject> {
  const { tokens, refuse } = parsing;
  const word = tokens[parsing.at] ?? '';
  parsing.at += 1;
  if (word === '(') {
    const inside = alternatives(parsing);
    if (tokens[parsing.at] !== ')') throw refuse('a ) is missing in the condition', 'Add it.');
    parsing.at += 1;
    return inside;
  }
  if (tokens[parsing.at]?.toLowerCase() === 'of') return quantified(word.toLowerCase(), parsing);
  const test = parsing.searches.get(word);
  if (test === undefined)
    throw refuse(`the condition names ${word === '' ? 'nothing' : word}, which is not there`, known(parsing));
  return test;
}

/** `1 of selection_*`, `all of them`. Names that start with _ belong to no group. */
function quantified<Subject>(count: string, parsing: Parsing<Subject>): Test<Subject> {
  const { searches, refuse } = parsing;
  if (!['1', 'any', 'all'].includes(count)) throw refuse(`${count} of is not supported`, 'Use 1 of or all of.');
  const wanted = parsing.tokens[parsing.at + 1] ?? '';
  parsing.at += 2;
  const parts = wanted.toLowerCase() === 'them' ? ['', ''] : wanted.split('*');
  const tests = [...searches].filter(([name]) => !name.startsWith('_') && isLike(name, parts)).map(([, test]) => test);
  if (tests.length === 0) throw refuse(`${wanted} names nothing`, known(parsing));
  return joined(tests, count === 'all' ? 'and' : 'or');
}

/** Whether a name has the parts between the stars of a pattern, in their order. */
function isLike(name: string, [first = '', ...rest]: readonly string[]): boolean {
  if (rest.length === 0) return name === first;
  if (!name.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest.slice(0, -1)) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  const last = rest.at(-1) ?? '';
  return name.length - last.length >= at && name.endsWith(last);
}

function known<Subject>({ searches }: Parsing<Subject>): string {
  return `Use one of ${[...searches.keys()].join(', ')}.`;
}
