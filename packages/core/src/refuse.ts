import type * as z from 'zod';
import { invalid, type AuditError } from './errors.ts';
import { field, worded, type Wording } from './wording.ts';

export interface RefuseContext {
  /** What stands before the path of the field, such as `filters`, `zendesk`. */
  readonly path?: readonly string[];
  /** The valid names, for a key that is not known. */
  readonly known: readonly string[];
}

/** What the schema makes of the input, or a refusal that names the field, behind the name of what holds it. */
export function parseInput<T extends z.ZodObject>(
  schema: T,
  input: unknown,
  path: readonly string[] = [],
): z.output<T> {
  requireFew(input, path);
  // What a person asks is checked once: compiling a checker for it would take longer than checking.
  const read = schema.safeParse(input, { jitless: true });
  if (!read.success) throw refuse(read.error, { path, known: Object.keys(schema.shape) });
  return read.data;
}

/** No schema takes nearly as much, and to look at every value of a megabyte would take seconds. */
const MOST_VALUES = 1000;
const DEEPEST = 4;

function requireFew(input: unknown, path: readonly string[], depth = 0): void {
  if (typeof input !== 'object' || input === null || depth > DEEPEST) return;
  const values = Object.entries(input);
  if (values.length > MOST_VALUES) throw invalid(orQuery(path), `holds more than ${MOST_VALUES} values`, FEWER);
  for (const [name, value] of values) requireFew(value, [...path, short(name)], depth + 1);
}

function orQuery(path: readonly string[]): readonly string[] {
  return path.some((name) => name !== '') ? path : ['query'];
}

const FEWER = 'Ask for less at once, or leave it out and filter the answer.';

/** What a schema found wrong, as one error that names the field, the fault and what would work. */
export function refuse(error: z.ZodError, { path: holder = [], known }: RefuseContext): AuditError {
  // A wrong name explains a missing value, not the other way round.
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

/** What a `complaint` says. */
function saidBy(issue: z.core.$ZodIssue): Wording | undefined {
  return issue.code === 'custom' ? (issue.params?.['said'] as Wording | undefined) : undefined;
}

function suggestField(typed: string, names: readonly string[]): Wording {
  const near = nearest(typed, names);
  const all = names.flatMap((name, index) => [index === 0 ? '' : ', ', field(name)]);
  return near === undefined ? worded`Valid: ${all}.` : worded`Did you mean "${field(near)}"? Valid: ${all}.`;
}

/** Names the nearest valid word, if one is near, and all of them. */
export function suggest(word: string, words: readonly string[]): string {
  const near = nearest(word, words);
  const all = `Valid: ${words.join(', ')}.`;
  return near === undefined ? all : `Did you mean ${JSON.stringify(near)}? ${all}`;
}

const LONGEST_WORD = 100;

function short(name: string): string {
  return name.length > LONGEST_WORD ? `${name.slice(0, LONGEST_WORD)}…` : name;
}

/** The word that a typing error was meant to be, if there is one that is close enough. */
export function nearest(word: string, words: readonly string[]): string | undefined {
  // To compare takes as long as one is long times the other.
  if (word.length > LONGEST_WORD) return undefined;
  const wanted = word.toLowerCase();
  const limit = Math.ceil(wanted.length / 3);
  const [best] = words
    .map((candidate) => ({ candidate, far: distance(wanted, candidate.toLowerCase()) }))
    .filter(({ far }) => far <= limit)
    .toSorted((a, b) => a.far - b.far);
  return best?.candidate;
}

/** How many letters have to change: Levenshtein's distance, one row at a time. */
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

/** A sentence as a part of one: the hint begins the next. */
function asClause(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1).replace(/\.$/, '');
}
