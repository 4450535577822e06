import { basicOf, bearerOf, type TokenPair } from '../../tokens.ts';
import { jsonReply, type Reply, type SimulatedRequest } from '../../vendor.ts';
import type { Zendesk } from './context.ts';
import { FAILURES } from './failures.ts';
import type { ZendeskSettings } from './switches.ts';

export const TOKEN_PATH = '/oauth/tokens';
export const CLIENT = { clientId: 'zendesk-demo-client', clientSecret: 'zendesk-demo-hush' };
export const API_TOKEN = { email: 'gil.generic@example.com', apiToken: 'zendesk-demo-api-token' };

/** Why a request is refused, if it is. */
export function refusal({ settings, desk }: Zendesk, { headers }: SimulatedRequest): Reply | undefined {
  if (settings.wrongSubdomain) return FAILURES.helpDesk();
  const pair = basicOf(headers);
  if (pair !== undefined && !isGoodPair(pair, settings)) return FAILURES.badPair();
  if (pair === undefined && desk.check(bearerOf(headers) ?? '') !== 'good') return FAILURES.badToken();
  // Scopes apply only to OAuth tokens.
  if (settings.missingScope && pair === undefined) return FAILURES.scope();
  return settings.noAccess ? FAILURES.access() : undefined;
}

function isGoodPair(
  { user, password }: { user: string; password: string },
  { apiTokenDead }: ZendeskSettings,
): boolean {
  return user === `${API_TOKEN.email}/token` && password === API_TOKEN.apiToken && !apiTokenDead;
}

/** The token endpoint. */
export function giveTokens(zendesk: Zendesk, { headers, body }: SimulatedRequest): Reply {
  const fields = fieldsOf(headers, body);
  const { grant_type: grant, client_id: id, client_secret: secret, refresh_token: refreshToken } = fields;
  if (id !== CLIENT.clientId || secret !== CLIENT.clientSecret) return jsonReply(401, { error: 'invalid_client' });
  if (grant === 'client_credentials') return tokenReply(zendesk, { ...zendesk.desk.grant(), refreshToken: undefined });
  const pair = zendesk.desk.refresh(refreshToken);
  if (pair === undefined)
    return jsonReply(400, { error: 'invalid_grant', error_description: 'The refresh token is invalid.' });
  return tokenReply(zendesk, pair);
}

/** JSON as documented, or a form as real clients send it; anything else has no fields. */
function fieldsOf(headers: SimulatedRequest['headers'], body: string): Record<string, string | undefined> {
  if (!(headers['content-type'] ?? '').includes('json')) return Object.fromEntries(new URLSearchParams(body));
  try {
    return { ...(JSON.parse(body) as Record<string, string>) };
  } catch {
    return {};
  }
}

function tokenReply(
  { settings }: Zendesk,
  pair: Omit<TokenPair, 'refreshToken'> & { refreshToken: string | undefined },
): Reply {
  return jsonReply(201, {
    access_token: pair.accessToken,
    token_type: 'bearer',
    scope: 'auditlogs:read',
    ...(settings.noExpiresIn ? {} : { expires_in: Math.floor(settings.tokenLifeMs / 1000) }),
    ...(pair.refreshToken === undefined
      ? {}
      : { refresh_token: pair.refreshToken, refresh_token_expires_in: 2_592_000 }),
  });
}
