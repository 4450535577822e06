import type { VendorId } from '@trailhound/simulator';
import { describe, expect, test } from 'vitest';
import type { Connection } from '../../src/exchange/connection.ts';
import { createPace } from '../../src/exchange/pace.ts';
import { connect } from '../../src/exchange/connection.ts';
import { find } from '../../src/questions/find.ts';
import { follow } from '../../src/questions/follow.ts';
import { events, search } from '../../src/questions/search.ts';
import { summarize } from '../../src/questions/summarize.ts';
import { trace } from '../../src/questions/trace.ts';
import type { Coverage } from '../../src/reading/coverage.ts';
import type { Progress, QueryOptions } from '../../src/reading/question.ts';
import { START } from '../fake-host.ts';
import { toy } from '../toy.ts';
import { all, simulated, type Simulated } from './world.ts';

const HOUR = 3_600_000;
const VENDORS: readonly VendorId[] = ['gong', 'zendesk', 'ashby'];

function connections(world: Simulated): Connection[] {
  return VENDORS.map((vendor) => world.connect(vendor));
}

type Ask = (asked: readonly Connection[], options: QueryOptions) => Promise<readonly Coverage[]>;

const QUESTIONS: Readonly<Record<string, Ask>> = {
  search: async (asked, options) => (await search(asked, { since: '25d', limit: 9000 }, options)).coverage,
  stream: async (asked, options) => {
    const stream = events(asked, { since: '25d' }, options);
    await all(stream);
    return stream.coverage();
  },
  summarize: async (asked, options) => (await summarize(asked, { since: '25d' }, options)).coverage,
  count: async (asked, options) => {
    const input = { since: '25d', by: [], providers: ['gong', 'zendesk'] };
    return (await summarize(asked, input, options)).coverage;
  },
  // An id leads to other names, and so to a second round.
  trace: async (asked, options) => (await trace(asked, { actor: 'Dana Doe', since: '25d' }, options)).coverage,
  follow: async (asked, options) => (await follow(asked, {}, { ...options, lookback: '25d' })).coverage,
};

describe.each(Object.entries(QUESTIONS))('The pages of one question: %s', (_, ask) => {
  test.each([1, 3, 7, 20])('never exceed %i over all logs', async (maxPages) => {
    const world = simulated({ events: 1000 });
    const coverage = await ask(connections(world), { maxPages });
    expect(world.host.requests.length).toBeLessThanOrEqual(maxPages);
    expect(coverage.reduce((sum, { pages }) => sum + pages, 0)).toBeLessThanOrEqual(maxPages);
    const gaps = coverage.flatMap(({ gaps: some }) => some.map(({ reason }) => reason));
    expect(new Set(gaps)).toEqual(new Set(coverage.every(({ complete }) => complete) ? [] : ['budget']));
  });
});

test('Find reads no more pages than allowed, and says that more were needed', async () => {
  const world = simulated({ events: 1000 });
  const [some] = (await search([world.connect('gong')], { since: '7d', logs: ['UserCallPlay'], limit: 1 })).events;
  const before = world.host.requests.length;
  await expect(find([world.connect('gong')], some?.uid ?? '', { maxPages: 1 })).rejects.toMatchObject({
    code: 'not_found',
    hint: expect.stringContaining('could not be read in full'),
  });
  expect(world.host.requests.length - before).toBe(1);
});

test('A log that gets no page is a gap with a useful hint, and the others are read', async () => {
  const world = simulated({ events: 300 });
  const { coverage } = await search(connections(world), { since: '10d', limit: 5000 }, { maxPages: 5 });
  const first = coverage.find(({ pages }) => pages === 0);
  expect(first?.gaps).toMatchObject([{ reason: 'budget', hint: expect.stringContaining('fewer logs') }]);
});

describe('Following with few pages', () => {
  test.each([1, 2, 5])('returns every event of all logs once, %i per call', async (maxPages) => {
    const world = simulated({ events: 150, from: START - 12 * HOUR, to: START });
    const given: string[] = [];
    let checkpoint: unknown;
    let calls = 0;
    for (let more = true; more && calls < 400; calls += 1) {
      const result = await follow(connections(world), {}, { maxPages, checkpoint, lookback: '13h', redact: false });
      given.push(...result.events.map(({ raw }) => JSON.stringify(raw)));
      ({ checkpoint, more } = result);
    }
    const truth = VENDORS.flatMap((vendor) =>
      world.connect(vendor).provider.logs.flatMap(({ id, heavy }) => {
        if (heavy === true) return [];
        const entries = world.simulator.truth({ vendor, log: id, from: START - 13 * HOUR, to: START }).entries();
        return [...entries].map(({ entry }) => JSON.stringify(entry));
      }),
    );
    expect(given.toSorted()).toEqual(truth.toSorted());
    expect(calls).toBeLessThan(400);
  });

  test('does not report more to come if one page can never be enough', async () => {
    const world = simulated({ events: 0 });
    for (let entry = 0; entry < 250; entry += 1)
      world.simulator.append('ashby', 'audit_log', { time: START - HOUR, entry: { id: `e${entry}` } });
    let checkpoint: unknown;
    let calls = 0;
    for (let more = true; more && calls < 50; calls += 1) {
      const options = { maxPages: 1, checkpoint, lookback: '2h' };
      ({ checkpoint, more } = await follow([world.connect('ashby')], {}, options));
    }
    expect(calls).toBeLessThan(50);
    const { events: found } = await follow([world.connect('ashby')], {}, { checkpoint });
    expect(found).toHaveLength(250);
  });
});

