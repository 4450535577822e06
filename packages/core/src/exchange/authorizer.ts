import type { AuthScheme, OAuthScheme } from '../provider.ts';

/** What a credential adds to a request. */
export interface Authorizer {
  readonly renewable: boolean;
  readonly authorize: (options: Spent) => Promise<Authorized>;
  /** All that must never be shown: what is configured, and the tokens that came for it. */
  readonly secrets: () => readonly string[];
}

/** What the vendor has just refused: it is renewed unless that has happened meanwhile. */
export interface Spent {
  readonly spent?: string | undefined;
}

export interface Authorized {
  readonly header: Header;
  /** Where the vendor wants this credential used, if not at the configured base URL. */
  readonly baseUrl?: string | undefined;
}

/** The header that carries a credential: its name in lower case, and its value. */
export type Header = readonly [name: string, value: string];

/** How a credential travels that needs no token endpoint, and what of it must never be shown. */
export function headerOf(scheme: Exclude<AuthScheme, OAuthScheme>): {
  readonly header: Header;
  readonly secrets: readonly string[];
} {
  if (scheme.kind === 'basic') {
    const { user, password } = scheme;
    return { header: ['authorization', basic(user, password)], secrets: [password] };
  }
  if (scheme.kind === 'bearer') {
    return { header: ['authorization', `Bearer ${scheme.token}`], secrets: [scheme.token] };
  }
  const { name, value } = scheme;
  // A word such as `SSWS` may stand before the secret.
  return { header: [name.toLowerCase(), value], secrets: [value, value.replace(/^\S+\s+/, '')] };
}

/** HTTP's basic scheme over UTF-8. */
export function basic(user: string, password: string): string {
  const bytes = new TextEncoder().encode(`${user}:${password}`);
  return `Basic ${btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))}`;
}
