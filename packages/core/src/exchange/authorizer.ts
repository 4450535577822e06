/** What a credential adds to a request. */
export interface Authorizer {
  readonly renewable: boolean;
  readonly authorize: (options: Spent) => Promise<Authorized>;
  /** All that must never be shown: what is configured, and the tokens that came for it. */
  readonly secrets: () => readonly string[];
}

/** The `authorization` that the vendor has just refused: it is renewed unless that has happened meanwhile. */
export interface Spent {
  readonly spent?: string | undefined;
}

export interface Authorized {
  readonly authorization: string;
  /** Where the vendor wants this credential used, if not at the configured base URL. */
  readonly baseUrl?: string | undefined;
}

/** HTTP's basic scheme over UTF-8. */
export function basic(user: string, password: string): string {
  const bytes = new TextEncoder().encode(`${user}:${password}`);
  return `Basic ${btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))}`;
}
