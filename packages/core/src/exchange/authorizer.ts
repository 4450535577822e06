import type { AuthScheme, OAuthScheme } from '../provider.ts';

/** What a credential adds to a request. */
export interface Authorizer {
  readonly renewable: boolean;
  readonly authorize: (options: Spent) => Promise<Authorized>;
  /** Everything that must never be shown: the configured secrets and the tokens issued for them. */
  readonly secrets: () => readonly string[];
}

/** The credential that the vendor has just rejected. It is renewed, unless that has already happened. */
export interface Spent {
  readonly spent?: string | undefined;
}

export interface Authorized {
  readonly header: Header;
  /** Where this credential must be used, if not at the configured base URL. */
  readonly baseUrl?: string | undefined;
}

/** The header that carries a credential: name in lower case, and value. */
export type Header = readonly [name: string, value: string];

/** The header of a credential that needs no token endpoint, and its parts that must never be shown. */
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
  // The secret may follow a scheme name such as `SSWS`.
  return { header: [name.toLowerCase(), value], secrets: [value, value.replace(/^\S+\s+/, '')] };
}

/** HTTP basic authentication, in UTF-8. */
export function basic(user: string, password: string): string {
  const bytes = new TextEncoder().encode(`${user}:${password}`);
  return `Basic ${btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))}`;
}
