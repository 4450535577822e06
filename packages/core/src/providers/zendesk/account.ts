import * as z from 'zod';
import { bare, parseBaseUrl } from '../../base-url.ts';
import { invalid } from '../../errors.ts';
import { defineCredential, type OAuthScheme, type Site } from '../../provider.ts';

const EXAMPLE = 'https://acme.zendesk.com';
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const ZENDESK_HOST = /^(?:([^.]+)\.)?zendesk\.com\.?$/;
const NOT_AN_ACCOUNT = new Set(['www', 'zendesk']);

export const site: Site = {
  label: 'Zendesk subdomain',
  help:
    'The first part of the address of your Zendesk, such as acme in https://acme.zendesk.com. The whole address works ' +
    'as well. A full https:// address of another host is taken as it is, for a proxy or a test.',
  env: ['ZENDESK_BASE_URL', 'ZENDESK_SUBDOMAIN'],
  locate,
};

/** Accepts a name, a host or an address copied from the browser. NOTES: subdomain. */
function locate(typed: string): { baseUrl: string; tenant: string } {
  const input = typed.trim();
  const name = input.toLowerCase();
  if (LABEL.test(name)) return account(name);
  const named = accountOf(input.includes('://') ? input : `https://${input}`);
  if (named !== undefined) return account(named);
  if (!input.includes('://')) throw refused();
  const url = parseBaseUrl('site', input, EXAMPLE);
  return { baseUrl: bare(url).replace(/\/api\/v2$/, ''), tenant: url.host };
}

function account(name: string): { baseUrl: string; tenant: string } {
  if (!LABEL.test(name) || NOT_AN_ACCOUNT.has(name)) throw refused();
  return { baseUrl: `https://${name}.zendesk.com`, tenant: name };
}

function refused(): Error {
  const hint = `Give the subdomain, such as acme, or ${EXAMPLE}. Any other host needs its full https:// address.`;
  // Never repeat what was typed: it may contain a password, or be a token in the wrong field.
  return invalid('site', 'is not a Zendesk account', hint);
}

/** The account in a Zendesk address, unless the address contains something that must not be dropped silently. */
function accountOf(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const { protocol, hostname, port, username, password } = new URL(address);
  const plain = /^https?:$/.test(protocol) && port === '' && username === '' && password === '';
  const host = plain ? ZENDESK_HOST.exec(hostname) : null;
  return host === null ? undefined : (host[1] ?? '');
}

function field(name: string) {
  return z.string(`${name} is missing.`).trim().min(1, `${name} is missing.`);
}

/** A value that is sent verbatim in a header or token request, so a line break or blank in it is a copying error. */
function opaque(name: string) {
  return field(name).regex(/^[\x21-\x7e]*$/, `${name} contains a blank or a character that cannot be part of it.`);
}

const clientId = opaque('The client id').meta({
  title: 'Client ID',
  description: 'The identifier of the OAuth client, from Admin Center, Apps and integrations, APIs, OAuth clients.',
  secret: false,
  env: 'ZENDESK_CLIENT_ID',
});
const clientSecret = opaque('The client secret').meta({
  title: 'Client secret',
  description: 'The secret of the OAuth client. Zendesk shows it in full only once.',
  secret: true,
  env: 'ZENDESK_CLIENT_SECRET',
});
const refreshToken = opaque('The refresh token').meta({
  title: 'Refresh token',
  description: 'The latest refresh token of the client. Every use replaces it, so nothing else may use the same one.',
  secret: true,
  env: 'ZENDESK_REFRESH_TOKEN',
});
const accessToken = opaque('The access token').meta({
  title: 'Access token',
  description: 'An OAuth access token with the scope auditlogs:read (or read). An API token does not work here.',
  secret: true,
  env: 'ZENDESK_ACCESS_TOKEN',
});
const email = field('The e-mail address')
  .regex(/^[^\s:@]+@[^\s:@]+$/, 'The e-mail address is not one.')
  .meta({
    title: 'E-mail address',
    description: 'Of the user that the API token acts as: an administrator, or an agent who may read the audit log.',
    secret: false,
    env: 'ZENDESK_EMAIL',
  });
const apiToken = opaque('The API token').meta({
  title: 'API token',
  description: 'An API token that exists already; new ones cannot be created any more.',
  secret: true,
  env: 'ZENDESK_API_TOKEN',
});

const ClientCredentials = z.strictObject({ clientId, clientSecret });
const RefreshToken = z.strictObject({ clientId, clientSecret, refreshToken });
const AccessToken = z.strictObject({ accessToken });
const ApiToken = z.strictObject({ email, apiToken });

/** NOTES: OAuth. */
function oauth(baseUrl: string) {
  return {
    kind: 'oauth',
    tokenUrl: `${baseUrl}/oauth/tokens`,
    clientAuth: 'body',
    body: 'json',
    scope: 'auditlogs:read',
  } satisfies Partial<OAuthScheme>;
}

export const credentials = {
  client_credentials: defineCredential({
    label: 'OAuth client credentials',
    help:
      'Create a confidential OAuth client with the scope auditlogs:read in Admin Center. It acts as the user linked to ' +
      'it, who must be an administrator or an agent whose role may read the audit log. To ask for exports the client ' +
      'may need the scope write as well.',
    schema: ClientCredentials,
    scheme: (values, baseUrl) => ({
      ...oauth(baseUrl),
      grant: 'client_credentials',
      ...values,
    }),
  }),
  refresh_token: defineCredential({
    label: 'OAuth refresh token',
    help:
      'For an OAuth client that a user has approved with the scope auditlogs:read. Every renewal brings a new refresh ' +
      'token and ends the old one, so the new one has to be kept: use a token store.',
    schema: RefreshToken,
    scheme: (values, baseUrl) => ({ ...oauth(baseUrl), grant: 'refresh_token', ...values }),
  }),
  access_token: defineCredential({
    label: 'OAuth access token',
    help:
      'A token that you obtained yourself. It is not renewed: by default it lasts 30 minutes, so this suits a trial or ' +
      'a host that renews tokens on its own.',
    schema: AccessToken,
    scheme: ({ accessToken: token }) => ({ kind: 'bearer', token }),
  }),
  api_token: defineCredential({
    label: 'API token',
    help: 'The e-mail address of a user and an API token of the account. Prefer an OAuth client.',
    warning: {
      text:
        'Zendesk is switching API tokens off. Since 28 July 2026 new accounts cannot create any and a token that was not ' +
        'used for 30 days is deactivated; since 27 October 2026 nobody can create one; on 30 April 2027 all stop ' +
        'working. Move to an OAuth client before that.',
      ends: '2027-04-30',
    },
    schema: ApiToken,
    scheme: ({ email: user, apiToken: password }) => ({
      kind: 'basic',
      user: `${user.replace(/\/token$/i, '')}/token`,
      password,
    }),
  }),
};
