import { isObject, list, object, parseJson, text, type JsonObject } from '../../json.ts';
import type { HttpResponse } from '../../ports.ts';

/** NOTES: error bodies. The letters are those of the table there. */
export type ErrorShape =
  | 'described' // A
  | 'titled' // B
  | 'listed' // C
  | 'oauth' // D
  | 'bare' // E
  | 'detailed' // F
  | 'plain' // G
  | 'none';

/** What an error response says, and in which of Zendesk's formats. */
export interface ErrorBody {
  readonly shape: ErrorShape;
  readonly words: string | undefined;
}

type Reader = (body: JsonObject) => readonly unknown[] | undefined;

/** Tried in this order, because the later ones would also match what the earlier ones mean. */
const READERS: readonly (readonly [ErrorShape, Reader])[] = [
  ['listed', ({ errors }) => list(errors).slice(0, 1).flatMap(listed)],
  ['titled', ({ error }) => (isObject(error) ? [error['title'], error['message']] : undefined)],
  [
    'detailed',
    ({ error, description, details }) => (isObject(details) ? [error, description, ...detailed(details)] : undefined),
  ],
  ['oauth', ({ error, error_description: words }) => (text(words) === undefined ? undefined : [error, words])],
  ['described', ({ error, description }) => (text(description) === undefined ? undefined : [error, description])],
  ['bare', ({ error }) => [error]],
];

export function readError({ body, headers }: HttpResponse): ErrorBody {
  const parsed = parseJson(body);
  for (const [shape, read] of isObject(parsed) ? READERS : []) {
    const words = join(read(object(parsed)) ?? []);
    if (words !== undefined) return { shape, words };
  }
  return plain(parsed) ?? (isPlain(headers) ? plain(body) : undefined) ?? { shape: 'none', words: undefined };
}

function listed(error: unknown): readonly unknown[] {
  return isObject(error) ? [error['code'], error['title'], error['detail']] : [error];
}

/** `name: cannot be blank` for every field that the vendor complains about. */
function detailed(details: JsonObject): string[] {
  return Object.entries(details).flatMap(([field, problems]) =>
    list(problems).map(
      (problem) => `${field} ${text(object(problem)['description']) ?? text(object(problem)['error']) ?? 'is wrong'}`,
    ),
  );
}

function plain(body: unknown): ErrorBody | undefined {
  return typeof body === 'string' && body.trim() !== '' ? { shape: 'plain', words: body } : undefined;
}

/** Anything else a proxy sends, such as an HTML page, says nothing about Zendesk. */
function isPlain(headers: HttpResponse['headers']): boolean {
  return /^text\/plain\b/i.test(headers['content-type'] ?? '');
}

function join(parts: readonly unknown[]): string | undefined {
  const words = parts.map(text).filter((part) => part !== undefined);
  return words.length === 0 ? undefined : words.join('. ');
}
