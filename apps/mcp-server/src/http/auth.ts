import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import {
  bearerAuthChallengeResponse,
  OAuthError,
  OAuthErrorCode,
  verifyBearerToken,
  type AuthInfo,
} from '@modelcontextprotocol/server';
import { createRemoteJWKSet, jwtVerify, type JWTPayload } from 'jose';
import { isSecure } from './secure.ts';

/** Decides who may call. Answers with the refusal when the caller may not. */
export type Gate = (request: IncomingMessage) => Promise<AuthInfo | Response | undefined>;

export const SCOPE = 'audit:read';

/** Everybody who reaches this address may call: it is this machine's own. */
export const open: Gate = async () => undefined;

/** One token for all callers, compared in constant time. */
export function staticToken(token: string): Gate {
  const expected = digest(token);
  return async ({ headers: { authorization = '' } }) => {
    const [, given = ''] = /^Bearer +(.+)$/i.exec(authorization) ?? [];
    if (timingSafeEqual(digest(given), expected)) return undefined;
    return challenge(
      new OAuthError(OAuthErrorCode.InvalidToken, 'Send the token of this server: Authorization: Bearer …'),
    );
  };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

export interface OAuthOptions {
  readonly issuer: string;
  readonly audience: string;
  /** Where the RFC 9728 document of this server is. */
  readonly metadataUrl: string;
  /** Told why nobody is let in when that is the issuer's fault, or the network's. */
  readonly onerror: (error: Error) => void;
}

/** Access tokens of an OAuth issuer, checked against its published keys. */
export function oauth({ issuer, audience, metadataUrl, onerror }: OAuthOptions): Gate {
  const keys = lazyKeys(issuer);
  const verifier = {
    verifyAccessToken: async (token: string): Promise<AuthInfo> => {
      const { payload } = await jwtVerify(token, await keys(), { issuer, audience }).catch((failed: unknown) => {
        throw isTheirs(failed) ? new OAuthError(OAuthErrorCode.InvalidToken, 'The token is not valid here') : failed;
      });
      return toAuthInfo(token, payload);
    },
  };
  return async ({ headers: { authorization } }) => {
    try {
      return await verifyBearerToken(authorization, {
        verifier,
        requiredScopes: [SCOPE],
        resourceMetadataUrl: metadataUrl,
      });
    } catch (thrown) {
      if (!(thrown instanceof OAuthError)) onerror(thrown as Error);
      return challenge(thrown, metadataUrl);
    }
  };
}

function challenge(thrown: unknown, resourceMetadataUrl?: string): Response {
  const options = resourceMetadataUrl === undefined ? {} : { resourceMetadataUrl, requiredScopes: [SCOPE] };
  return bearerAuthChallengeResponse(thrown, options);
}

/** Errors of jose that say something about the token; the others are about the issuer or the network. */
function isTheirs(failed: unknown): boolean {
  const code = (failed as { code?: unknown }).code;
  return typeof code === 'string' && /^ERR_(?:JWT|JWS|JOSE_(?:ALG|NOT)|JWKS_(?:NO|MULTIPLE))/.test(code);
}

function toAuthInfo(token: string, { sub, scope, scp, exp, client_id: clientId }: JWTPayload): AuthInfo {
  const scopes = [scope, scp].flatMap((value) =>
    Array.isArray(value) ? value.map(String) : typeof value === 'string' ? value.split(' ') : [],
  );
  return {
    token,
    clientId: typeof clientId === 'string' ? clientId : (sub ?? 'unknown'),
    scopes,
    ...(exp === undefined ? {} : { expiresAt: exp }),
  };
}

type Keys = ReturnType<typeof createRemoteJWKSet>;

/** The issuer's keys, by its metadata; asked again when that failed. */
function lazyKeys(issuer: string): () => Promise<Keys> {
  let found: Promise<Keys> | undefined;
  return () => {
    found ??= discover(issuer).catch((failed: unknown) => {
      found = undefined;
      throw failed;
    });
    return found;
  };
}

async function discover(issuer: string): Promise<Keys> {
  const { origin, pathname } = new URL(issuer);
  const tail = pathname.replace(/\/$/, '');
  const places = [
    `${origin}/.well-known/oauth-authorization-server${tail}`,
    `${origin}${tail}/.well-known/openid-configuration`,
  ];
  for (const place of places) {
    const answer = await fetch(place, { redirect: 'error', signal: AbortSignal.timeout(10_000) });
    const { jwks_uri: uri } = answer.ok ? ((await answer.json()) as { jwks_uri?: string }) : {};
    if (uri !== undefined) return createRemoteJWKSet(secure(uri, issuer));
  }
  throw new Error(`${issuer} publishes no keys`);
}

/** Whoever could change the keys on their way could sign tokens of their own. */
function secure(uri: string, issuer: string): URL {
  const url = URL.canParse(uri) ? new URL(uri) : undefined;
  if (url !== undefined && isSecure(url)) return url;
  throw new Error(`${issuer} says that its keys are at ${uri}: they are taken by https only`);
}
