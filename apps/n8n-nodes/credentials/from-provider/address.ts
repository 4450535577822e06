/** Where a typed address begins to be more than host and port. */
const PATH = String.raw`/^([a-z]+:\/\/[^/?#]+).*$/i`;

/** What the nodes refuse: plain http to another machine, and a user or password in the address. */
const REFUSED = String.raw`/^(?!https:\/\/[^@\/\\]+$|http:\/\/(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$).*$/is`;

/** Nobody has this address, so that no credential travels. */
const NOWHERE = 'https://address-refused.invalid';

const CHECKED = `.replace(${PATH}, "$1").replace(${REFUSED}, "${NOWHERE}")`;

/** The base URL that somebody typed, as an n8n expression over the object that holds the field; else what `before` gives, else the fallback. */
export function urlExpression(holder: string, fallback: string, before = '""'): string {
  return `={{ String(${holder}["site"] || ${before} || ${JSON.stringify(fallback)}).trim()${CHECKED} }}`;
}

/** The same for a vendor that has a subdomain for every account: a name, a host, or a full address. */
export function subdomainExpression(holder: string, domain: string, path = ''): string {
  const typed = `String(${holder}["site"] || "").trim()`;
  const ofVendor = String.raw`/^([a-z]+:\/\/)?([a-z0-9-]+)(\.${domain.replaceAll('.', String.raw`\.`)})?([/?#].*)?$/i`;
  return `={{ ${typed}.replace(${ofVendor}, "https://$2.${domain}")${CHECKED} }}${path}`;
}
