import { parseCondition } from './condition.ts';
import { anchorsOf, asText, onText, requireKnown, textTest, type Scalar } from './field-test.ts';
import { joined, needing, type Test } from './needs.ts';
import type { Refuse } from './refusal.ts';
import { plainMatcher } from './wildcards.ts';

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
  const named = new Map(
    Object.entries(searches).map(([name, search]) => [name, searchTest(search, { taxonomy, refuse })]),
  );
  return joined(
    [condition].flat().map((one) => parseCondition(one, named, refuse)),
    false,
  );
}

/** One of a list, and all fields of a mapping. What has no field is a keyword. */
function searchTest<Subject>(search: Search, compiling: Compiling<Subject>): Predicate<Subject> {
  const tests = [search].flat().map((item: Fields | Scalar) =>
    joined(
      Object.entries(typeof item === 'object' ? (item ?? {}) : { '': item }).map(([key, wanted]) =>
        fieldTest(key, wanted, compiling),
      ),
      true,
    ),
  );
  return joined(tests, false);
}

function fieldTest<Subject>(
  key: string,
  wanted: Scalar | readonly Scalar[],
  { taxonomy, refuse }: Compiling<Subject>,
): Predicate<Subject> {
  const [name = '', ...given] = key.split('|');
  const isKeyword = name === '';
  const modifiers = isKeyword && !given.includes('re') ? [...given, 'contains'] : given;
  requireKnown(modifiers, refuse);
  const values = isKeyword ? taxonomy.everything : fieldOf(name, taxonomy, refuse);
  const list = [wanted].flat();
  if (modifiers.includes('exists')) return existence(values, list[0], refuse);
  const isWhole = modifiers.length === 0 && list.every(isPlain);
  const testOf = (one: Scalar): Predicate<Subject> =>
    modifiers.includes('fieldref')
      ? reference(values, fieldOf(String(one), taxonomy, refuse), modifiers)
      : single(values, one, onText(textTest(one, modifiers, refuse)));
  const test = isWhole ? oneOf(values, list) : joined(list.map(testOf), modifiers.includes('all'));
  if (modifiers.includes('neq')) return (subject) => !test(subject);
  return taxonomy.tellsApart === true ? telling(test, name, list, isWhole) : test;
}

/** A test that tells what its field has to have, unless it also matches where that is absent. */
function telling<Subject>(
  test: Predicate<Subject>,
  name: string,
  list: readonly Scalar[],
  isWhole: boolean,
): Predicate<Subject> {
  return list.some(isAbsence) ? test : needing(test, new Map([[name, isWhole ? wordsOf(list) : undefined]]));
}

function existence<Subject>(values: Values<Subject>, wanted: Scalar | undefined, refuse: Refuse): Predicate<Subject> {
  if (typeof wanted !== 'boolean') throw refuse('exists needs true or false', 'Write one of them.');
  return (subject) => values(subject).length > 0 === wanted;
}

/** Reads a field. Refuses a name that is unknown. */
export function fieldOf<Subject>(name: string, { field, hint }: Taxonomy<Subject>, refuse: Refuse): Values<Subject> {
  const values = field(name);
  if (values === undefined) throw refuse(`the field ${name} is unknown`, hint(name));
  return values;
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
  return !isAbsence(wanted) && !/[*?\\]/.test(String(wanted));
}

/** The usual case, at the price of one lookup. */
function oneOf<Subject>(values: Values<Subject>, list: readonly Scalar[]): Predicate<Subject> {
  const wanted = wordsOf(list);
  const isWanted = onText((text) => wanted.has(text) || wanted.has(text.toLowerCase()));
  return (subject) => values(subject).some(isWanted);
}

function single<Subject>(
  values: Values<Subject>,
  wanted: Scalar,
  test: (value: unknown) => boolean,
): Predicate<Subject> {
  if (!isAbsence(wanted)) return (subject) => values(subject).some(test);
  return (subject) => {
    const found = values(subject);
    return found.length === 0 || found.some((value) => (value ?? null) === null || test(value));
  };
}

function reference<Subject>(
  values: Values<Subject>,
  others: Values<Subject>,
  modifiers: readonly string[],
): Predicate<Subject> {
  const texts = (read: Values<Subject>, subject: Subject): string[] =>
    read(subject).flatMap(
      (value) => (modifiers.includes('cased') ? asText(value) : asText(value)?.toLowerCase()) ?? [],
    );
  return (subject) => {
    const tests = texts(others, subject).map((other) => plainMatcher(other, anchorsOf(modifiers)));
    return texts(values, subject).some((text) => tests.some((test) => test(text)));
  };
}
