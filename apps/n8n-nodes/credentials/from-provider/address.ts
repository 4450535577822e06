/** Where a typed address begins to be more than host and port. */
const PATH = String.raw`/^([a-z]+:\/\/[^/?#]+).*$/i`;

/** The base URL that somebody typed, as an n8n expression over the object that holds the field; else what `before` gives, else the fallback. */
export function urlExpression(holder: string, fallback: string, before = '""'): string {
  return `={{ String(${holder}["site"] || ${before} || ${JSON.stringify(fallback)}).trim().replace(${PATH}, "$1") }}`;
}

/** The same for a vendor that has a subdomain for every account: a name, a host, or a full address. */
export function subdomainExpression(holder: string, domain: string, path = ''): string {
  const typed = `String(${holder}["site"] || "").trim()`;
  const ofVendor = String.raw`/^([a-z]+:\/\/)?([a-z0-9-]+)(\.${domain.replaceAll('.', String.raw`\.`)})?([/?#].*)?$/i`;
  return `={{ ${typed}.replace(${ofVendor}, "https://$2.${domain}").replace(${PATH}, "$1") }}${path}`;
}
