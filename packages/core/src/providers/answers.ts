import type { ErrorCode, Fault } from '../errors.ts';
import type { HttpResponse } from '../ports.ts';
import type { OtherAnswer } from '../provider.ts';
import { parseInstant } from '../moment.ts';
import { redact } from '../guard/redact.ts';
import { plain } from '../guard/text.ts';
import { present } from '../json.ts';

/** What a vendor said about a failure, as far as a provider could parse it. */
export interface Said {
  /** The product's name for people. */
  readonly label: string;
  readonly response: HttpResponse;
  /** The vendor's code or message, verbatim. */
  readonly vendorSaid?: string | undefined;
  readonly requestId?: string | undefined;
  /** How long to wait, from a header or the body; `retry-after` and `ratelimit-reset` by default. */
  readonly wait?: string | undefined;
}

const KIND: Partial<Record<ErrorCode, OtherAnswer['kind']>> = { rate_limited: 'wait', unavailable: 'wait' };

/** Turns a failure into an answer. Transient failures become `wait`; everything else becomes `refuse`. */
export function fail(
  said: Said,
  code: ErrorCode,
  hint: string,
  kind: OtherAnswer['kind'] = KIND[code] ?? 'refuse',
): OtherAnswer {
  const wait = kind === 'wait' ? retryAfter(said.response, said.wait) : {};
  return present({ kind, fault: { ...fault(said, code, hint), ...present({ retryAt: wait.at }) }, afterMs: wait.ms });
}

function fault({ label, response, vendorSaid, requestId }: Said, code: ErrorCode, hint: string): Fault {
  return present({
    code,
    message: `${label} answered ${response.status}`,
    hint,
    status: response.status,
    vendorSaid: vendorSaid === undefined ? undefined : excerpt(vendorSaid),
    requestId,
  });
}

interface StatusMeaning {
  readonly from: number;
  readonly to: number;
  readonly code: ErrorCode;
  readonly hint: string;
  readonly kind?: OtherAnswer['kind'];
}

/** The first row that covers a status applies. */
const STATUSES: readonly StatusMeaning[] = [
  {
    from: 200,
    to: 299,
    code: 'bad_response',
    hint: 'The response does not have the documented format: a proxy or an outage page may be in between.',
  },
  {
    from: 300,
    to: 399,
    code: 'bad_response',
    hint: 'The base URL redirects, and redirects are not followed with credentials: use the final address.',
  },
  {
    from: 401,
    to: 401,
    code: 'unauthorized',
    hint: 'Check the credential: it may be wrong, expired or revoked.',
    kind: 'renew',
  },
  {
    from: 403,
    to: 403,
    code: 'forbidden',
    hint: 'The credential may not read this log: ask an administrator of the account.',
  },
  { from: 404, to: 404, code: 'not_found', hint: 'Check the base URL.' },
  { from: 408, to: 408, code: 'unavailable', hint: 'The vendor has a temporary problem: try again later.' },
  { from: 413, to: 413, code: 'too_large', hint: 'Ask for a shorter window.' },
  { from: 429, to: 429, code: 'rate_limited', hint: 'The vendor wants fewer requests: try again when it allows.' },
  { from: 400, to: 499, code: 'invalid_query', hint: 'The vendor rejected the request: see what it said.' },
  { from: 500, to: 599, code: 'unavailable', hint: 'The vendor has a temporary problem: try again later.' },
];

const NONSENSE: StatusMeaning = {
  from: 0,
  to: 0,
  code: 'bad_response',
  hint: 'The vendor answered with no known status.',
};

/** What a status means if the vendor says nothing more specific. */
export function byStatus(said: Said): OtherAnswer {
  const { status } = said.response;
  const { code, hint, kind } = STATUSES.find(({ from, to }) => from <= status && status <= to) ?? NONSENSE;
  return fail(said, code, hint, kind);
}

/** How long to wait, or until when if only a date is known. */
export interface RetryAfter {
  readonly ms?: number;
  /** Epoch milliseconds. */
  readonly at?: number;
}

/** Larger than any pause and smaller than any current time: a number of seconds above this is a time. */
const EPOCH_SECONDS = 1_000_000_000;
const LONGEST_MS = 86_400_000;
/** The last valid JavaScript date. */
const LAST_TIME = 8.64e15;

/**
 * Parses how long a vendor wants us to wait: seconds or a date, in `retry-after`, `ratelimit-reset` or a value of its
 * own. A date is relative to the vendor's `Date` header if there is one, so that a wrong local clock does no harm.
 * Capped at one day; anything unparsable counts as absent.
 */
export function retryAfter({ headers }: HttpResponse, value?: string): RetryAfter {
  const values = value === undefined ? [headers['retry-after'], headers['ratelimit-reset']] : [value];
  for (const each of values) {
    const wait = waitOf(each, headers);
    if (wait !== undefined) return wait;
  }
  return {};
}

function waitOf(value: string | undefined, headers: HttpResponse['headers']): RetryAfter | undefined {
  const seconds = /^\s*\d+(\.\d+)?\s*$/.test(value ?? '') ? Number(value) : undefined;
  if (seconds !== undefined && seconds < EPOCH_SECONDS) return { ms: Math.min(LONGEST_MS, Math.ceil(seconds * 1000)) };
  const at = seconds === undefined ? dateOf(value) : seconds * 1000;
  const now = dateOf(headers['date']);
  if (at === undefined || at > LAST_TIME) return undefined;
  return now === undefined ? { at } : { ms: Math.min(LONGEST_MS, Math.max(0, at - now)) };
}

/** An HTTP date or an ISO time. */
function dateOf(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const at = /^[A-Z][a-z]{2,8}, .+ GMT$/.test(value.trim()) ? Date.parse(value) : parseInstant(value.trim());
  return at === undefined || Number.isNaN(at) ? undefined : at;
}

/** Longer than any text meant for people. */
const LONGEST_READ = 4000;
const LONGEST_SHOWN = 200;

/** A vendor's text on one line, redacted and truncated: enough to recognise it, too little to leak a page. */
export function excerpt(text: string): string {
  return plain(redact(plain(text.slice(0, LONGEST_READ))), { max: LONGEST_SHOWN });
}
