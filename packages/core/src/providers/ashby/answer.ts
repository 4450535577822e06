import { isObject, list, number, object, parseJson, present, text, type JsonObject } from '../../json.ts';
import type { HttpResponse } from '../../ports.ts';
import type { Answer, Headroom, OtherAnswer, PageAnswer } from '../../provider.ts';
import { excerpt, fail } from '../answers.ts';
import { failure } from './failure.ts';

/** A larger value would be a point in time, not a number of seconds. */
const LONGEST_RESET_S = 86_400;

/** The body counts before the status, because most failures of Ashby have status 200 (NOTES: failures). */
export function answer(response: HttpResponse): Answer {
  const body = parseJson(response.body);
  const read = succeeded(response, body) ? page(response, object(body)) : failure(response, body);
  const left = headroom(response);
  return left === undefined ? read : { ...read, headroom: left };
}

function succeeded({ status }: HttpResponse, body: unknown): boolean {
  return status >= 200 && status < 300 && isObject(body) && body['success'] === true;
}

function page(response: HttpResponse, body: JsonObject): PageAnswer | OtherAnswer {
  const entries = body['results'];
  if (!Array.isArray(entries)) return badResponse(response, 'It succeeded without a list of results');
  const cursor = text(body['nextCursor']);
  const more = body['moreDataAvailable'] ?? cursor !== undefined;
  if (more !== false && cursor === undefined) {
    return badResponse(response, 'It promised more entries without a cursor to reach them');
  }
  const notices = warnings(body);
  const said = {
    cursor: more === false ? undefined : cursor,
    requestId: text(response.headers['x-ashby-request-id']),
    notices: notices.length === 0 ? undefined : notices,
  };
  return { kind: 'page', entries, ...present(said) };
}

/** Fails, because continuing would lose entries silently. */
function badResponse(response: HttpResponse, what: string): OtherAnswer {
  const requestId = text(response.headers['x-ashby-request-id']);
  const hint = `${what}. Try again; if it stays so, tell Ashby's support the request id.`;
  return fail({ label: 'Ashby', response, requestId }, 'bad_response', hint);
}

/** More than a person reads; and redacting each one takes time. */
const MOST_WARNINGS = 20;

function warnings(body: JsonObject): readonly string[] {
  const all = list(body['warnings']);
  const said = all.slice(0, MOST_WARNINGS).flatMap((warning) => {
    const words = text(warning) ?? text(object(warning)['message']);
    return words === undefined ? [] : [`Ashby warns: ${excerpt(words)}`];
  });
  const left = all.length - MOST_WARNINGS;
  return left > 0 ? [...said, `Ashby warns of ${left} more things`] : said;
}

/** These headers are barely documented (NOTES: limits), so only plain counts are trusted. */
function headroom({ headers }: HttpResponse): Headroom | undefined {
  const remaining = number(headers['ratelimit-remaining']);
  const reset = number(headers['ratelimit-reset']);
  if (remaining === undefined || remaining < 0) return undefined;
  const soon = reset !== undefined && reset >= 0 && reset <= LONGEST_RESET_S;
  return present({ remaining, resetMs: soon ? reset * 1000 : undefined });
}
