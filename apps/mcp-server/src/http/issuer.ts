import { createRemoteJWKSet, type JWTVerifyGetKey } from 'jose';
import { isSecure } from './secure.ts';

/** The cooldown after an issuer failed, so that not every call asks it and waits. */
export const PAUSE_S = 15;

export interface IssuerOptions {
  readonly issuer: string;
  /** Called once per failed attempt with the reason why nobody can be authenticated. */
  readonly onerror: (error: Error) => void;
  readonly now?: () => number;
}

/** Fetches the issuer's keys from its metadata; after a failure, tries again after a cooldown. */
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
      // Many concurrent calls may have waited for the same attempt; report it once.
      if (failed === undefined || now() >= failed.until) onerror(error as Error);
      failed = { until: now() + PAUSE_S * 1000, error };
      keys = undefined;
      throw error;
    }
  };
}

/** Whether an error of jose is about the token; the others are about the issuer or the network. */
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
    // RFC 8414 §3.3: the metadata must name exactly this issuer.
    if (said.issuer !== issuer) throw new Error(`${place} belongs to ${JSON.stringify(said.issuer)}, not to ${issuer}`);
    return createRemoteJWKSet(secure(said.jwks_uri, issuer));
  }
  throw new Error(`${issuer} publishes no keys`);
}

/** Anybody who can tamper with the keys in transit could sign their own tokens. */
function secure(uri: string, issuer: string): URL {
  const url = URL.canParse(uri) ? new URL(uri) : undefined;
  if (url !== undefined && isSecure(url)) return url;
  throw new Error(`${issuer} publishes its keys at ${uri}, but they are only accepted over https`);
}
