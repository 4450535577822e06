import type { Provider } from '@trailhound/core';
import type { Ask } from '@trailhound/core/provider';
import type { ICredentialTestRequest } from 'n8n-workflow';

/** A field of the response body that tells success from failure. */
export interface Sign {
  /** The path of the field, such as `errorInfo.code`. */
  readonly key: string;
  /** The value that means failure; undefined if the field only has to exist. */
  readonly value?: string | boolean;
  readonly message: string;
}

export interface Probe {
  /** An expression for the base URL. */
  readonly baseUrl: string;
  readonly signs: readonly Sign[];
  /** The body with which the vendor rejects this credential, if it differs from others. */
  readonly refusal?: object;
  /** Other meanings of a status with this credential. */
  readonly also?: Readonly<Record<number, string>>;
}

const MINUTE = 60_000;
const ERRORS = [400, 401, 403, 404, 405, 422, 429, 500, 502, 503, 504];

/** Reads one minute of the audit log itself, which tests address, credential and permission. */
export function probe(provider: Provider, { baseUrl, signs, refusal, also = {} }: Probe): ICredentialTestRequest {
  const ask = oneMinute(provider);
  const { method, path, query = [], headers, body } = provider.request(ask);
  const asked = query.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');
  const errors = ERRORS.filter((status) => !meansNothingFound(provider, ask, status));
  return {
    request: {
      baseURL: baseUrl,
      url: asked === '' ? path : `${path}?${asked}`,
      method,
      headers: { accept: 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.parse(body) as object }),
      // Gong reports an empty result with a status that n8n would treat as a failure.
      ignoreHttpStatusErrors: { ignore: true, except: errors },
      disableFollowRedirect: true,
    },
    rules: [
      ...errors.map((status) => ({
        type: 'responseCode' as const,
        properties: {
          value: status,
          message: [hintOn(provider, ask, { status, refusal }), also[status]].filter(Boolean).join(' '),
        },
      })),
      ...signs.map(({ key, value, message }) => ({
        type: 'responseSuccessBody' as const,
        properties: { key, value, message },
      })),
    ] as NonNullable<ICredentialTestRequest['rules']>,
  };
}

/** A request for the first log that is not heavy. */
function oneMinute({ logs }: Provider): Ask {
  const to = Date.now() - (Date.now() % 1000);
  const log = logs.find(({ heavy }) => heavy !== true) ?? logs[0];
  return { operation: 'list', log: log.id, window: { from: to - MINUTE, to }, filters: {}, order: 'newest' };
}

function meansNothingFound(provider: Provider, ask: Ask, status: number): boolean {
  const body = JSON.stringify({ requestId: 'none', errors: ['nothing found'] });
  return provider.answer({ status, headers: {}, body }, ask).kind === 'page';
}

function hintOn(
  provider: Provider,
  ask: Ask,
  { status, refusal }: { readonly status: number; readonly refusal: object | undefined },
): string {
  const body = status === 401 && refusal !== undefined ? JSON.stringify(refusal) : '';
  const answer = provider.answer({ status, headers: {}, body }, ask);
  return answer.kind === 'page' ? '' : answer.fault.hint;
}
