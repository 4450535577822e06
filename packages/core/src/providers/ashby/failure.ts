import type { ErrorCode } from '../../errors.ts';
import { list, object, present, text, type JsonObject } from '../../json.ts';
import type { HttpResponse } from '../../ports.ts';
import type { OtherAnswer } from '../../provider.ts';
import { byStatus, fail } from '../answers.ts';

interface CodeMeaning {
  readonly code: ErrorCode;
  readonly hint: string;
  readonly kind?: OtherAnswer['kind'];
}

/** What Ashby reported, parsed from any of its error formats. */
interface Reported {
  readonly code: string | undefined;
  readonly message: string | undefined;
  readonly requestId: string | undefined;
}

const BUSY: CodeMeaning = {
  code: 'rate_limited',
  hint: 'This API key has made too many requests; the request is retried when Ashby allows it.',
};

const PARTNER_BUSY: CodeMeaning = {
  code: 'rate_limited',
  hint: 'Ashby throttles an integration partner over all its customers; your API key is not the reason. Try again later.',
};

const DEAD_CURSOR: CodeMeaning = {
  code: 'bad_response',
  kind: 'restart',
  hint: "Ashby's cursor expired, so the window is read again. If it happens again, use a shorter window.",
};

const WRONG_ADDRESS: CodeMeaning = {
  code: 'not_found',
  hint: 'Check the base URL: Ashby answers at api.ashbyhq.com and the address has no path.',
};

const NO_ENVELOPE: CodeMeaning = {
  code: 'unavailable',
  hint: "This is not a response of Ashby's API; an outage page or a proxy may be in between. Try again later.",
};

const UNKNOWN: CodeMeaning = {
  code: 'bad_response',
  hint: "Ashby refused for a reason that this version does not know; give the code and the request id to Ashby's support.",
};

/** By Ashby's error code, or by `http_<status>` if there is no known code. */
const MEANINGS: Readonly<Record<string, CodeMeaning>> = {
  invalid_input: {
    code: 'invalid_query',
    hint:
      "Correct the window or the filters: targetTypes and categories must be in Ashby's Audit Log Vocabulary " +
      '(developers.ashbyhq.com/docs/audit-log-vocabulary), and a list holds at most 100 values.',
  },
  audit_logs_not_enabled: {
    code: 'not_enabled',
    hint: 'Ask Ashby to enable the Audit Logs feature (beta) for the organization.',
  },
  missing_endpoint_permission: {
    code: 'forbidden',
    hint:
      'In Ashby give the API key the permission to read audit logs: auditLogsRead, also written auditLogs:read ' +
      '(Admin > Integrations > API Keys).',
  },
  cursor_invalid: DEAD_CURSOR,
  invalid_next_cursor: DEAD_CURSOR,
  next_cursor_expired: DEAD_CURSOR,
  rate_limit_exceeded: BUSY,
  concurrent_limit_exceeded: BUSY,
  http_401: {
    code: 'unauthorized',
    hint: 'No API key reached Ashby: set the key, or find out what removes it on the way.',
  },
  http_403: {
    code: 'unauthorized',
    hint:
      'The API key is wrong or deactivated, or lacks the permission to read audit logs (auditLogsRead, also written ' +
      'auditLogs:read). Check or replace it in Ashby.',
  },
  http_404: WRONG_ADDRESS,
  http_405: WRONG_ADDRESS,
  http_429: BUSY,
};

const CODE = /^[a-z][a-z0-9_]*$/;
const RATE_TEXT = /\b(rate limit|too many requests)/i;
const SECONDS_IN_TEXT = /\b(?:in|after|wait)\s+(\d{1,5})\s*s(?:ec(?:ond)?s?)?\b/i;
const PARTNER_PAUSE_MS = 60_000;
const SHORT_TEXT = 200;

/** Interprets any response of Ashby that is not a page. */
export function failure(response: HttpResponse, body: unknown): OtherAnswer {
  const reported = report(response, body);
  const { code, message, requestId } = reported;
  const vendorSaid = [...new Set([code, message])].filter((part) => part !== undefined).join('. ') || undefined;
  const said = { label: 'Ashby', response, vendorSaid, requestId };
  const found = meaning(response, body, reported);
  const read = found === undefined ? byStatus(said) : fail(said, found.code, found.hint, found.kind);
  return read.kind === 'wait' && read.afterMs === undefined && read.fault.retryAt === undefined
    ? timed(read, response, message)
    : read;
}

/** Undefined if the status says enough. A server error is transient, whatever its body says. */
function meaning(response: HttpResponse, body: unknown, reported: Reported): CodeMeaning | undefined {
  const { status } = response;
  if (status === 408 || status >= 500) return undefined;
  const known = knownMeaning(status, reported);
  if (known !== undefined) return known === BUSY && isPartners(response) ? PARTNER_BUSY : known;
  if (status < 200 || status >= 300) return reported.code === undefined ? undefined : UNKNOWN;
  return typeof object(body)['success'] === 'boolean' ? UNKNOWN : NO_ENVELOPE;
}

function knownMeaning(status: number, { code = '', message = '' }: Reported): CodeMeaning | undefined {
  const byText = RATE_TEXT.test(`${code} ${message}`) ? 'http_429' : '';
  const name = [code, byText, `http_${status}`].find((key) => Object.hasOwn(MEANINGS, key));
  return name === undefined ? undefined : MEANINGS[name];
}

function isPartners({ headers }: HttpResponse): boolean {
  return headers['x-ratelimit-scope']?.trim().toLowerCase() === 'integration-partner';
}

/** Handles six known formats (NOTES: failures). */
function report(response: HttpResponse, body: unknown): Reported {
  const info = object(object(body)['errorInfo']);
  const first = list(object(body)['errors'])[0];
  const item = object(first);
  const told = text(first) ?? text(item['message']);
  return {
    code: text(info['code']) ?? [item['code'], item['type'], told].map(text).find(isCode),
    message: text(info['message']) ?? (isCode(told) ? undefined : toldOf(item, told)) ?? plainText(response, body),
    requestId: text(response.headers['x-ashby-request-id']) ?? text(info['requestId']),
  };
}

function isCode(word: string | undefined): boolean {
  return word !== undefined && CODE.test(word);
}

function toldOf(item: JsonObject, told: string | undefined): string | undefined {
  const parameter = text(item['parameter']);
  return told === undefined || parameter === undefined ? told : `${parameter}: ${told}`;
}

/** A plain text error, as 401 and 403 may have; never an HTML page. */
function plainText({ status, body: words }: HttpResponse, body: unknown): string | undefined {
  const isShort = words.length <= SHORT_TEXT && !words.includes('<');
  return body === undefined && isShort && status >= 400 && status < 500 ? text(words) : undefined;
}

/** Adds the retry time from the message, if no header has one. */
function timed(read: OtherAnswer, response: HttpResponse, message: string | undefined): OtherAnswer {
  const seconds = SECONDS_IN_TEXT.exec(message ?? '')?.[1];
  if (seconds !== undefined) return { ...read, afterMs: Number(seconds) * 1000 };
  return present({ ...read, afterMs: isPartners(response) ? PARTNER_PAUSE_MS : undefined });
}
