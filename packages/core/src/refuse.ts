import type * as z from 'zod';
import { invalid, type AuditError } from './errors.ts';
import { field, worded, type Wording } from './wording.ts';

export interface RefuseContext {
  /** What comes before the path of the field, such as `filters`, `zendesk`. */
  readonly path?: readonly string[];
  /** The valid names, to suggest one for an unknown key. */
  readonly known: readonly string[];
}

/** Parses input with a schema, or throws an error that names the field, including the path that holds it. */
export function parseInput<T extends z.ZodObject>(
  schema: T,
  input: unknown,
  path: readonly string[] = [],
): z.output<T> {
  requireFew(input, path);
  // Each input is parsed once, so compiling a parser for it (JIT) would take longer than parsing.
  const read = schema.safeParse(input, { jitless: true });
  if (!read.success) throw refuse(read.error, { path, known: Object.keys(schema.shape) });
  return read.data;
}

/** Far more than any schema accepts. Checking every value of a megabyte would take seconds. */
const MOST_VALUES = 1000;
const DEEPEST = 4;

function requireFew(input: unknown, path: readonly string[], depth = 0): void {
  if (typeof input !== 'object' || input === null || depth > DEEPEST) return;
  const count = Array.isArray(input) ? input.length : Object.keys(input).length;
  if (count > MOST_VALUES) throw invalid(orQuery(path), `has more than ${MOST_VALUES} values`, FEWER);
  for (const [name, value] of Object.entries(input)) requireFew(value, [...path, short(name)], depth + 1);
}

function orQuery(path: readonly string[]): readonly string[] {
  return path.some((name) => name !== '') ? path : ['query'];
}

const FEWER = 'Ask for fewer at once, or leave it out and filter the answer yourself.';

/** Turns the issues of a schema into one error that names the field, the problem and a fix. */
export function refuse(error: z.ZodError, { path: holder = [], known }: RefuseContext): AuditError {
  // An unknown key explains a missing value, but not the other way round.
  const first = error.issues.find(({ code }) => code === 'unrecognized_keys') ?? error.issues[0];
  if (first === undefined) return invalid(orQuery(holder), 'is not valid', 'See the documentation.');
  const path = [...holder, ...first.path.map(String)];
  if (first.code === 'unrecognized_keys') return unknownKey(first.keys, path, known);
  const values = first.code === 'invalid_value' ? first.values.map(String) : [];
  const hint =
    values.length > 0
      ? suggest(typeof first.input === 'string' ? first.input : '', values)
      : 'See the description of the field.';
  return invalid(orQuery(path), saidBy(first) ?? asClause(first.message), hint);
}

function unknownKey(keys: readonly string[], path: readonly string[], known: readonly string[]): AuditError {
  const key = short(keys[0] ?? '');
  return invalid([...path, key], 'is not known', suggestField(key, known));
}

/** The wording of a `complaint`. */
function saidBy(issue: z.core.$ZodIssue): Wording | undefined {
  return issue.code === 'custom' ? (issue.params?.['said'] as Wording | undefined) : undefined;
}

function suggestField(typed: string, names: readonly string[]): Wording {
  const near = nearest(typed, names);
  const all = names.flatMap((name, index) => [index === 0 ? '' : ', ', field(name)]);
  return near === undefined ? worded`Valid: ${all}.` : worded`Did you mean "${field(near)}"? Valid: ${all}.`;
}

/** Suggests the closest valid word, if there is one, and lists all of them. */
export function suggest(word: string, words: readonly string[]): string {
  const near = nearest(word, words);
  const all = `Valid: ${words.join(', ')}.`;
  return near === undefined ? all : `Did you mean ${JSON.stringify(near)}? ${all}`;
}

const LONGEST_WORD = 100;

function short(name: string): string {
  return name.length > LONGEST_WORD ? `${name.slice(0, LONGEST_WORD)}…` : name;
}

/** The word that a typo was probably meant to be, if one is close enough. */
export function nearest(word: string, words: readonly string[]): string | undefined {
  // The comparison takes time proportional to the product of both lengths.
  if (word.length > LONGEST_WORD) return undefined;
  const wanted = word.toLowerCase();
  const limit = Math.ceil(wanted.length / 3);
  const [best] = words
    .map((candidate) => ({ candidate, far: distance(wanted, candidate.toLowerCase()) }))
    .filter(({ far }) => far <= limit)
    .toSorted((a, b) => a.far - b.far);
  return best?.candidate;
}

/** Levenshtein distance, computed row by row. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let line = 1; line <= a.length; line += 1) {
    const next = [line];
    for (let column = 1; column <= b.length; column += 1) {
      const swap = (row[column - 1] ?? 0) + (a[line - 1] === b[column - 1] ? 0 : 1);
      next.push(Math.min((row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1, swap));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

/** Turns a sentence into a clause, because the hint follows as its own sentence. */
function asClause(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1).replace(/\.$/, '');
}
