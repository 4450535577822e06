import type { ErrorCode } from '@trailhound/core';
import { ERROR_CODES } from '@trailhound/core/reply';
import { table } from './table.ts';

/** What a person does about each code. Complete, because the compiler checks it. */
const ACTS: Readonly<Record<ErrorCode, readonly [who: string, todo: string]>> = {
  invalid_query: ['the caller', 'Correct the `field` that it names; the hint lists what is valid'],
  unauthorized: ['the owner of the credential', 'Set or replace it, check the base URL, run `doctor`'],
  forbidden: ["the vendor's administrator", 'Grant the scope, the role or the permission; for Gong, trust the address'],
  not_enabled: ["the vendor's support", 'Ask them to enable it; only Ashby has such a feature'],
  not_found: ['the caller or the operator', 'Copy the whole `uid`; check the subdomain or base URL'],
  rate_limited: [
    'time',
    "Try again after `retry_at`; a long wait with Gong means that the day's 10,000 requests are used up",
  ],
  unavailable: [
    'time, then the operator',
    'Try again; if it persists, check the network, `HTTPS_PROXY` and the base URL',
  ],
  timeout: [
    'time, then the operator',
    'Try again, or allow more time (`--deadline`); if it persists, check the network and `HTTPS_PROXY`',
  ],
  bad_response: [
    'operator, then the vendor',
    "Look for a proxy or a login page in between; if there is none, give `request_id` to the vendor's support",
  ],
  too_large: ['the caller', 'Ask for a shorter window; a page may have 8 MiB'],
  cancelled: ['nobody', 'Nothing: the caller asked for it'],
  internal: [
    'us',
    "Report it with what the server's log says about it; the vendor and the credential are not to blame",
  ],
};

export function codes(): string {
  const rows = Object.entries(ACTS).map(([code, [who, todo]]) => [
    `\`${code}\``,
    ERROR_CODES[code as ErrorCode].replace(/\.$/, ''),
    who,
    todo,
  ]);
  return table(['code', 'means', 'who acts', 'what to do'], rows);
}
