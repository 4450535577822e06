import { basicOf, bearerOf } from './tokens.ts';
import type { Reply, SimulatedRequest, Vendor } from './vendor.ts';

/** Ways in which careless software repeats what it was sent. */
const FORMS: readonly ((request: SimulatedRequest) => string)[] = [
  ({ headers }) => `authorization: ${headers['authorization'] ?? 'none'}`,
  (request) => `user ${credentialOf(request).join(' with password ')}`,
  (request) => `?key=${encodeURIComponent(credentialOf(request).join(' '))}`,
  (request) => JSON.stringify({ sent: JSON.stringify(credentialOf(request)) }),
  ({ body }) => `body: ${body}`,
  ({ headers, body }) => Buffer.from(`${headers['authorization'] ?? ''} ${body}`).toString('base64'),
];

/** An error with this status that repeats the credential, in its body and headers, in a different form each time. */
export function echo(vendor: Vendor, request: SimulatedRequest, { status, number }: Echo): Reply {
  const said = FORMS[number % FORMS.length]?.(request) ?? '';
  const reply = vendor.refused(status, said, vendor.isTokenRequest(request));
  const [last = ''] = credentialOf(request).slice(-1);
  return { ...reply, headers: { ...reply.headers, ...Object.fromEntries(ID_HEADERS.map((name) => [name, last])) } };
}

export interface Echo {
  readonly status: number;
  /** The number of the echo, counted from 1. */
  readonly number: number;
}

const ID_HEADERS = ['x-traceid', 'x-request-id', 'x-zendesk-request-id', 'x-ashby-request-id'];

function credentialOf({ headers }: SimulatedRequest): string[] {
  const pair = basicOf(headers);
  return pair === undefined ? [bearerOf(headers) ?? ''] : [pair.user, pair.password].filter((part) => part !== '');
}
