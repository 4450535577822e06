import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import {
  bearerAuthChallengeResponse,
  OAuthError,
  OAuthErrorCode,
  verifyBearerToken,
  type AuthInfo,
} from '@modelcontextprotocol/server';
import { jwtVerify, type JWTPayload } from 'jose';
import { isAboutToken, issuerKeys, PAUSE_S, type IssuerOptions } from './issuer.ts';

/** Decides who may call. Returns an error response if the caller may not. */
export type Gate = (request: IncomingMessage) => Promise<AuthInfo | Response | undefined>;

export const SCOPE = 'audit:read';

/** Lets everybody in: only this machine can reach the address. */
export const open: Gate = async () => undefined;

/** One token for all callers, compared in constant time. */
export function staticToken(token: string): Gate {
  const expected = digest(token);
  return async ({ headers: { authorization = '' } }) => {
    const [, given = ''] = /^Bearer +(.+)$/i.exec(authorization) ?? [];
    if (timingSafeEqual(digest(given), expected)) return undefined;
    return challenge(new OAuthError(OAuthErrorCode.InvalidToken, "Send this server's token: Authorization: Bearer …"));
  };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

export interface OAuthOptions extends Pick<IssuerOptions, 'issuer' | 'onerror'> {
  readonly audience: string;
  /** The URL of this server's RFC 9728 document. */
  readonly metadataUrl: string;
}

/** Accepts access tokens of an OAuth issuer, verified with its published keys. */
export function oauth({ issuer, audience, metadataUrl, onerror }: OAuthOptions): Gate {
  const keys = issuerKeys({ issuer, onerror });
  const verifier = {
    verifyAccessToken: async (token: string): Promise<AuthInfo> => {
      const { payload, protectedHeader } = await jwtVerify(token, keys, { issuer, audience }).catch(refuse);
      if (!ACCESS_TOKEN.test(protectedHeader.typ ?? '')) throw NOT_VALID;
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
      return thrown instanceof OAuthError ? challenge(thrown, metadataUrl) : notNow();
    }
  };
}

/** Valid `typ` headers of an access token. Many issuers omit it or just say JWT. */
const ACCESS_TOKEN = /^(?:(?:application\/)?(?:at\+)?jwt)?$/i;

const NOT_VALID = new OAuthError(OAuthErrorCode.InvalidToken, 'The token is not valid here');

function refuse(failed: unknown): never {
  throw isAboutToken(failed) ? NOT_VALID : failed;
}

/** The token may be valid, but the issuer cannot be reached to verify it. */
function notNow(): Response {
  const headers = { 'retry-after': String(PAUSE_S), 'cache-control': 'no-store' };
  return Response.json({ error: 'The issuer of the tokens cannot be reached. Try again.' }, { status: 503, headers });
}

function challenge(thrown: unknown, resourceMetadataUrl?: string): Response {
  const options = resourceMetadataUrl === undefined ? {} : { resourceMetadataUrl, requiredScopes: [SCOPE] };
  return bearerAuthChallengeResponse(thrown, options);
}

function toAuthInfo(token: string, { sub, scope, scp, exp, client_id: clientId }: JWTPayload): AuthInfo {
  const scopes = [scope, scp].flatMap((value) =>
    Array.isArray(value) ? value.map(String) : typeof value === 'string' ? value.split(' ') : [],
  );
  return {
    token,
    clientId: typeof clientId === 'string' ? clientId : (sub ?? 'unknown'),
    scopes,
    ...(sub === undefined ? {} : { extra: { subject: sub } }),
    ...(exp === undefined ? {} : { expiresAt: exp }),
  };
}
