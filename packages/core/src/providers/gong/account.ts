import * as z from 'zod';
import { AuditError, invalid } from '../../errors.ts';
import { defineCredential, type AuthScheme, type Site } from '../../provider.ts';
import { bare, isLoopback, parseBaseUrl } from '../../base-url.ts';
import { text } from '../../json.ts';
import { excerpt } from '../answers.ts';

const BASE_URL = 'https://api.gong.io';
const TOKEN_URL = 'https://app.gong.io/oauth2/generate-customer-token';

const GONG = /(^|\.)gong\.io$/;
const GONG_API = /(^|\.)api\.gong\.io$/;

export const site: Site = {
  label: 'Base URL',
  help: "The API address on Gong's API settings page, such as https://us-12345.api.gong.io. An access key also works at https://api.gong.io; an OAuth token only at its own address.",
  env: ['GONG_BASE_URL'],
  default: BASE_URL,
  locate: (typed) => {
    const url = parseBaseUrl('site', typed, BASE_URL);
    const ours = GONG.test(url.hostname);
    const baseUrl = withoutVersion(url);
    // NOTES: empty is 404. On Gong's own host, a wrong path would look like an empty log.
    if (ours && baseUrl !== url.origin) {
      throw invalid('site', 'contains a path that is not part of the address', `Leave the path out: ${url.origin}.`);
    }
    return { baseUrl, tenant: ours ? 'default' : url.host };
  },
};

function withoutVersion(url: URL): string {
  return bare(url).replace(/\/+v2$/, '');
}

/** A required text field. */
function field(title: string, env: string, description: string, secret = true) {
  return z
    .string({ error: `${title} is missing.` })
    .trim()
    .min(1, `${title} is empty.`)
    .meta({ title, description, secret, env });
}

const accessKey = defineCredential({
  label: 'Access key',
  help: "A technical administrator creates it on Gong's API settings page. If the key has a list of trusted IP addresses, ours must be on it.",
  warning: {
    text: 'An access key is not limited to logs: it can also read calls and erase data. Keep it accordingly.',
  },
  schema: z.strictObject({
    accessKey: field('Access key', 'GONG_ACCESS_KEY', "The access key of Gong's API settings page."),
    accessKeySecret: field('Access key secret', 'GONG_ACCESS_KEY_SECRET', 'Its secret, which Gong shows once.'),
  }),
  scheme: ({ accessKey: user, accessKeySecret: password }) => ({ kind: 'basic', user, password }),
});

const oauthFields = z.strictObject({
  clientId: field('Client id', 'GONG_CLIENT_ID', "The integration's client id.", false),
  clientSecret: field('Client secret', 'GONG_CLIENT_SECRET', "The integration's client secret."),
  refreshToken: field('Refresh token', 'GONG_REFRESH_TOKEN', 'The latest refresh token, not yet used.'),
  tokenUrl: z.string().trim().refine(isTokenUrl, 'Token URL must be an https address.').default(TOKEN_URL).meta({
    title: 'Token URL',
    description: 'Where Gong issues tokens; seldom anything else.',
    secret: false,
    env: 'GONG_TOKEN_URL',
  }),
});

const oauth = defineCredential({
  label: 'OAuth (refresh token)',
  help: 'An OAuth integration of your own with the scope api:logs:read alone, approved by a technical administrator. List our addresses among its trusted IPs, both for calls and for refreshing.',
  warning: {
    text: 'Every renewal replaces the refresh token and kills the old one: nothing else may use it, and the new one must be kept.',
  },
  schema: oauthFields,
  scheme: refreshing,
});

const accessToken = defineCredential({
  label: 'Access token',
  help: 'A bearer token of an OAuth integration with the scope api:logs:read, for a single run.',
  warning: {
    text: 'Gong ends an access token after a day unless another length was asked for, and it cannot be renewed here.',
  },
  schema: z.strictObject({
    accessToken: field('Access token', 'GONG_ACCESS_TOKEN', 'The access token of a token reply.'),
  }),
  scheme: ({ accessToken: token }) => ({ kind: 'bearer', token }),
});

export const credentials = {
  access_key: accessKey,
  oauth,
  access_token: accessToken,
};

function isTokenUrl(typed: string): boolean {
  try {
    return parseBaseUrl('tokenUrl', typed, TOKEN_URL) !== undefined;
  } catch {
    return false;
  }
}

function refreshing(values: z.output<typeof oauthFields>, baseUrl: string): AuthScheme {
  return {
    kind: 'oauth',
    ...values,
    grant: 'refresh_token',
    clientAuth: 'basic',
    body: 'form',
    baseUrl: (reply) => assigned(text(reply['api_base_url_for_customer']), baseUrl),
  };
}

/** NOTES: the customer's base URL. The token is sent to that host, so a response must not be able to name any host. */
function assigned(said: string | undefined, configured: string): string | undefined {
  if (said === undefined) return undefined;
  const url = URL.canParse(said) ? new URL(said) : undefined;
  if (url === undefined || !(isGongApi(url) || areBothLoopback(url, configured))) throw foreign(url);
  return withoutVersion(url);
}

function isGongApi(url: URL): boolean {
  return url.protocol === 'https:' && url.port === '' && url.username === '' && GONG_API.test(url.hostname);
}

function areBothLoopback(url: URL, configured: string): boolean {
  const isHttp = url.protocol === 'http:' || url.protocol === 'https:';
  return isHttp && isLoopback(url) && URL.canParse(configured) && isLoopback(new URL(configured));
}

function foreign(url: URL | undefined): AuditError {
  return new AuditError({
    code: 'bad_response',
    message: "The token reply names an address that is not Gong's API",
    hint: 'The token was not sent there. Check the token URL; if it is right, ask Gong.',
    provider: 'gong',
    vendorSaid: url === undefined ? 'no URL at all' : excerpt(`${url.protocol}//${url.host}`),
  });
}
