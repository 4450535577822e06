import { basicOf, bearerOf } from '../../tokens.ts';
import { jsonReply, type Reply, type SimulatedRequest } from '../../vendor.ts';
import { refused, type Gong } from './answer.ts';

export const TOKEN_PATH = '/oauth2/generate-customer-token';
export const ACCESS = { accessKey: 'GONGDEMOKEY', accessKeySecret: 'gong-demo-secret' };
export const CLIENT = { clientId: 'gong-demo-client', clientSecret: 'gong-demo-hush' };

const BAD_KEY = 'Access denied: the credential is not valid';
const BAD_TOKEN = 'Access denied: the access token is not valid or has been revoked';
const EXPIRED_TOKEN = 'Access denied: the access token has expired';
const NO_SCOPE = "You don't have permission to use 'api:logs:read' in your app.";

/** Why a request for logs is rejected before its parameters are read. */
export function refusal(gong: Gong, { headers }: SimulatedRequest): Reply | undefined {
  const { settings } = gong;
  if (settings.untrustedAddress) return refused(gong, 403, 'Access from this address is not allowed');
  const basic = basicOf(headers);
  const wrong = basic === undefined ? wrongToken(gong, headers) : wrongKey(basic);
  if (wrong !== undefined) return refused(gong, 401, wrong);
  // Scopes apply only to tokens; an access key may do everything.
  return settings.missingScope && basic === undefined ? refused(gong, 401, NO_SCOPE) : undefined;
}

function wrongKey({ user, password }: { user: string; password: string }): string | undefined {
  return user === ACCESS.accessKey && password === ACCESS.accessKeySecret ? undefined : BAD_KEY;
}

function wrongToken({ settings, desk }: Gong, headers: SimulatedRequest['headers']): string | undefined {
  const state = desk.check(bearerOf(headers) ?? '');
  if (state === 'expired') return EXPIRED_TOKEN;
  // The client's host name tells a customer's host from the generic one.
  const wrongHost = settings.customerHostOnly && (headers['host'] ?? '').startsWith('127.0.0.1');
  return state === 'unknown' || wrongHost || settings.tokensRefused ? BAD_TOKEN : undefined;
}

/** Issues a new pair for a refresh token, which cannot be used again. */
export function giveTokens(gong: Gong, { method, headers, body, query }: SimulatedRequest): Reply {
  if (method !== 'POST') return refused(gong, 405, 'Request method not supported');
  const client = basicOf(headers);
  if (client?.user !== CLIENT.clientId || client.password !== CLIENT.clientSecret)
    return jsonReply(401, { error: 'invalid_client' });
  // Real clients send a form body or the query.
  const form = new URLSearchParams(body);
  const field = (name: string): string | undefined => form.get(name) ?? query.get(name) ?? undefined;
  if (field('grant_type') !== 'refresh_token') return jsonReply(400, { error: 'unsupported_grant_type' });
  const pair = gong.desk.refresh(field('refresh_token'));
  if (pair === undefined)
    return jsonReply(400, { error: 'invalid_grant', error_description: 'Refresh token code is invalid' });
  const { settings, world } = gong;
  const customerHost = settings.customerHostOnly ? world.baseUrl().replace('127.0.0.1', 'localhost') : world.baseUrl();
  return jsonReply(200, {
    access_token: pair.accessToken,
    refresh_token: pair.refreshToken,
    expires_in: Math.floor(settings.tokenLifeMs / 1000),
    token_type: 'bearer',
    scope: 'api:logs:read',
    api_base_url_for_customer: settings.foreignHost === '' ? customerHost : settings.foreignHost,
  });
}
