import manifest from '../../package.json' with { type: 'json' };
import { headerOf, type Authorizer, type Spent } from './authorizer.ts';
import { createOAuth } from './oauth.ts';
import { present } from '../json.ts';
import type { HttpResponse, Ports, Send, SendOptions } from '../ports.ts';
import type { AuthScheme, HttpRequest } from '../provider.ts';

/** Sends a request that contains neither host nor credential. */
export type AuthorizedSend = (request: HttpRequest, options: SendOptions & Spent) => Promise<AuthorizedResponse>;

export interface AuthorizedResponse {
  readonly response: HttpResponse;
  /** The credential that the request was sent with; absent if the host authenticates. Secret. */
  readonly authorization?: string | undefined;
}

export interface AuthContext {
  readonly scheme: AuthScheme;
  /** The connection's name in the token store. */
  readonly name: string;
  readonly ports: Ports;
}

export function createAuthorizer({ scheme, name, ports }: AuthContext): Authorizer {
  if (scheme.kind === 'oauth') return createOAuth(scheme, name, ports);
  const { header, secrets } = headerOf(scheme);
  return { renewable: false, authorize: async () => ({ header }), secrets: () => secrets };
}

export interface SendContext {
  readonly send: Send;
  readonly baseUrl: string;
  /** Absent if the host authenticates by itself. */
  readonly authorizer: Authorizer | undefined;
  readonly userAgent: string | undefined;
}

/** Wraps `send` to add the base URL, a `User-Agent` and, if there is one, the credential. */
export function authorized({ send, baseUrl, authorizer, userAgent }: SendContext): AuthorizedSend {
  const agent = userAgent ?? `trailhound/${manifest.version}`;
  return async (request, { spent, ...options }) => {
    const grant = await authorizer?.authorize({ spent });
    // Renewing the token may take longer than the caller waits.
    options.signal?.throwIfAborted();
    const { method, body } = request;
    const headers = {
      accept: 'application/json',
      'user-agent': agent,
      ...lowerCased(request.headers),
      ...(grant === undefined ? {} : Object.fromEntries([grant.header])),
    };
    const url = toUrl(grant?.baseUrl ?? baseUrl, request);
    const response = await send({ method, url, headers, ...present({ body }) }, options);
    return { response, authorization: grant?.header[1] };
  };
}

function toUrl(baseUrl: string, { path, query = [] }: HttpRequest): string {
  // A lone surrogate cannot be encoded; its replacement character matches nothing, which is correct.
  const pairs = query.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value.toWellFormed())}`);
  return `${baseUrl}${path}${pairs.length > 0 ? `?${pairs.join('&')}` : ''}`;
}

/** Normalises header names, so that a provider's header replaces ours instead of duplicating it. */
function lowerCased(headers: HttpRequest['headers'] = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
