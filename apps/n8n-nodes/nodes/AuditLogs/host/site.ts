import type { Provider } from '@trailhound/core';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

/** The field of a token response that names the base URL for the token. */
const ASSIGNED = 'api_base_url_for_customer';

/**
 * The input for the provider's `site`. If it is empty in an OAuth credential, it is the base URL that came with the
 * token; the provider rejects hosts that are not its own.
 */
export function siteOf(
  provider: Provider,
  { site, oauthTokenData }: ICredentialDataDecryptedObject,
): string | undefined {
  const typed = typeof site === 'string' ? site.trim() : '';
  if (typed !== '') return typed;
  const reply = typeof oauthTokenData === 'object' && oauthTokenData !== null ? oauthTokenData : {};
  const assigned = (reply as Readonly<Record<string, unknown>>)[ASSIGNED];
  if (typeof assigned !== 'string') return undefined;
  // Only the provider's own hosts share its default tenant, and the token must not be sent to any other.
  const own = provider.site.default;
  const isOwn = own !== undefined && provider.site.locate(assigned).tenant === provider.site.locate(own).tenant;
  return isOwn ? assigned : undefined;
}
