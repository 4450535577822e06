import manifest from '../../package.json' with { type: 'json' };
import { headerOf, type Authorizer, type Spent } from './authorizer.ts';
import { createOAuth } from './oauth.ts';
import type { HttpResponse, Ports, Send, SendOptions } from '../ports.ts';
import type { AuthScheme, HttpRequest } from '../provider.ts';

/** Sends a request that knows neither host nor credential. */
export type AuthorizedSend = (request: HttpRequest, options: SendOptions & Spent) => Promise<AuthorizedResponse>;

export interface AuthorizedResponse {
  readonly response: HttpResponse;
  /** What the request was authorised with, absent where the host does it. Secret. */
  readonly authorization?: string | undefined;
}

export interface AuthContext {
  readonly scheme: AuthScheme;
  /** Names the connection in the token store. */
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
  /** Absent where the host authorises by itself. */
  readonly authorizer: Authorizer | undefined;
  readonly userAgent: string | undefined;
}

/** A `send` for requests without host: adds base URL, `User-Agent` and, where there is one, the credential. */
export function authorized({ send, baseUrl, authorizer, userAgent }: SendContext): AuthorizedSend {
  const agent = userAgent ?? `trailhound/${manifest.version}`;
  return async (request, { spent, ...options }) => {
    const grant = await authorizer?.authorize({ spent });
    // A renewal may outlast whoever has asked for it.
    options.signal?.throwIfAborted();
    const { method, body } = request;
    const headers = {
      accept: 'application/json',
      'user-agent': agent,
      ...lowerCased(request.headers),
      ...(grant === undefined ? {} : Object.fromEntries([grant.header])),
    };
    const url = toUrl(grant?.baseUrl ?? baseUrl, request);
    const response = await send({ method, url, headers, ...(body === undefined ? {} : { body }) }, options);
    return { response, authorization: grant?.header[1] };
  };
}

function toUrl(baseUrl: string, { path, query = [] }: HttpRequest): string {
  // Half a character cannot be encoded; what stands for it finds nothing, which is right.
  const pairs = query.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value.toWellFormed())}`);
  return `${baseUrl}${path}${pairs.length > 0 ? `?${pairs.join('&')}` : ''}`;
}

/** One spelling for each name, or a header of ours and a provider's would go out side by side. */
function lowerCased(headers: HttpRequest['headers'] = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
