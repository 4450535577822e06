import { allHold, oneHolds, parseCondition } from './condition.ts';
import { asText, modifiersOf, valueTest, type Modifiers, type Scalar, type ValueTest } from './field-test.ts';
import { needing, type Test } from './needs.ts';
import type { Refuse } from './refusal.ts';

/** Whether something is what a rule looks for. */
export type Predicate<Subject> = Test<Subject>;

/** The values of a field; none if it is absent. */
export type Values<Subject> = (subject: Subject) => readonly unknown[];

/** The names of fields, and what they hold. */
export interface Taxonomy<Subject> {
  /** Undefined for a name that is unknown. */
  readonly field: (name: string) => Values<Subject> | undefined;
  /** Whether events are told apart by these fields before rules are asked. */
  readonly tellsApart?: boolean;
  /** Everything that keywords are searched in. */
  readonly everything: Values<Subject>;
  /** What to say about an unknown name. */
  readonly hint: (name: string) => string;
}

type Fields = Readonly<Record<string, Scalar | readonly Scalar[]>>;
type Search = Fields | string | readonly (Fields | string | number)[];

/** The part of a rule that says what to look for. */
export interface Searches {
  readonly condition: string | readonly string[];
  readonly [name: string]: Search | string | readonly string[];
}

interface Compiling<Subject> {
  readonly taxonomy: Taxonomy<Subject>;
  readonly refuse: Refuse;
}

/** Compiles the detection of a rule. Refuses whatever it does not understand. */
export function compileDetection<Subject>(
  { condition, ...searches }: Searches,
  taxonomy: Taxonomy<Subject>,
  refuse: Refuse,
): Predicate<Subject> {
  if ('timeframe' in searches) throw refuse('timeframe is not supported', 'Use a correlation with a timespan.');
  const named = Object.entries(searches).map(
    ([name, search]) => [name, searchTest(search, { taxonomy, refuse })] as const,
  );
  const conditions = typeof condition === 'string' ? [condition] : condition;
  const parsed = conditions.map((one) => parseCondition(one, new Map(named), refuse));
  const [only] = parsed;
  return parsed.length === 1 && only !== undefined ? only : oneHolds(parsed);
}

function searchTest<Subject>(search: Search, compiling: Compiling<Subject>): Predicate<Subject> {
  if (typeof search === 'string') return keyword(search, [], compiling);
  if (!Array.isArray(search)) return allOf(search as Fields, compiling);
  const tests = (search as readonly (Fields | string | number)[]).map((item) =>
    typeof item === 'object' ? allOf(item, compiling) : keyword(item, [], compiling),
  );
  return oneHolds(tests);
}

function allOf<Subject>(fields: Fields, compiling: Compiling<Subject>): Predicate<Subject> {
  const tests = Object.entries(fields).map(([key, wanted]) => fieldTest(key, wanted, compiling));
  const [only] = tests;
  return tests.length === 1 && only !== undefined ? only : allHold(tests);
}

function fieldTest<Subject>(
  key: string,
  wanted: Scalar | readonly Scalar[],
  compiling: Compiling<Subject>,
): Predicate<Subject> {
  const { taxonomy, refuse } = compiling;
  const [name = '', ...names] = key.split('|');
  const modifiers = modifiersOf(names, refuse);
  const list = (Array.isArray(wanted) ? wanted : [wanted]) as readonly Scalar[];
  if (name === '')
    return combined(
      list.map((one) => keyword(one, names, compiling)),
      modifiers,
    );
  const values = taxonomy.field(name);
  if (values === undefined) throw refuse(`the field ${name} is unknown`, taxonomy.hint(name));
  if (modifiers.has('exists')) return existence(values, list[0], refuse);
  const isWhole = names.length === 0 && list.every(isPlain);
  const test = isWhole ? oneOf(values, list) : combined(modified(values, list, modifiers, compiling), modifiers);
  if (modifiers.has('neq')) return (subject) => !test(subject);
  return taxonomy.tellsApart === true ? telling(test, name, list, isWhole) : test;
}

