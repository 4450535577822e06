import * as z from 'zod';
import { bare, parseBaseUrl } from '../../base-url.ts';
import { defineCredential, type Site } from '../../provider.ts';

const HOST = 'https://api.ashbyhq.com';

/** Printable ASCII without a colon: a colon would end the user name of HTTP Basic (NOTES: key as user name). */
const PLAIN = /^[!-9;-~]+$/;

/** Ashby has one address for every organization; another one is a proxy or a test server. */
export const site: Site = {
  label: 'Base URL',
  help: `Where Ashby's API answers. Leave it at ${HOST} unless there is a proxy in between; the API key alone selects the organization.`,
  env: ['ASHBY_BASE_URL'],
  default: HOST,
  locate(typed) {
    const url = parseBaseUrl('site', typed, HOST);
    return { baseUrl: bare(url), tenant: isAshby(url) ? 'default' : url.host };
  },
};

function isAshby({ hostname }: URL): boolean {
  return hostname === 'ashbyhq.com' || hostname.endsWith('.ashbyhq.com');
}

export const credentials = {
  api_key: defineCredential({
    label: 'API key',
    help:
      'In Ashby open Admin > Integrations > API Keys and create a key with the one permission to read audit logs ' +
      '(auditLogsRead, also written auditLogs:read). Use it for nothing else: it sees entries about confidential jobs ' +
      'and projects too. Ashby must have enabled the Audit Logs feature for the organization.',
    schema: z.strictObject({
      apiKey: z
        .string('The Ashby API key is missing: set ASHBY_API_KEY.')
        .trim()
        .min(1, 'The Ashby API key is empty: set ASHBY_API_KEY.')
        .regex(PLAIN, 'The Ashby API key holds a colon, a space or a sign outside ASCII: paste the key alone.')
        .meta({
          title: 'API key',
          description: 'The key itself, as Ashby showed it once; not its Base64 form.',
          secret: true,
          env: 'ASHBY_API_KEY',
        }),
    }),
    scheme: ({ apiKey }) => ({ kind: 'basic', user: apiKey, password: '' }),
  }),
};
