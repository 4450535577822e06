import type { Provider } from '@trailhound/core';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

/** Where a token reply may name the address that the token is for. */
const ASSIGNED = 'api_base_url_for_customer';

/**
 * What the provider's `site` reads. Left empty in an OAuth credential, it is the address that came with the token; the
 * provider refuses one that is not its own.
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
  // Only the provider's own hosts share its default tenant: the token goes nowhere else.
  const own = provider.site.default;
  const isOwn = own !== undefined && provider.site.locate(assigned).tenant === provider.site.locate(own).tenant;
  return isOwn ? assigned : undefined;
}
