import { createSign, randomUUID } from 'node:crypto';
import { invalid } from '../errors.ts';
import { present } from '../json.ts';
import type { OAuthScheme } from '../provider.ts';

const LIFE_SECONDS = 300;
const TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** A signed client assertion, which replaces the client secret (RFC 7523). */
export function assertion(
  { clientId, clientSecret, keyId, tokenUrl }: OAuthScheme,
  now: number,
): { readonly client_assertion_type: string; readonly client_assertion: string } {
  const seconds = Math.floor(now / 1000);
  const claims = {
    iss: clientId,
    sub: clientId,
    aud: tokenUrl,
    iat: seconds,
    exp: seconds + LIFE_SECONDS,
    jti: randomUUID(),
  };
  const signed = [present({ alg: 'RS256', typ: 'JWT', kid: keyId }), claims].map(encoded).join('.');
  return { client_assertion_type: TYPE, client_assertion: `${signed}.${sign(signed, clientSecret)}` };
}

function encoded(part: object): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(JSON.stringify(part))))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}

function sign(text: string, privateKey: string): string {
  try {
    return createSign('RSA-SHA256').update(text).sign(privateKey, 'base64url');
  } catch {
    throw invalid(
      'credential',
      'The private key cannot be read',
      'Use an RSA private key in PEM format, from BEGIN to END.',
    );
  }
}
