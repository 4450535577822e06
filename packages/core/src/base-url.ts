import { invalid } from './errors.ts';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * Parses a base URL that a person typed: https, no user, no query, no trailing slash. Plain http is accepted only for
 * loopback addresses, because credentials are sent to it.
 */
export function parseBaseUrl(field: string, typed: string, example: string): URL {
  const url = toUrl(typed.trim());
  // Never repeat what was typed: it may be a key in the wrong field.
  if (url === undefined) throw invalid(field, 'is not a URL', `Use a full address such as ${example}.`);
  if (url.username !== '' || url.password !== '')
    throw invalid(field, 'contains a user or password', 'Put credentials in their own settings.');
  if (url.search !== '' || url.hash !== '')
    throw invalid(field, 'contains a query or fragment', `Use an address such as ${example}.`);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && LOOPBACK.test(url.hostname))) {
    throw invalid(field, `${url.protocol}// would send the credential in the clear`, `Use https, such as ${example}.`);
  }
  return url;
}

function toUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

/** Whether the URL points to this machine. */
export function isLoopback(url: URL): boolean {
  return LOOPBACK.test(url.hostname);
}

/** The URL as text, without a trailing slash. */
export function bare(url: URL): string {
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}
