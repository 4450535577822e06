import { isObject, number, object, parseJson, present, text, type JsonObject } from '../../json.ts';
import type { HttpResponse } from '../../ports.ts';
import type { Answer, Ask, Operation, OtherAnswer, PageAnswer } from '../../provider.ts';
import { byStatus, fail, type Said } from '../answers.ts';
import { readError } from './error-body.ts';
import { failure } from './failure.ts';
import { headroomOf } from './waiting.ts';

const READ: Readonly<Record<Operation, (said: Said) => PageAnswer | OtherAnswer>> = {
  list: page,
  count,
  show,
  export: accepted,
};

const SUCCESS: Readonly<Record<Operation, number>> = { list: 200, count: 200, show: 200, export: 202 };

export function answer(response: HttpResponse, ask: Ask): Answer {
  const { status, headers } = response;
  const requestId = text(headers['x-zendesk-request-id']) ?? text(headers['x-request-id']);
  const said: Said = { label: 'Zendesk', response, requestId };
  const found = status === SUCCESS[ask.operation] ? READ[ask.operation](said) : failure(said, ask);
  const headroom = headroomOf(response);
  return headroom === undefined ? found : { ...found, headroom };
}

function page(said: Said): PageAnswer | OtherAnswer {
  const body = bodyOf(said);
  const { audit_logs: entries, meta } = body;
  if (!Array.isArray(entries)) return nonsense(said);
  if (!isObject(meta) && text(body['next_page']) !== undefined) return numberedPages(said);
  const { has_more: more, after_cursor: after } = object(meta);
  const cursor = more === false ? undefined : text(after);
  // There is more that cannot be requested. Stopping here would lose it silently.
  if (more === true && cursor === undefined) return nonsense(said);
  return present({ kind: 'page' as const, entries, cursor, requestId: said.requestId });
}

function count(said: Said): PageAnswer | OtherAnswer {
  const total = number(bodyOf(said)['count']);
  if (total === undefined || !Number.isSafeInteger(total) || total < 0) return nonsense(said);
  return present({ kind: 'page' as const, entries: [], total, requestId: said.requestId });
}

function show(said: Said): PageAnswer | OtherAnswer {
  const entry = bodyOf(said)['audit_log'];
  if (!isObject(entry)) return nonsense(said);
  return present({ kind: 'page' as const, entries: [entry], requestId: said.requestId });
}

const ACCEPTED =
  'Zendesk accepted the export. It e-mails the CSV to the primary address of the user that the credential acts as; ' +
  'its times are UTC. There is no other way to get at it, and no way to ask how far it is.';

/** NOTES: export. The body is empty. */
function accepted({ requestId }: Said): PageAnswer {
  return present({ kind: 'page' as const, entries: [], requestId, notices: [ACCEPTED] });
}

function bodyOf({ response }: Said): JsonObject {
  return object(parseJson(response.body));
}

function nonsense(said: Said): OtherAnswer {
  return byStatus({ ...said, vendorSaid: readError(said.response).words });
}

/** NOTES: cursor mode. Accepting such a page would end the log after its first hundred entries. */
function numberedPages(said: Said): OtherAnswer {
  const hint =
    'Zendesk answered with numbered pages although cursors were asked for: something in between drops page[size].';
  return fail(said, 'bad_response', hint);
}
