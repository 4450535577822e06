import { AuditError } from '@trailhound/core';
import type { Options } from '../options.ts';
import { oauth, open, staticToken, type Gate, type OAuthOptions } from './auth.ts';
import { isSecure, isThisMachine } from './secure.ts';

/** Where the server listens, under which names it is reached, and who may call it. */
export interface Address {
  readonly host: string;
  readonly port: number;
  readonly hostnames: readonly string[];
  readonly origins: readonly string[];
  readonly gate: Gate;
  /** Set if tokens of an OAuth issuer are accepted: the contents of the RFC 9728 document. */
  readonly metadata?: ProtectedResource;
}

export interface ProtectedResource {
  readonly resource: string;
  readonly issuer: string;
}

/** Called when callers are rejected for a reason that is not their fault. */
type OnError = OAuthOptions['onerror'];

const LOCAL = ['localhost', '127.0.0.1', '[::1]'] as const;

/** Validates how the server can be reached. Refuses to serve audit logs to anybody who finds the port. */
export function readAddress(options: Options, onerror: OnError = () => undefined): Address {
  const { host = '127.0.0.1', port, authToken, oauthIssuer, allowedHosts = [], allowedOrigins = [] } = options;
  const publicUrl =
    options.publicUrl === undefined ? undefined : readUrl('publicUrl', '--public-url', options.publicUrl);
  if (!isThisMachine(host) && authToken === undefined && oauthIssuer === undefined) {
    throw refused(
      'host',
      `--host: ${host} can be reached from other machines`,
      'Set TRAILHOUND_AUTH_TOKEN or --oauth-issuer, or listen on 127.0.0.1.',
    );
  }
  const named = publicUrl === undefined ? [] : [publicUrl.hostname];
  return {
    host,
    port,
    hostnames: [...LOCAL, ...named, ...allowedHosts],
    origins: [...LOCAL, ...named, ...allowedOrigins],
    ...gateOf(options, publicUrl, onerror),
  };
}

function gateOf(options: Options, publicUrl: URL | undefined, onerror: OnError): Pick<Address, 'gate' | 'metadata'> {
  const { authToken, oauthIssuer, host = '127.0.0.1', port } = options;
  if (authToken !== undefined && oauthIssuer !== undefined)
    throw refused('authToken', '--auth-token and --oauth-issuer exclude each other', 'Use one of them.');
  if (authToken !== undefined) return { gate: staticToken(strong(authToken)) };
  if (oauthIssuer === undefined) return { gate: open };
  const issuer = readUrl('oauthIssuer', '--oauth-issuer', oauthIssuer).href.replace(/\/$/, '');
  const resource = publicUrl?.href ?? `http://${host}:${port}/mcp`;
  const metadataUrl = new URL('/.well-known/oauth-protected-resource/mcp', resource).href;
  // Keep the issuer's own spelling, because tokens must match it exactly.
  const given = oauthIssuer.endsWith('/') ? `${issuer}/` : issuer;
  return {
    gate: oauth({ issuer: given, audience: options.oauthAudience ?? resource, metadataUrl, onerror }),
    metadata: { resource, issuer: given },
  };
}

const SHORTEST_TOKEN = 16;

function strong(token: string): string {
  if (token.length >= SHORTEST_TOKEN) return token;
  throw refused(
    'authToken',
    `--auth-token is shorter than ${SHORTEST_TOKEN} characters`,
    'Generate one with: openssl rand -hex 32',
  );
}

function readUrl(field: string, flag: string, typed: string): URL {
  const url = URL.canParse(typed) ? new URL(typed) : undefined;
  if (url === undefined)
    throw refused(
      field,
      `${flag}: ${JSON.stringify(typed)} is not a URL`,
      'Use a full address such as https://audit.example.com/mcp.',
    );
  if (isSecure(url)) return url;
  throw refused(
    field,
    `${flag}: ${url.protocol}// sends tokens in the clear`,
    'Use https; http works for this machine only.',
  );
}

function refused(field: string, message: string, hint: string): AuditError {
  return new AuditError({ code: 'invalid_query', field, message, hint });
}
