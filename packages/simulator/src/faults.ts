import type { Clock } from './clock.ts';
import { isStall } from './stall.ts';
import type { CommonSettings } from './switches.ts';
import { htmlReply, type Reply, type Vendor } from './vendor.ts';

type Settings = CommonSettings;

const HUGE = 20 * 1024 * 1024;

/** The error that replaces the response to the nth request, if a switch asks for one. */
export function faultInstead(vendor: Vendor, settings: Settings, number: number): Reply | undefined {
  const faults: readonly [boolean, () => Reply][] = [
    [settings.resetAt === number, () => ({ status: 0, headers: {}, body: '', effect: 'reset' })],
    [settings.failForever || hits(settings.failAt, settings.failEvery, number), () => failure(vendor, settings)],
    [settings.unavailableAt === number, () => htmlReply(502, 'Bad gateway')],
    [settings.htmlAt === number, () => htmlReply(200, 'Scheduled maintenance')],
    [hits(settings.limitAt, settings.limitEvery, number), vendor.tooMany],
  ];
  return faults.find(([due]) => due)?.[1]();
}

function failure(vendor: Vendor, { failRetryAfter }: Settings): Reply {
  if (failRetryAfter === 0) return vendor.failed(500);
  const reply = vendor.failed(503);
  return { ...reply, headers: { ...reply.headers, 'retry-after': String(failRetryAfter) } };
}

function hits(at: number, every: number, number: number): boolean {
  return number === at || (every > 0 && number % every === 0);
}

/** What happens to a response in transit. */
export function damaged(reply: Reply, settings: Settings, number: number): Reply {
  if (isStall(settings.stall)) return { ...reply, effect: settings.stall };
  if (settings.truncateAt === number) return { ...reply, body: reply.body.slice(0, Math.floor(reply.body.length / 2)) };
  if (settings.hugePageAt === number) return { ...reply, body: reply.body + ' '.repeat(HUGE) };
  return settings.slowBody ? { ...reply, effect: 'drip' } : reply;
}

/** The `Retry-After` header of a 429, in the form that the switch asks for. */
export function retryAfter(
  { retryAfter: form }: Pick<Settings, 'retryAfter'>,
  clock: Clock,
  seconds = 1,
): Record<string, string> {
  if (form === 'absent') return {};
  const forms: Readonly<Record<string, string>> = {
    zero: '0',
    hours: '40000',
    text: ` ${seconds} `,
    date: new Date(Math.ceil((clock.now() + seconds * 1000) / 1000) * 1000).toUTCString(),
  };
  return { 'retry-after': forms[form] ?? String(seconds) };
}
