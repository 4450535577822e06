import type { ErrorCode } from '../../errors.ts';
import type { HttpResponse } from '../../ports.ts';
import type { Answer, Ask, OtherAnswer, PageAnswer } from '../../provider.ts';
import { list, number, object, parseJson, present, text, type JsonObject } from '../../json.ts';
import { byStatus, fail, type Said } from '../answers.ts';

/** NOTES: errors are texts without codes; these two are recognised by their words. */
const DEAD = /expired|verify/i;
const MISSING_SCOPE = /permission to use|\bapi:[a-z]|\bscope/i;

const CATALOGUE =
  'Gong answered in a shape that its own documentation does not describe ("logs" instead of "logEntries"); it was read as far as it goes.';
const ENDED =
  'Gong answered a later page with "nothing found"; this was taken for the end of the list, which may have changed meanwhile.';

interface RefusalMeaning {
  readonly code: ErrorCode;
  readonly hint: string;
  readonly kind?: OtherAnswer['kind'];
}

const NO_SCOPE: RefusalMeaning = {
  code: 'forbidden',
  hint: 'The token lacks the scope api:logs:read. Add it to the integration and have a technical administrator approve it again.',
};
const RESTART: RefusalMeaning = {
  code: 'unavailable',
  hint: "Gong's cursor expired before the end of the list, so the window is read again. If it happens again, ask for a shorter window.",
  kind: 'restart',
};
const STATUS: Readonly<Record<number, RefusalMeaning>> = {
  400: {
    code: 'invalid_query',
    hint: 'Gong did not accept a parameter; its message may tell which. A log type given as other:… may not exist.',
  },
  401: {
    code: 'unauthorized',
    hint: "Check the credential: it may be wrong, expired or revoked. Gong says the same when it is sent to the wrong address, so compare the base URL with Gong's API settings page.",
    kind: 'renew',
  },
  403: {
    code: 'forbidden',
    hint: 'Our IP address is probably not trusted. Add it to the trusted IPs of the access key, or to both lists of the OAuth integration (calls and refreshing). Changes take some minutes.',
  },
  404: {
    code: 'not_found',
    hint: "There is no Gong API at this address. Copy the base URL from Gong's API settings page.",
  },
  429: {
    code: 'rate_limited',
    hint: 'Gong allows the whole company 3 requests a second and 10,000 a day, over all integrations. A long wait means that the daily quota is used up.',
  },
};

export function answer(response: HttpResponse, ask: Ask): Answer {
  const body = object(parseJson(response.body));
  const said: Said = {
    label: 'Gong',
    response,
    vendorSaid: errorText(body),
    requestId: text(body['requestId']) ?? text(response.headers['x-traceid']),
  };
  if (response.status === 200) return counted(page(body, said), ask) ?? byStatus(said);
  if (response.status === 404 && isEnvelope(body)) return nothing(ask, said);
  return failure(said);
}

function errorText(body: JsonObject): string | undefined {
  const texts = list(body['errors']).map(text);
  return text(texts.filter((one) => one !== undefined).join('; '));
}

/** NOTES: empty is 404. Recognised by the envelope, because the texts differ. */
function isEnvelope(body: JsonObject): boolean {
  const { errors } = body;
  return Array.isArray(errors) && errors.every((error) => typeof error === 'string');
}

function nothing({ operation, cursor }: Ask, { requestId }: Said): PageAnswer {
  const total = operation === 'count' ? 0 : undefined;
  const notices = cursor === undefined ? undefined : [ENDED];
  return { kind: 'page', entries: [], ...present({ total, requestId, notices }) };
}

/** A count only needs the total. */
function counted(read: PageAnswer | undefined, { operation }: Ask): PageAnswer | undefined {
  if (read === undefined || operation !== 'count') return read;
  const { total, requestId } = read;
  return { kind: 'page', entries: [], ...present({ total, requestId }) };
}

function page(body: JsonObject, { requestId }: Said): PageAnswer | undefined {
  const { logEntries, logs } = body;
  const records = object(body['records']);
  const common = present({ cursor: text(records['cursor']), total: count(records['totalRecords']), requestId });
  if (Array.isArray(logEntries)) return { kind: 'page', entries: logEntries, ...common };
  if (!Array.isArray(logs)) return undefined;
  return { kind: 'page', entries: logs, ...common, flags: ['catalogue_shape'], notices: [CATALOGUE] };
}

function count(value: unknown): number | undefined {
  const read = number(value);
  return read !== undefined && Number.isSafeInteger(read) && read >= 0 ? read : undefined;
}

function failure(said: Said): OtherAnswer {
  const meaning = byText(said) ?? STATUS[said.response.status];
  return meaning === undefined ? byStatus(said) : fail(said, meaning.code, meaning.hint, meaning.kind);
}

function byText({ response: { status }, vendorSaid = '' }: Said): RefusalMeaning | undefined {
  if (status === 400 && /cursor/i.test(vendorSaid) && DEAD.test(vendorSaid)) return RESTART;
  return status === 401 && MISSING_SCOPE.test(vendorSaid) ? NO_SCOPE : undefined;
}
