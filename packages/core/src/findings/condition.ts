import { joined, type Test } from './needs.ts';
import type { Refuse } from './refusal.ts';
import { wildcards } from './wildcards.ts';

interface Parsing<Subject> {
  /** What was not read yet. */
  readonly tokens: string[];
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
  const tokens: string[] = text.match(TOKEN) ?? [];
  if (tokens.length > MOST_TOKENS) throw refuse('the condition is too long', `Use at most ${MOST_TOKENS} words.`);
  if (tokens.includes('|')) throw refuse('the condition has a |', 'Use a correlation for counts.');
  const test = operands({ tokens, searches, refuse }, 'or');
  const [rest] = tokens;
  if (rest !== undefined) throw refuse(`unexpected ${rest} in the condition`, 'Check the brackets, and and or.');
  return test;
}

/** Whether this word comes next, which is then read. */
function reads({ tokens }: Parsing<never>, word: string): boolean {
  return tokens[0]?.toLowerCase() === word && tokens.shift() !== undefined;
}

function operands<Subject>(parsing: Parsing<Subject>, word: 'or' | 'and'): Test<Subject> {
  const tests: Test<Subject>[] = [];
  do tests.push(word === 'or' ? operands(parsing, 'and') : negation(parsing));
  while (reads(parsing, word));
  return joined(tests, word === 'and');
}

function negation<Subject>(parsing: Parsing<Subject>): Test<Subject> {
  if (!reads(parsing, 'not')) return term(parsing);
  const test = negation(parsing);
  return (subject) => !test(subject);
}

function term<Subject>(parsing: Parsing<Subject>): Test<Subject> {
  const { tokens, searches, refuse } = parsing;
  const word = tokens.shift() ?? '';
  if (word === '(') {
    const inside = operands(parsing, 'or');
    if (!reads(parsing, ')')) throw refuse('a ) is missing in the condition', 'Add it.');
    return inside;
  }
  if (reads(parsing, 'of')) return quantified(word.toLowerCase(), parsing);
  const test = searches.get(word);
  if (test !== undefined) return test;
  throw refuse(`the condition names ${word || 'nothing'}, which is not there`, known(parsing));
}

/** `1 of selection_*`, `all of them`. Names that start with _ belong to no group. */
function quantified<Subject>(count: string, parsing: Parsing<Subject>): Test<Subject> {
  const { tokens, searches, refuse } = parsing;
  if (!['1', 'any', 'all'].includes(count)) throw refuse(`${count} of is not supported`, 'Use 1 of or all of.');
  const wanted = tokens.shift() ?? '';
  const text = wanted.toLowerCase() === 'them' ? '*' : wanted;
  const isWanted = wildcards(text, { starts: true, ends: true }, refuse);
  const tests = [...searches].flatMap(([name, test]) => (isWanted(name) && !name.startsWith('_') ? test : []));
  if (tests.length === 0) throw refuse(`${wanted} names nothing`, known(parsing));
  return joined(tests, count === 'all');
}

function known({ searches }: Parsing<never>): string {
  return `Use one of ${[...searches.keys()].join(', ')}.`;
}
