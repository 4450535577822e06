import { isAuditError, type Provider } from '@trailhound/core';
import { headerOf } from '@trailhound/core/provider';
import { inWords } from '@trailhound/core/reply';
import { toText } from '../../nodes/AuditLogs/fields/values.ts';
import { titleCase } from '../../nodes/AuditLogs/fields/wording.ts';
import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';

type Authenticate = (
  credentials: ICredentialDataDecryptedObject,
  request: IHttpRequestOptions,
) => Promise<IHttpRequestOptions>;

/** Adds a credential to a request as the provider defines it; the schema validates and trims what the user pasted. */
export function authenticateAs(provider: Provider, kind: string): Authenticate {
  return async (credentials, request) => {
    const way = provider.credentials[kind];
    if (way === undefined) return request;
    const fault = faultOf(provider, credentials['site']);
    if (fault !== undefined) throw new Error(fault);
    const names = Object.keys(way.schema.shape);
    const read = way.schema.safeParse(Object.fromEntries(names.map((name) => [name, credentials[name]])));
    if (!read.success) throw new Error(read.error.issues[0]?.message ?? 'The credential is incomplete.');
    const scheme = way.scheme(read.data, '');
    if (scheme.kind === 'oauth') throw new Error(`${way.label} needs a credential that n8n renews: choose OAuth2.`);
    if (scheme.kind === 'basic') {
      const { user: username, password } = scheme;
      return { ...request, auth: { username, password, sendImmediately: true } };
    }
    const [name, value] = headerOf(scheme).header;
    return { ...request, headers: { ...request.headers, [name]: value } };
  };
}

/** What the nodes reject too, such as an address that would receive the credential in plain text. */
function faultOf({ site }: Provider, typed: unknown): string | undefined {
  try {
    site.locate(toText(typed) ?? site.default ?? '');
    return undefined;
  } catch (thrown) {
    if (!isAuditError(thrown)) return String(thrown);
    const { message, hint } = inWords(thrown, { field: () => titleCase(site.label) });
    return `${message}. ${hint}`;
  }
}
