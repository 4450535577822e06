import type { Provider } from '@trailhound/core';
import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';

type Authenticate = (
  credentials: ICredentialDataDecryptedObject,
  request: IHttpRequestOptions,
) => Promise<IHttpRequestOptions>;

/** Adds a credential to a request the way the provider says: its schema checks and trims what the user pasted. */
export function authenticateAs(provider: Provider, kind: string): Authenticate {
  return async (credentials, request) => {
    const way = provider.credentials[kind];
    if (way === undefined) return request;
    const names = Object.keys(way.schema.shape);
    const read = way.schema.safeParse(Object.fromEntries(names.map((name) => [name, credentials[name]])));
    if (!read.success) throw new Error(read.error.issues[0]?.message ?? 'The credential is incomplete.');
    const scheme = way.scheme(read.data as Record<string, string>, '');
    if (scheme.kind !== 'basic') return request;
    const { user: username, password } = scheme;
    return { ...request, auth: { username, password, sendImmediately: true } };
  };
}
