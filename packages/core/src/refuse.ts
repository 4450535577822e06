import type * as z from 'zod';
import { invalid, type AuditError } from './errors.ts';

export interface RefuseContext {
  /** What stands before the path of the field, such as `filters.zendesk`. */
  readonly field?: string | undefined;
  /** The valid names, for a key that is not known. */
  readonly known: readonly string[];
}

/** What the schema makes of the input, or a refusal that names the field, behind the name of what holds it. */
export function parseInput<T extends z.ZodObject>(schema: T, input: unknown, field?: string): z.output<T> {
  // What a person asks is checked once: compiling a checker for it would take longer than checking.
  const read = schema.safeParse(input, { jitless: true });
  if (!read.success) throw refuse(read.error, { field, known: Object.keys(schema.shape) });
  return read.data;
}

/** What a schema found wrong, as one error that names the field, the fault and what would work. */
export function refuse(error: z.ZodError, context: RefuseContext): AuditError {
  // A wrong name explains a missing value, not the other way round.
  const first = error.issues.find(({ code }) => code === 'unrecognized_keys') ?? error.issues[0];
  if (first === undefined) return invalid(context.field ?? 'query', 'is not valid', 'See the documentation.');
  const path = [context.field, ...first.path].filter((part) => part !== undefined).join('.');
  if (first.code === 'unrecognized_keys') return unknownKey(first.keys, path, context.known);
  const values = first.code === 'invalid_value' ? first.values.map(String) : [];
  const hint =
    values.length > 0
      ? suggest(typeof first.input === 'string' ? first.input : '', values)
      : 'See the description of the field.';
  return invalid(path === '' ? 'query' : path, asClause(first.message), hint);
}

function unknownKey(keys: readonly string[], path: string, known: readonly string[]): AuditError {
  const [key = ''] = keys;
  return invalid(path === '' ? key : `${path}.${key}`, 'is not known', suggest(key, known));
}

/** Names the nearest valid word, if one is near, and all of them. */
export function suggest(word: string, words: readonly string[]): string {
  const near = nearest(word, words);
  const all = `Valid: ${words.join(', ')}.`;
  return near === undefined ? all : `Did you mean ${JSON.stringify(near)}? ${all}`;
}

/** The word that a typing error was meant to be, if there is one that is close enough. */
export function nearest(word: string, words: readonly string[]): string | undefined {
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
