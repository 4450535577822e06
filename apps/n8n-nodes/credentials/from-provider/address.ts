/** The part of a typed address after host and port. */
const PATH = String.raw`/^([a-z]+:\/\/[^/?#]+).*$/i`;

/** What the nodes reject too: plain http to another machine, and a user or password in the address. */
const REFUSED = String.raw`/^(?!https:\/\/[^@\/\\]+$|http:\/\/(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$).*$/is`;

/** An address that nobody has, so that no credential is sent. */
const NOWHERE = 'https://address-refused.invalid';

const CHECKED = `.replace(${PATH}, "$1").replace(${REFUSED}, "${NOWHERE}")`;

/**
 * An n8n expression for the typed base URL in `holder`; otherwise what `before` evaluates to, otherwise the fallback.
 */
export function urlExpression(holder: string, fallback: string, before = '""'): string {
  return `={{ String(${holder}["site"] || ${before} || ${JSON.stringify(fallback)}).trim()${CHECKED} }}`;
}

/** The same for vendors with a subdomain per account: accepts a name, a host, or a full address. */
export function subdomainExpression(holder: string, domain: string, path = ''): string {
  const typed = `String(${holder}["site"] || "").trim()`;
  const ofVendor = String.raw`/^([a-z]+:\/\/)?([a-z0-9-]+)(\.${domain.replaceAll('.', String.raw`\.`)})?([/?#].*)?$/i`;
  return `={{ ${typed}.replace(${ofVendor}, "https://$2.${domain}")${CHECKED} }}${path}`;
}
