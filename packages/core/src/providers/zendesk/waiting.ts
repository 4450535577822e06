import { number, present } from '../../json.ts';
import type { HttpResponse } from '../../ports.ts';
import type { Headroom } from '../../provider.ts';
import { retryAfter } from '../answers.ts';

type Headers = HttpResponse['headers'];

const FALLBACK_SECONDS = '60';
const NONE = '';

/** NOTES: too many requests. The only pause that can be trusted. */
export function afterLimit(response: HttpResponse): string {
  const { headers } = response;
  const said = [headers['retry-after'], endpointReset(headers), headers['ratelimit-reset']];
  return said.find((value) => Object.keys(retryAfter(response, value ?? NONE)).length > 0) ?? FALLBACK_SECONDS;
}

/** The same for other failures, where `ratelimit-reset` says nothing, because every response has it. */
export function afterFailure({ headers }: HttpResponse): string {
  return headers['retry-after'] ?? NONE;
}

/** NOTES: limits. */
export function headroomOf(response: HttpResponse): Headroom | undefined {
  const { headers } = response;
  const headroom = present({
    perMinute: amount(headers['x-rate-limit']) ?? amount(headers['ratelimit-limit']),
    remaining: amount(headers['x-rate-limit-remaining']) ?? amount(headers['ratelimit-remaining']),
    resetMs: retryAfter(response, headers['ratelimit-reset'] ?? NONE).ms,
  });
  return Object.keys(headroom).length === 0 ? undefined : headroom;
}

function amount(value: string | undefined): number | undefined {
  const found = number(value);
  return found !== undefined && found >= 0 ? found : undefined;
}

/** The longest `resets` of the endpoint limits that are used up, from `total=1; remaining=0; resets=41`. */
function endpointReset(headers: Headers): string | undefined {
  const spent = Object.entries(headers)
    .filter(([name, value]) => name.startsWith('zendesk-ratelimit-') && !/remaining=[1-9]/.test(value))
    .map(([, value]) => /resets=(\d+)/.exec(value)?.[1])
    .filter((seconds) => seconds !== undefined)
    .toSorted((one, other) => Number(one) - Number(other));
  return spent.at(-1);
}
