import * as fc from 'fast-check';
import { VENDOR_IDS, type Setting, type VendorId } from '@trailhound/simulator';
import { describe, expect, test, vi } from 'vitest';
import type { Connection } from '../../src/exchange/connection.ts';
import { events, search } from '../../src/questions/search.ts';
import { summarize, type Summary } from '../../src/questions/summarize.ts';
import type { Coverage } from '../../src/reading/coverage.ts';
import type { QueryInput } from '../../src/reading/query.ts';
import type { QueryOptions } from '../../src/reading/question.ts';
import { sharedSource } from '../../src/reading/shared-source.ts';
import { START } from '../fake-host.ts';
import { all, simulated, type Simulated } from './world.ts';

vi.setConfig({ testTimeout: 60_000 });

const MINUTE = 60_000;
const MONTH = { since: '30d' };
const MANY = Array.from({ length: 16 });

interface Shared {
  readonly world: Simulated;
  readonly connection: Connection;
  readonly options: QueryOptions;
  readonly requests: () => number;
}

/** A simulated vendor with its own limits, and questions that share their readings. */
function shared(vendor: VendorId, switches: Record<string, Setting> = {}, count = 1500): Shared {
  const world = simulated({ events: count, vendors: [vendor], switches: { [vendor]: switches } });
  const source = sharedSource();
  return {
    world,
    connection: world.connect(vendor),
    options: { source: () => source, deadline: START + 10 * MINUTE },
    requests: () => world.host.requests.length,
  };
}

/** What two answers to one question must have in common. */
function figures({ total, groups, complete, coverage }: Summary): unknown {
  return { total, groups, complete, gaps: coverage.map(({ gaps }) => gaps) };
}

async function alone(
  vendor: VendorId,
  switches?: Record<string, Setting>,
): Promise<{ summary: Summary; requests: number }> {
  const one = shared(vendor, switches);
  const summary = await summarize([one.connection], MONTH, { deadline: START + 10 * MINUTE });
  return { summary, requests: one.requests() };
}

const isWhole = (coverage: readonly Coverage[]): boolean => coverage.every(({ complete }) => complete);

describe.each(VENDOR_IDS)('Sixteen questions about the same month of %s at once', (vendor) => {
  test('cost about as many requests as one, and all get the whole answer', async () => {
    const one = await alone(vendor);
    const { connection, options, requests } = shared(vendor);
    const answers = await Promise.all(MANY.map(() => summarize([connection], MONTH, options)));
    for (const answer of answers) expect(figures(answer)).toEqual(figures(one.summary));
    expect(one.summary.complete).toBe(true);
    expect(requests()).toBeLessThanOrEqual(one.requests * 1.1);
  });

  test.each([
    ['the vendor limits in between', { limitEvery: 7 }],
    ['the vendor fails in between', { failEvery: 7 }],
    ['cursors expire', { deadCursorEvery: 31 }],
  ])('get the whole answer where %s', async (_, switches) => {
    const one = await alone(vendor);
    const { connection, options } = shared(vendor, switches);
    const answers = await Promise.all(MANY.map(() => summarize([connection], MONTH, options)));
    for (const answer of answers) expect(figures(answer)).toEqual(figures(one.summary));
  });

  test('are each told why nothing could be read, and the vendor is not asked sixteen times as often', async () => {
    const one = await alone(vendor, { failForever: true });
    const { connection, options, requests } = shared(vendor, { failForever: true });
    const answers = await Promise.all(MANY.map(() => summarize([connection], MONTH, options)));
    for (const { coverage, complete } of answers) {
      expect(complete).toBe(false);
      expect(coverage[0]?.gaps[0]?.reason).toBe('unavailable');
    }
    expect(requests()).toBeLessThanOrEqual(one.requests);
  });

  test('go on when the one that came first is cancelled', async () => {
    const one = await alone(vendor);
    const { connection, options, requests } = shared(vendor);
    const stop = new AbortController();
    const progress = (): void => stop.abort();
    const first = summarize([connection], MONTH, { ...options, signal: stop.signal, progress });
    const others = MANY.slice(1).map(() => summarize([connection], MONTH, options));
    await expect(first).rejects.toMatchObject({ code: 'cancelled' });
    for (const answer of await Promise.all(others)) expect(figures(answer)).toEqual(figures(one.summary));
    expect(requests()).toBeLessThanOrEqual(one.requests * 1.1);
  });

  test('each end at their own deadline, and the others go on', async () => {
    const one = await alone(vendor);
    const { connection, options, world } = shared(vendor);
    const questions = [1, 2, 5, 600].map(async (seconds) => {
      const { coverage } = await summarize([connection], MONTH, { ...options, deadline: START + seconds * 1000 });
      return { at: world.host.elapsed(), limit: seconds * 1000, coverage };
    });
    for (const { at, limit } of await Promise.all(questions)) expect(at).toBeLessThanOrEqual(limit + 1000);
    const [last] = (await Promise.all(questions)).slice(-1);
    expect(last?.coverage.map(({ matched, complete }) => [matched, complete])).toEqual(
      one.summary.coverage.map(({ matched }) => [matched, true]),
    );
  });

  test('stop asking the vendor when all are cancelled', async () => {
    const { connection, options, requests, world } = shared(vendor);
    const stop = new AbortController();
    const progress = (): void => stop.abort();
    const asked = MANY.map(() => summarize([connection], MONTH, { ...options, signal: stop.signal, progress }));
    for (const one of await Promise.allSettled(asked)) expect(one.status).toBe('rejected');
    const before = requests();
    world.host.advance(MINUTE);
    await new Promise(setImmediate);
    expect(requests()).toBe(before);
  });
});

