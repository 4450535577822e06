import { describe, expect, test } from 'vitest';
import { call } from '../../src/exchange/call.ts';
import { connect } from '../../src/exchange/connection.ts';
import type { AuditError } from '../../src/errors.ts';
import type { Provider } from '../../src/provider.ts';
import { providers } from '../../src/providers/index.ts';
import { search } from '../../src/questions/search.ts';
import { fakeHost, json, START } from '../fake-host.ts';
import { simulated } from '../simulated/world.ts';
import { ASK, toy } from '../toy.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const PAGE = json(200, { entries: [] });

const date = new Date(START).toUTCString();
const NONSENSE = [
  '-5',
  '1e20',
  '99999999999999999999',
  'soon',
  '',
  'NaN',
  'Infinity',
  '-1e9',
  '0x10',
  '8640000000001',
  'Wed, 99 Foo 2026 12:00:00 GMT',
  '+275760-09-14T00:00:00Z',
  '9'.repeat(400),
];
const FAR = [
  '999999999',
  String(START / 1000 + 400 * 86_400),
  new Date(START + 10 * 365 * DAY).toUTCString(),
  '9999-12-31T23:59:59Z',
];

async function failure(promise: Promise<unknown>): Promise<AuditError> {
  return promise.then(
    () => Promise.reject(new Error('did not fail')),
    (thrown: AuditError) => thrown,
  );
}

describe('A time that a vendor names', () => {
  test.each(NONSENSE)('is ignored when it is nonsense: %j', async (value) => {
    const host = fakeHost((_, number) => (number === 1 ? json(429, {}, { 'retry-after': value, date }) : PAGE));
    await call(connect(toy(), {}, host.ports), ASK);
    expect(host.elapsed()).toBe(1000);
  });

  test.each(
    FAR.flatMap((value) => [{ 'retry-after': value }, { 'retry-after': value, date }, { 'ratelimit-reset': value }]),
  )('is a day at most: %o', async (headers) => {
    const host = fakeHost(() => json(429, {}, headers));
    const error = await failure(call(connect(toy(), {}, host.ports), ASK));
    expect(error.fault).toMatchObject({ code: 'rate_limited', retryAt: START + DAY });
  });

  test('blocks requests for at most an hour, so that a recovered vendor is read', async () => {
    let recovered = false;
    const host = fakeHost(() => (recovered ? PAGE : json(429, {}, { 'retry-after': '86400' })));
    const connection = connect(toy(), {}, host.ports);
    await failure(call(connection, ASK, { deadline: START + 45_000 }));
    recovered = true;
    host.advance(HOUR - 1000);
    await expect(call(connection, ASK, { deadline: START + HOUR - 500 })).rejects.toMatchObject({
      code: 'rate_limited',
    });
    expect(host.requests).toHaveLength(1);
    host.advance(1000);
    await expect(call(connection, ASK, { deadline: START + HOUR + 45_000 })).resolves.toMatchObject({ kind: 'page' });
  });

  test.each(Object.values<Provider>(providers).map(({ id }) => id as keyof typeof providers))(
    'spoils nothing of what the others answer, whatever %s says',
    async (bad) => {
      const names = ['retry-after', 'ratelimit-reset', 'x-rate-limit', 'ratelimit-remaining', 'date'];
      for (const value of [...NONSENSE, ...FAR]) {
        const world = simulated({ events: 60 });
        const others = world.simulator.vendors
          .filter((vendor) => vendor !== bad)
          .map((vendor) => world.connect(vendor));
        const spoilt = world.connect(bad);
        const spoiling = {
          ...spoilt,
          send: async () => ({ response: json(429, {}, Object.fromEntries(names.map((name) => [name, value]))) }),
        };
        const deadline = START + 30_000;
        const { coverage, events } = await search([spoiling, ...others], { since: '20d', limit: 1000 }, { deadline });
        const failed = coverage.filter(({ complete }) => !complete).map(({ provider }) => provider);
        expect(new Set(failed)).toEqual(new Set([bad]));
        expect(events.length).toBeGreaterThan(0);
      }
    },
  );
});
