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

export interface OAuthOptions extends Pick<IssuerOptions, 'issuer' | 'onerror'> {
  readonly audience: string;
  /** Where the RFC 9728 document of this server is. */
  readonly metadataUrl: string;
}

/** Access tokens of an OAuth issuer, checked against its published keys. */
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

/** What an access token may say that it is. Many issuers say nothing, or no more than that it is a JWT. */
const ACCESS_TOKEN = /^(?:(?:application\/)?(?:at\+)?jwt)?$/i;

const NOT_VALID = new OAuthError(OAuthErrorCode.InvalidToken, 'The token is not valid here');

function refuse(failed: unknown): never {
  throw isAboutToken(failed) ? NOT_VALID : failed;
}

/** The token may be right: the issuer cannot be asked. */
function notNow(): Response {
  const headers = { 'retry-after': String(PAUSE_S), 'cache-control': 'no-store' };
  return Response.json({ error: 'The issuer of the tokens cannot be asked. Try again.' }, { status: 503, headers });
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
