import * as z from 'zod';
import { connect, type Connection } from '../../src/exchange/connection.ts';
import { list, object, parseJson } from '../../src/json.ts';
import type { Dated, Order } from '../../src/reading/order.ts';
import type { HttpResponse, OutgoingRequest } from '../../src/ports.ts';
import type { Limits, Log, Provider } from '../../src/provider.ts';
import { byStatus } from '../../src/providers/answers.ts';
import { readSpan } from '../../src/reading/slices.ts';
import { toy } from '../toy.ts';
import { numbers, virtualTime } from '../virtual-time.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
export const FROM = Date.UTC(2026, 5, 1);
export const TO = FROM + 30 * DAY;

/** A vendor whose entries are nothing but a time, so that a thousand pages cost next to nothing, and how it is read. */
export interface Course {
  readonly pages: number;
  /** What the vendor allows: so many requests in any stretch of so many milliseconds. */
  readonly rate: { readonly requests: number; readonly perMs: number };
  /** Whether its answers say what it allows and what is left of it. */
  readonly tells: boolean;
  readonly limits: Limits;
  readonly vendorOrder: Log['order'];
  readonly order?: Order;
  /** Whether answers tell how much there is. */
  readonly totals?: boolean;
  readonly rhythm?: Rhythm;
  /** What a request takes there and back, and by how much more it may take, of that so much on the way there. */
  readonly tripMs: number;
  readonly jitterMs: number;
  readonly jitterThere?: number;
  /** Requests a second that others make, from before the run or from so long after its start. */
  readonly others?: number;
  readonly othersAfterMs?: number;
}

export type Rhythm = 'even' | 'week' | 'bursts';

/** How much happens at a time, compared with the busiest. */
const BUSY: Readonly<Record<Rhythm, (at: number) => number>> = {
  even: () => 1,
  week: (at) => {
    const hour = Math.floor(at / HOUR) % 24;
    const share = hour >= 8 && hour < 18 ? 1 : hour >= 6 && hour < 20 ? 0.5 : 0.12;
    return [2, 3].includes(Math.floor(at / DAY) % 7) ? share * 0.3 : share;
  },
  bursts: (at) => (Math.floor(at / HOUR) % 97 === 0 ? 1 : 0.01),
};

export interface Run {
  readonly ms: number;
  readonly requests: number;
  readonly limited: number;
  /** Entries that were sent. */
  readonly sent: number;
  readonly events: readonly Dated[];
  readonly truth: readonly number[];
}

/** Reads all that the vendor has. */
export async function run(
  course: Course,
  seed: number,
  options: { lookingForOne?: boolean; eager?: boolean } = { eager: true },
): Promise<Run> {
  const { tripMs, jitterMs, jitterThere = 0.5, others = 0, othersAfterMs, order = 'oldest' } = course;
  const random = numbers(seed);
  const time = virtualTime(TO + HOUR);
  const began = time.now();
  const vendor = createVendor(course, timesOf(course, random), time.now);
  const jitter = numbers(seed + 1000);
  let requests = 0;
  const send = async (request: OutgoingRequest): Promise<HttpResponse> => {
    requests += 1;
    await time.sleep(tripMs / 4 + jitter() * jitterMs * jitterThere);
    const reply = vendor.answer(request);
    await time.sleep((tripMs * 3) / 4 + jitter() * jitterMs * (1 - jitterThere));
    return reply;
  };
  const connection: Connection = connect(provider(course), {}, { ...time, send, random });
  const [log] = connection.provider.logs;
  const events: Dated[] = [];
  const over = new AbortController();
  const reading = (async () => {
    const span = { connection, log, window: { from: FROM, to: TO }, filters: {}, order };
    for await (const batch of readSpan(span, { ...options, redact: false, raw: false, deadline: began + 1e9 }))
      events.push(...batch.events);
  })().finally(() => {
    over.abort();
  });
  const elsewhere = async (): Promise<void> => {
    for (; !over.signal.aborted; await time.sleep(1000 / others)) vendor.use();
  };
  if (othersAfterMs === undefined) vendor.before(others);
  if (others > 0) void time.sleep(othersAfterMs ?? 0).then(elsewhere);
  await time.run(reading);
  return {
    ms: time.now() - began,
    requests,
    limited: vendor.limited(),
    sent: vendor.sent(),
    events,
    truth: vendor.times,
  };
}