/** A test that tells what its field has to have, unless it also matches where that is absent. */
function telling<Subject>(
  test: Predicate<Subject>,
  name: string,
  list: readonly Scalar[],
  isWhole: boolean,
): Predicate<Subject> {
  return list.some(isAbsence) ? test : needing(test, new Map([[name, isWhole ? wordsOf(list) : 'any']]));
}

function modified<Subject>(
  values: Values<Subject>,
  list: readonly Scalar[],
  modifiers: Modifiers,
  compiling: Compiling<Subject>,
): Predicate<Subject>[] {
  return modifiers.has('fieldref')
    ? list.map((other) => reference(values, String(other), modifiers, compiling))
    : list.map((one) => single(values, one, valueTest(one, modifiers, compiling.refuse)));
}

function wordsOf(list: readonly Scalar[]): ReadonlySet<string> {
  return new Set(list.map((one) => String(one).toLowerCase()));
}

/** Nothing and the empty text match a field that is absent. */
function isAbsence(wanted: Scalar): boolean {
  return wanted === null || wanted === '';
}

/** Whether a value is compared as a whole, without wildcards. */
function isPlain(wanted: Scalar): boolean {
  return wanted !== null && wanted !== '' && !/[*?\\]/.test(String(wanted));
}

/** The usual case, at the price of one lookup. */
function oneOf<Subject>(values: Values<Subject>, list: readonly Scalar[]): Predicate<Subject> {
  const wanted = wordsOf(list);
  const isWanted = (value: unknown): boolean => {
    const text = asText(value);
    return text !== undefined && (wanted.has(text) || wanted.has(text.toLowerCase()));
  };
  return (subject) => values(subject).some(isWanted);
}

function combined<Subject>(tests: readonly Predicate<Subject>[], { has }: Modifiers): Predicate<Subject> {
  const [only] = tests;
  if (tests.length === 1 && only !== undefined) return only;
  return has('all') ? allHold(tests) : oneHolds(tests);
}

function single<Subject>(values: Values<Subject>, wanted: Scalar, test: ValueTest): Predicate<Subject> {
  if (!isAbsence(wanted)) return (subject) => values(subject).some(test);
  return (subject) => {
    const found = values(subject);
    return found.length === 0 || found.some((value) => value === null || value === undefined || test(value));
  };
}

function existence<Subject>(values: Values<Subject>, wanted: Scalar | undefined, refuse: Refuse): Predicate<Subject> {
  if (typeof wanted !== 'boolean') throw refuse('exists needs true or false', 'Write one of them.');
  return (subject) => values(subject).length > 0 === wanted;
}

type Comparison = (value: string, other: string) => boolean;
const COMPARISONS: Readonly<Record<string, Comparison>> = {
  contains: (value, other) => value.includes(other),
  startswith: (value, other) => value.startsWith(other),
  endswith: (value, other) => value.endsWith(other),
};

function reference<Subject>(
  values: Values<Subject>,
  name: string,
  { names, has }: Modifiers,
  { taxonomy, refuse }: Compiling<Subject>,
): Predicate<Subject> {
  const others = taxonomy.field(name);
  if (others === undefined) throw refuse(`the field ${name} is unknown`, taxonomy.hint(name));
  const compare = COMPARISONS[names.find((one) => one in COMPARISONS) ?? ''] ?? ((value, other) => value === other);
  const read = (value: unknown): string | undefined => (has('cased') ? asText(value) : asText(value)?.toLowerCase());
  return (subject) =>
    values(subject).some((value) => {
      const text = read(value);
      return text !== undefined && others(subject).some((other) => compare(text, read(other) ?? '\0'));
    });
}

/** A keyword is looked for in all texts. */
function keyword<Subject>(
  wanted: Scalar,
  names: readonly string[],
  { taxonomy, refuse }: Compiling<Subject>,
): Predicate<Subject> {
  const isText = !names.includes('re');
  const modifiers = modifiersOf(isText ? [...names, 'contains'] : names, refuse);
  const test = valueTest(wanted, modifiers, refuse);
  return (subject) => taxonomy.everything(subject).some(test);
}