test('A question that comes later, while a month is read, is not kept waiting for it', async () => {
  const { connection, options, world } = shared('gong', {}, 12_000);
  let listed: number | undefined;
  let began: number | undefined;
  const stream = events([connection], { ...MONTH, order: 'oldest' }, options);
  let read = 0;
  for await (const _ of stream) {
    read += 1;
    if (read !== 2000) continue;
    began = world.host.elapsed();
    void search([connection], { since: '1d', limit: 20 }, options).then(() => (listed = world.host.elapsed()));
  }
  expect((listed ?? Infinity) - (began ?? 0)).toBeLessThan(30_000);
  expect(world.host.elapsed() - (listed ?? 0)).toBeGreaterThan(60_000);
});

test('A short question follows a long one that begins where it begins, and ends at its own end', async () => {
  const { connection, options, requests } = shared('gong');
  const query = (days: number): QueryInput => ({
    since: new Date(START - days * 86_400_000).toISOString(),
    until: new Date(START).toISOString(),
    logs: ['gong.UserActivityLog'],
  });
  const [long, short] = await Promise.all([
    summarize([connection], query(30), options),
    summarize([connection], query(10), options),
  ]);
  const both = requests();
  expect(figures(short)).toEqual(figures(await summarize([connection], query(10), { deadline: options.deadline })));
  expect(long.complete && short.complete).toBe(true);
  expect(both).toBeLessThanOrEqual(25);
});

describe('Not shared', () => {
  test('is what a vendor filters: each filter has its own answer', async () => {
    const { connection, options } = shared('zendesk');
    const [some] = (await search([connection], { ...MONTH, limit: 1 }, options)).events;
    const asked: QueryInput[] = [MONTH, { ...MONTH, actor: some?.actor.id ?? '' }, { ...MONTH, actions: ['login'] }];
    const together = await Promise.all(asked.map((query) => summarize([connection], query, options)));
    for (const [index, query] of asked.entries()) {
      const plain = await summarize([connection], query, { deadline: options.deadline });
      expect(figures(together[index] as Summary)).toEqual(figures(plain));
    }
    expect(new Set(together.map(({ total }) => total)).size).toBeGreaterThan(1);
  });

  test('are unmasked secrets', async () => {
    const { connection, options } = shared('gong', { secrets: true }, 200);
    const [masked, plain] = await Promise.all(
      [true, false].map(async (redact) => all(events([connection], MONTH, { ...options, redact }))),
    );
    expect(JSON.stringify(masked)).toContain('[redacted');
    expect(JSON.stringify(plain)).not.toContain('[redacted');
  });

  test('is anything between two connections, whatever their names are', async () => {
    const { connection, options, world, requests } = shared('gong');
    await summarize([connection], MONTH, options);
    const one = requests();
    await Promise.all([connection, world.connect('gong')].map((each) => summarize([each], MONTH, options)));
    // Both are limited by what they use together.
    expect(requests()).toBeGreaterThanOrEqual(one * 3);
  });

  test('is the page limit of a question', async () => {
    const { connection, options } = shared('zendesk');
    const [few, whole] = await Promise.all([
      summarize([connection], MONTH, { ...options, maxPages: 3 }),
      summarize([connection], MONTH, options),
    ]);
    expect(few.coverage[0]).toMatchObject({ complete: false, pages: 3 });
    expect(isWhole(whole.coverage)).toBe(true);
  });
});

const asking = fc.record({
  days: fc.constantFrom(1, 3, 10, 30),
  until: fc.constantFrom(undefined, '1d'),
  order: fc.constantFrom('newest' as const, 'oldest' as const),
  limit: fc.constantFrom(1, 20, 300, 2000),
  text: fc.constantFrom(undefined, 'a', 'export'),
});

test('Whatever is asked at the same time, every answer is the one that it would be alone', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...VENDOR_IDS),
      fc.array(asking, { minLength: 2, maxLength: 6 }),
      async (vendor, asked) => {
        const { connection, options } = shared(vendor, {}, 400);
        const queries = asked.map(({ days, until, ...rest }) => {
          const since = new Date(START - days * 86_400_000 - 86_400_000).toISOString();
          const to = until === undefined ? START : START - 3_600_000;
          return { since, until: new Date(to).toISOString(), ...rest };
        });
        const together = await Promise.all(queries.map((query) => search([connection], query, options)));
        for (const [index, query] of queries.entries()) {
          const { deadline } = options;
          const plain = await search([connection], query, { deadline });
          expect(together[index]?.events.map(({ uid }) => uid)).toEqual(plain.events.map(({ uid }) => uid));
          expect(together[index]?.cursor).toEqual(plain.cursor);
          expect(together[index]?.coverage.map(({ gaps }) => gaps)).toEqual(plain.coverage.map(({ gaps }) => gaps));
        }
      },
    ),
    { numRuns: 25, seed: 7 },
  );
});