function timesOf({ pages, rhythm = 'week' }: Course, random: () => number): number[] {
  const busy = BUSY[rhythm];
  const times: number[] = [];
  while (times.length < pages * 100) {
    const at = FROM + Math.floor(random() * (TO - FROM));
    if (random() < busy(at)) times.push(at);
  }
  return times.toSorted((a, b) => a - b);
}

interface Vendor {
  readonly times: readonly number[];
  readonly answer: (request: OutgoingRequest) => HttpResponse;
  readonly use: () => boolean;
  /** Others have made so many requests a second already. */
  readonly before: (others: number) => void;
  readonly limited: () => number;
  readonly sent: () => number;
}

function createVendor({ rate, vendorOrder, totals = false }: Course, times: number[], now: () => number): Vendor {
  let arrivals: number[] = [];
  let [limited, sent] = [0, 0];
  const use = (): boolean => {
    const old = now() - rate.perMs;
    if ((arrivals[0] ?? now()) <= old)
      arrivals = arrivals.slice(
        arrivals.findIndex((at) => at > old) < 0 ? arrivals.length : arrivals.findIndex((at) => at > old),
      );
    if (arrivals.length >= rate.requests) return false;
    arrivals.push(now());
    return true;
  };
  const first = (at: number): number => {
    let [low, high] = [0, times.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((times[middle] ?? 0) < at) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    times,
    use,
    before: (others) => {
      const all = Math.floor((others * rate.perMs) / 1000);
      arrivals = Array.from({ length: all }, (_, index) => now() - rate.perMs + (index * 1000) / others);
    },
    limited: () => limited,
    sent: () => sent,
    answer: ({ url }) => {
      if (!use()) {
        limited += 1;
        return { status: 429, headers: { 'retry-after': '1' }, body: '' };
      }
      const asked = new URL(url).searchParams;
      const [from, to, cursor] = ['from', 'to', 'cursor'].map((name) => Number(asked.get(name) ?? 0)) as [
        number,
        number,
        number,
      ];
      const order = vendorOrder === 'either' || vendorOrder === 'unknown' ? asked.get('order') : vendorOrder;
      const all = times.slice(first(from), first(to));
      const page =
        order === 'newest'
          ? all.slice(Math.max(0, all.length - cursor - 100), all.length - cursor).toReversed()
          : all.slice(cursor, cursor + 100);
      sent += page.length;
      const more = cursor + 100 < all.length ? { cursor: cursor + 100 } : {};
      const body = {
        entries: page,
        ...more,
        ...(totals ? { total: all.length } : {}),
        remaining: rate.requests - arrivals.length,
      };
      return { status: 200, headers: {}, body: JSON.stringify(body) };
    },
  };
}

function provider({ limits, tells, rate, vendorOrder }: Course): Provider {
  const base = toy({ limits });
  const [log] = base.logs;
  return {
    ...base,
    logs: [{ ...log, order: vendorOrder, entry: z.number() }],
    request: ({ window, cursor, order }) => ({
      method: 'GET',
      path: '/list',
      query: [
        ['from', String(window.from)],
        ['to', String(window.to)],
        ['order', vendorOrder === 'unknown' ? 'oldest' : order],
        ...(cursor === undefined ? [] : [['cursor', cursor] as const]),
      ],
      replay: true,
    }),
    answer: (response) => {
      if (response.status !== 200) return byStatus({ label: 'Toy', response });
      const { entries, cursor, total, remaining } = object(parseJson(response.body));
      return {
        kind: 'page',
        entries: list(entries),
        ...(cursor === undefined ? {} : { cursor: `${Number(cursor)}` }),
        ...(typeof total === 'number' ? { total } : {}),
        ...(tells ? { headroom: { perMinute: rate.requests, remaining: Number(remaining), resetMs: 41_000 } } : {}),
      };
    },
    event: (entry) => ({
      time: Number(entry),
      identity: [String(entry)],
      actor: { kind: 'unknown' },
      verb: 'other',
      action: 'toy.act',
      category: 'toy',
      changes: [],
      message: '',
      flags: [],
    }),
  };
}
