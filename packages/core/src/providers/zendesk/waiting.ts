import { number, present } from '../../json.ts';
import type { HttpResponse } from '../../ports.ts';
import type { Headroom } from '../../provider.ts';
import { retryAfter, type RetryAfter } from '../answers.ts';

type Headers = HttpResponse['headers'];

const FALLBACK_SECONDS = '60';

/** NOTES: too many requests. The response with the one pause in it that is to be trusted. */
export function afterLimit(response: HttpResponse): HttpResponse {
  const { headers } = response;
  const said = [headers['retry-after'], endpointReset(headers), headers['ratelimit-reset']];
  return pausing(response, said.find((value) => isReadable(value, headers)) ?? FALLBACK_SECONDS);
}

/** The same for a failure, of which `ratelimit-reset` says nothing: it comes with every answer. */
export function afterFailure(response: HttpResponse): HttpResponse {
  return pausing(response, response.headers['retry-after']);
}

/** NOTES: limits. */
export function headroomOf(headers: Headers): Headroom | undefined {
  const headroom = present({
    perMinute: amount(headers['x-rate-limit']) ?? amount(headers['ratelimit-limit']),
    remaining: amount(headers['x-rate-limit-remaining']) ?? amount(headers['ratelimit-remaining']),
    resetMs: read(headers['ratelimit-reset'], headers).ms,
  });
  return Object.keys(headroom).length === 0 ? undefined : headroom;
}

function amount(value: string | undefined): number | undefined {
  const found = number(value);
  return found !== undefined && found >= 0 ? found : undefined;
}

function pausing(response: HttpResponse, value: string | undefined): HttpResponse {
  return { ...response, headers: present({ 'retry-after': value, date: response.headers['date'] }) };
}

function isReadable(value: string | undefined, headers: Headers): boolean {
  return Object.keys(read(value, headers)).length > 0;
}

function read(value: string | undefined, headers: Headers): RetryAfter {
  return retryAfter(pausing({ status: 429, headers, body: '' }, value));
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
