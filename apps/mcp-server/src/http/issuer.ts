import { createRemoteJWKSet, type JWTVerifyGetKey } from 'jose';
import { isSecure } from './secure.ts';

/** So long nobody asks an issuer again that has just failed: each call would ask it, and wait. */
export const PAUSE_S = 15;

export interface IssuerOptions {
  readonly issuer: string;
  /** Told why nobody is let in, once for each attempt. */
  readonly onerror: (error: Error) => void;
  readonly now?: () => number;
}

/** The issuer's keys, by its metadata; asked again some seconds after that failed. */
export function issuerKeys({ issuer, onerror, now = Date.now }: IssuerOptions): JWTVerifyGetKey {
  let keys: Promise<JWTVerifyGetKey> | undefined;
  let failed: { readonly until: number; readonly error: unknown } | undefined;
  return async (header, token) => {
    if (failed !== undefined && now() < failed.until) throw failed.error;
    try {
      keys ??= discover(issuer);
      return await (
        await keys
      )(header, token);
    } catch (error) {
      if (isAboutToken(error)) throw error;
      // Of many calls at once that waited for the same attempt, one is enough to tell.
      if (failed === undefined || now() >= failed.until) onerror(error as Error);
      failed = { until: now() + PAUSE_S * 1000, error };
      keys = undefined;
      throw error;
    }
  };
}

/** Errors of jose that say something about the token; the others are about the issuer or the network. */
export function isAboutToken(failed: unknown): boolean {
  const code = (failed as { code?: unknown }).code;
  return typeof code === 'string' && /^ERR_(?:JWT|JWS|JOSE_(?:ALG|NOT)|JWKS_(?:NO|MULTIPLE))/.test(code);
}

async function discover(issuer: string): Promise<JWTVerifyGetKey> {
  const { origin, pathname } = new URL(issuer);
  const tail = pathname.replace(/\/$/, '');
  const places = [
    `${origin}/.well-known/oauth-authorization-server${tail}`,
    `${origin}${tail}/.well-known/openid-configuration`,
  ];
  for (const place of places) {
    const answer = await fetch(place, { redirect: 'error', signal: AbortSignal.timeout(10_000) });
    const said = answer.ok ? ((await answer.json()) as { issuer?: unknown; jwks_uri?: string }) : {};
    if (said.jwks_uri === undefined) continue;
    // RFC 8414 §3.3: whoever answers here must say that it is the issuer, to the letter.
    if (said.issuer !== issuer) throw new Error(`${place} is of ${JSON.stringify(said.issuer)}, not of ${issuer}`);
    return createRemoteJWKSet(secure(said.jwks_uri, issuer));
  }
  throw new Error(`${issuer} publishes no keys`);
}

/** Whoever could change the keys on their way could sign tokens of their own. */
function secure(uri: string, issuer: string): URL {
  const url = URL.canParse(uri) ? new URL(uri) : undefined;
  if (url !== undefined && isSecure(url)) return url;
  throw new Error(`${issuer} says that its keys are at ${uri}: they are taken by https only`);
}