describe.each(Object.entries(QUESTIONS))('The progress of one question: %s', (_, ask) => {
  test('never decreases, and ends with the total', async () => {
    const world = simulated({ events: 800 });
    const told: Progress[] = [];
    const coverage = await ask(connections(world), { progress: (progress) => told.push(progress) });
    expect(told.length).toBeGreaterThan(0);
    for (const [index, { pages, scanned, matched }] of told.entries()) {
      const before = told[index - 1] ?? { pages: 0, scanned: 0, matched: 0 };
      expect(pages >= before.pages && scanned >= before.scanned && matched >= before.matched).toBe(true);
    }
    const read = coverage.reduce((sum, { scanned }) => sum + scanned, 0);
    expect(told.at(-1)?.scanned).toBeGreaterThanOrEqual(read);
  });
});

test('Coverage is the same at every call', async () => {
  const world = simulated({ events: 2000 });
  const stream = events(connections(world), { since: '25d' }, { maxPages: 6 });
  await all(stream);
  const first = stream.coverage();
  expect([stream.coverage(), stream.coverage()]).toEqual([first, first]);
  expect(first.some(({ gaps }) => gaps.length > 0)).toBe(true);
});

describe('Following several accounts', () => {
  test('reads them concurrently', async () => {
    const world = simulated({ events: 300 });
    const waiting = new Set<string>();
    let most = 0;
    const watched = connections(world).map((connection) => ({
      ...connection,
      send: async (...[request, options]: Parameters<Connection['send']>) => {
        waiting.add(connection.provider.id);
        most = Math.max(most, waiting.size);
        await new Promise(setImmediate);
        waiting.delete(connection.provider.id);
        return connection.send(request, options);
      },
    }));
    await follow(watched, {}, { lookback: '10d' });
    expect(most).toBe(3);
  });

  test('gives each its share of the events, within the limit', async () => {
    const world = simulated({ events: 400 });
    const result = await follow(connections(world), {}, { lookback: '20d', maxEvents: 10 });
    expect(result.events).toHaveLength(10);
    expect(new Set(result.events.map(({ provider }) => provider))).toEqual(new Set(VENDORS));
    expect(result.more).toBe(true);
    expect(result.coverage.every(({ complete }) => !complete)).toBe(true);
  });

  test('continues from a checkpoint of an earlier version', async () => {
    const world = simulated({ events: 400 });
    const from = START - 24 * HOUR;
    const log = { since: from, readTo: from, readAt: from, sweptAt: START, floor: from, recent: [], late: 0, lagMs: 0 };
    const checkpoint = { v: 1, logs: { 'zendesk/default/audit_logs': log } };
    const { events: found } = await follow([world.connect('zendesk')], {}, { checkpoint });
    const truth = world.simulator.truth({ vendor: 'zendesk', log: 'audit_logs', from, to: START });
    expect(found).toHaveLength(truth.count);
  });
});

test('Two connections to one account can share its rate limiter', () => {
  const world = simulated({ events: 0 });
  const pace = createPace({ id: 'toy', label: 'Toy' }, { pageSize: 2, concurrency: 1 }, world.host.ports);
  const [one, other] = [1, 2].map(() => connect(toy(), { pace }, world.host.ports));
  expect([one?.pace, other?.pace]).toEqual([pace, pace]);
});

test('An error caused by our own rate limiting says so', async () => {
  const world = simulated({ events: 0 });
  const rate = { requests: 1, perMs: 1000 };
  const pace = createPace({ id: 'toy', label: 'Toy' }, { pageSize: 2, concurrency: 1, rate }, world.host.ports);
  (await pace.take({ deadline: Number.POSITIVE_INFINITY }))();
  await expect(pace.take({ deadline: START + 1 })).rejects.toMatchObject({ fault: { held: 'pace' } });
  pace.pause(START + HOUR);
  await expect(pace.take({ deadline: START + 1 })).rejects.toMatchObject({ fault: { held: 'vendor' } });
});
