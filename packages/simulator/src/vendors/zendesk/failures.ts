import type { Clock } from '../../clock.ts';
import { retryAfter } from '../../faults.ts';
import { jsonReply, textReply, type Reply } from '../../vendor.ts';
import type { ZendeskSettings } from './switches.ts';

/** The many shapes of Zendesk's errors. */
export const FAILURES = {
  badToken: () =>
    jsonReply(401, {
      error: 'invalid_token',
      error_description: 'The access token provided is expired, revoked, malformed or invalid for other reasons.',
    }),
  badPair: () => jsonReply(401, { error: "Couldn't authenticate you" }),
  scope: () =>
    jsonReply(403, {
      error: 'Forbidden',
      description: 'You are missing the following required scopes: auditlogs:read',
    }),
  access: () =>
    jsonReply(403, {
      error: {
        title: 'Forbidden',
        message: 'You do not have access to this page. Please contact the account owner of this help desk.',
      },
    }),
  record: () => jsonReply(404, { error: 'RecordNotFound', description: 'Not found' }),
  helpDesk: () =>
    jsonReply(404, {
      error: {
        title: 'No help desk at acme.zendesk.com',
        message: 'There is no help desk configured at this address.',
      },
    }),
  attribute: (name: string) =>
    jsonReply(400, {
      error: { title: 'Invalid attribute', message: `You passed an invalid value for the ${name} attribute.` },
    }),
  depth: () =>
    jsonReply(400, {
      errors: [
        {
          code: 'InvalidPaginationDepth',
          title: 'Invalid pagination depth',
          detail: 'Use cursor pagination to go further.',
        },
      ],
    }),
  internal: (status: number) => textReply(status, 'Internal Server Error'),
} as const;

/** A 429 with the headers that the switch leaves. */
export function limited(settings: ZendeskSettings, clock: Clock): Reply {
  const text = 'Number of allowed API requests per minute exceeded';
  const forms: Readonly<Record<string, () => Reply>> = {
    resetOnly: () => jsonReply(429, { error: 'TooManyRequests', description: text }, { 'ratelimit-reset': '1' }),
    resetDate: () =>
      jsonReply(429, { error: 'TooManyRequests' }, { 'ratelimit-reset': new Date(clock.now() + 1000).toISOString() }),
    plainText: () => textReply(429, text, retryAfter(settings, clock)),
    nothing: () => textReply(429, text),
  };
  return (
    forms[settings.limitForm]?.() ??
    jsonReply(429, { error: 'TooManyRequests', description: text }, retryAfter(settings, clock))
  );
}
