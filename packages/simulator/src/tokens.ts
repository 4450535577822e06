import { createHash } from 'node:crypto';
import type { Clock } from './clock.ts';

/** Access and refresh tokens that rotate: each refresh issues a new pair and revokes the old one. */
export interface TokenDesk {
  /** A new pair for a refresh token; undefined if it was used already or never issued. */
  readonly refresh: (refreshToken: string | undefined) => TokenPair | undefined;
  /** A token for a client that acts for itself. */
  readonly grant: () => TokenPair;
  readonly check: (accessToken: string) => 'good' | 'expired' | 'unknown';
  /** A token that never expires, for the authentication method with a plain token. */
  readonly permanent: string;
  readonly firstRefreshToken: string;
  /** How many pairs have been issued. */
  readonly given: () => number;
}

export interface TokenPair {
  readonly accessToken: string;
  readonly refreshToken: string;
}

export function createTokenDesk(clock: Clock, name: string, lifetimeMs: () => number): TokenDesk {
  const ends = new Map<string, number>();
  const permanent = token(name, 'permanent');
  let valid = token(name, 'refresh', 0);
  let generation = 0;

  function next(): TokenPair {
    generation += 1;
    const pair = { accessToken: token(name, 'access', generation), refreshToken: token(name, 'refresh', generation) };
    ends.set(pair.accessToken, clock.now() + lifetimeMs());
    return pair;
  }

  return {
    permanent,
    firstRefreshToken: valid,
    given: () => generation,
    refresh: (refreshToken) => {
      if (refreshToken !== valid) return undefined;
      ends.clear();
      const pair = next();
      valid = pair.refreshToken;
      return pair;
    },
    grant: next,
    check: (accessToken) => {
      if (accessToken === permanent) return 'good';
      const end = ends.get(accessToken);
      if (end === undefined) return 'unknown';
      return clock.now() < end ? 'good' : 'expired';
    },
  };
}

function token(...parts: readonly (string | number)[]): string {
  return createHash('sha256').update(parts.join('/')).digest('base64url').slice(0, 32);
}

/** The token of a bearer `authorization` header. */
export function bearerOf(headers: Readonly<Record<string, string>>): string | undefined {
  return /^Bearer (.+)$/.exec(headers['authorization'] ?? '')?.[1];
}

/** User and password of a basic `authorization` header. */
export function basicOf(headers: Readonly<Record<string, string>>): { user: string; password: string } | undefined {
  const encoded = /^Basic (.+)$/.exec(headers['authorization'] ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const [user = '', ...password] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return { user, password: password.join(':') };
}
