import { AuditError, redact, type HttpResponse, type OutgoingRequest, type Send } from '@trailhound/core';
import { plain } from '@trailhound/core/reply';
import type { IHttpRequestOptions } from 'n8n-workflow';
import type { Host } from './host.ts';

const LONGEST_WAIT_MS = 30_000;
/**
 * The core ends the exchange at the deadline. n8n does not pass our signal on, so its timeout closes the connection
 * later.
 */
const BEHIND_MS = 1000;

/** The core's `send` on n8n's request helper, which adds the credential. */
export function sendThrough(host: Host, type: string, deadline: number | undefined): Send {
  return async (request, { signal }) => {
    try {
      return toResponse(await host.request(type, toOptions(request, { type, deadline, signal })));
    } catch (thrown) {
      const answered = answerIn(thrown);
      if (answered !== undefined) return answered;
      throw ofNetwork(thrown) ? noAnswer(thrown) : refusedByN8n(thrown);
    }
  };
}

interface Sending {
  readonly type: string;
  readonly deadline: number | undefined;
  readonly signal: AbortSignal | undefined;
}

function toOptions(request: OutgoingRequest, { type, deadline, signal }: Sending): IHttpRequestOptions {
  const left = deadline === undefined ? LONGEST_WAIT_MS : Math.max(0, deadline - Date.now()) + BEHIND_MS;
  return {
    method: request.method,
    url: request.url,
    headers: { ...request.headers },
    ...(request.body === undefined ? {} : { body: request.body }),
    // As text, because ids of twenty digits do not survive as JSON numbers.
    encoding: 'text',
    json: false,
    returnFullResponse: true,
    // n8n renews OAuth tokens only if the request fails with 401; for other credentials it would just retry.
    ignoreHttpStatusErrors: isOAuth(type) ? { ignore: true, except: [401] } : true,
    disableFollowRedirect: true,
    timeout: Math.min(LONGEST_WAIT_MS, left),
    ...(signal === undefined ? {} : { abortSignal: signal }),
  };
}

function isOAuth(type: string): boolean {
  return type.endsWith('OAuth2Api');
}

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function toResponse(answer: unknown): HttpResponse {
  const { statusCode, headers, body } = fieldsOf(answer);
  return { status: Number(statusCode), headers: toHeaders(headers), body: toText(body) };
}

function toHeaders(headers: unknown): Record<string, string> {
  const pairs = Object.entries(fieldsOf(headers)).filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries(pairs.map(([name, value]) => [name.toLowerCase(), String(value)]));
}

function toText(body: unknown): string {
  if (typeof body === 'string') return body;
  return body === undefined || body === null ? '' : JSON.stringify(body);
}

/**
 * n8n throws on the status that renews tokens; the response is somewhere in the causes, or what older versions keep of
 * it.
 */
function answerIn(thrown: unknown): HttpResponse | undefined {
  for (const cause of causesOf(thrown)) {
    const { status, headers, data } = fieldsOf(cause['response']);
    if (typeof status === 'number') return { status, headers: toHeaders(headers), body: toText(data) };
  }
  const { httpCode, context } = fieldsOf(thrown);
  const status = Number(httpCode ?? 0);
  return status >= 400 ? { status, headers: {}, body: toText(fieldsOf(context)['data']) } : undefined;
}

const NETWORK_CODE = /^E[A-Z_]{3,}$/;

function ofNetwork(thrown: unknown): boolean {
  return causesOf(thrown).some((cause) => isNetworkCode(cause['code'] ?? cause['httpCode']));
}

function isNetworkCode(code: unknown): boolean {
  return typeof code === 'string' && NETWORK_CODE.test(code);
}

const DEEPEST = 8;

function causesOf(thrown: unknown): Fields[] {
  const causes: Fields[] = [];
  for (let at = thrown; at !== undefined && at !== null && causes.length < DEEPEST; at = fieldsOf(at)['cause']) {
    causes.push(fieldsOf(at));
  }
  return causes;
}

/** Any other error, which the core treats as a network failure and retries. */
function noAnswer(thrown: unknown): Error {
  return new Error('The request got no answer', { cause: thrown });
}

/**
 * A token that cannot be renewed, or an address that n8n does not allow: a retry would fail too. The original error is
 * not kept as the cause, because it contains the request with the credential.
 */
function refusedByN8n(thrown: unknown): AuditError {
  const reasons = causesOf(thrown).map(({ message }) => (typeof message === 'string' ? plain(message) : ''));
  const reason = reasons.find((text) => text !== '');
  return new AuditError({
    code: 'unauthorized',
    message: 'n8n did not send the request',
    hint: 'Open the credential, check its address, and connect it again.',
    ...(reason === undefined ? {} : { vendorSaid: plain(redact(reason), { max: 200 }) }),
  });
}
