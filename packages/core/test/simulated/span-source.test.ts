import type { VendorId } from '@trailhound/simulator';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Connection } from '../../src/exchange/connection.ts';
import { createPace, type Pace } from '../../src/exchange/pace.ts';
import type { AuditEvent } from '../../src/event.ts';
import { find } from '../../src/questions/find.ts';
import { follow } from '../../src/questions/follow.ts';
import { events, search } from '../../src/questions/search.ts';
import { summarize } from '../../src/questions/summarize.ts';
import { trace } from '../../src/questions/trace.ts';
import type { Coverage } from '../../src/reading/coverage.ts';
import type { QueryInput } from '../../src/reading/query.ts';
import type { QueryOptions } from '../../src/reading/question.ts';
import { isTotalFailure } from '../../src/reading/trouble.ts';
import { iso, type Window } from '../../src/window.ts';
import { START } from '../fake-host.ts';
import { memoryStore, type MemoryStore } from './memory-store.ts';
import { all, simulated, type Simulated } from './world.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const VENDORS: readonly VendorId[] = ['gong', 'zendesk', 'ashby'];
const ALL: Window = { from: START - 20 * DAY, to: START };
/** Two stretches with a hole before, between and behind them. */
const SOME: readonly Window[] = [
  { from: START - 15 * DAY, to: START - 10 * DAY },
  { from: START - 5 * DAY, to: START - 7 * HOUR },
];

interface Kept {
  readonly world: Simulated;
  readonly connections: readonly Connection[];
  readonly store: MemoryStore;
  readonly from: QueryOptions;
}

/** A world of which a store holds some stretches; what that took is not counted. */
async function kept(windows: readonly Window[], options: { events?: number; logs?: string[] } = {}): Promise<Kept> {
  const world = simulated({ events: options.events ?? 300, unlimited: true });
  // Without a rate nobody sleeps, and the clock stands: the same words mean the same times.
  const pace = (vendor: VendorId): Pace =>
    createPace({ id: vendor, label: vendor }, { pageSize: 100, concurrency: 4 }, world.host.ports);
  const connections = VENDORS.map((vendor) => world.connect(vendor, { pace: pace(vendor) }));
  const store = memoryStore();
  for (const window of windows) await store.keep(connections, window, options.logs);
  return { world, connections, store, from: { source: () => store.source } };
}

function requestsOf({ world }: Kept): number {
  return world.host.requests.length;
}

/** The part of the coverage that must not depend on the source of events. */
function held(coverage: readonly Coverage[]): unknown {
  return coverage.map(({ provider, log, asked, complete, gaps }) => ({ provider, log, asked, complete, gaps }));
}

const uids = (found: readonly AuditEvent[]): string[] => found.map(({ uid }) => uid);

const ASKED: Readonly<Record<string, (connections: readonly Connection[], options: QueryOptions) => Promise<unknown>>> =
  {
    'a search, newest first': async (connections, options) => {
      const { coverage, ...found } = await search(connections, { since: '20d', limit: 400 }, options);
      return { ...found, coverage: held(coverage) };
    },
    'a search, oldest first': async (connections, options) => {
      const input: QueryInput = { since: '20d', limit: 400, order: 'oldest', verbs: ['create', 'read'] };
      const { coverage, ...found } = await search(connections, input, options);
      return { ...found, coverage: held(coverage) };
    },
    'a stream': async (connections, options) => {
      const stream = events(connections, { since: '20d', text: 'a' }, options);
      return { found: await all(stream), coverage: held(stream.coverage()) };
    },
    'a summary': async (connections, options) => {
      const { coverage, ...counted } = await summarize(connections, { since: '20d' }, options);
      return { ...counted, coverage: held(coverage) };
    },
    'a trace': async (connections, options) => {
      const { coverage, ...traced } = await trace(
        connections,
        { actor: 'dana.doe@example.com', since: '20d' },
        options,
      );
      return { ...traced, coverage: held(coverage) };
    },
    following: async (connections, options) => {
      const { coverage, ...followed } = await follow(connections, {}, { ...options, lookback: '20d' });
      return { ...followed, coverage: held(coverage) };
    },
    finding: async (connections, options) => {
      // Of a provider all logs are looked through, and Gong has one that is kept only when it is named.
      const providers = ['zendesk', 'ashby'];
      const { events: some } = await search(connections, { providers, since: '12d', until: '10d', limit: 3 }, options);
      return Promise.all(some.map(({ uid }) => find(connections, uid, options)));
    },
  };

describe.each(Object.entries(ASKED))('%s', (_, ask) => {
  test('is the same from a store with holes as from the vendors', async () => {
    const { connections, from } = await kept(SOME);
    expect(await ask(connections, from)).toEqual(await ask(connections, {}));
  });

  test('asks no vendor for what a store contains', async () => {
    const whole = await kept([ALL]);
    const before = requestsOf(whole);
    await ask(whole.connections, whole.from);
    expect(requestsOf(whole)).toBe(before);
  });
});

test('A store with any holes yields the same as the vendors', async () => {
  const hours = fc.integer({ min: 0, max: 20 * 24 });
  const plan = fc.record({
    stretches: fc.array(fc.tuple(hours, hours), { maxLength: 4 }),
    order: fc.constantFrom('newest' as const, 'oldest' as const),
    limit: fc.integer({ min: 1, max: 600 }),
  });
  await fc.assert(
    fc.asyncProperty(plan, async ({ stretches, order, limit }) => {
      const windows = stretches
        .map(([a, b]) => ({ from: START - Math.max(a, b) * HOUR, to: START - Math.min(a, b) * HOUR }))
        .filter(({ from, to }) => from < to);
      const { connections, from } = await kept(windows, { events: 100 });
      const query = { since: '20d', order, limit };
      const [stored, live] = [await search(connections, query, from), await search(connections, query)];
      expect(stored.events).toEqual(live.events);
      expect([stored.cursor, held(stored.coverage)]).toEqual([live.cursor, held(live.coverage)]);
    }),
    { numRuns: 15 },
  );
});

test('Only the holes of a store are requested', async () => {
  const { world, connections, from } = await kept(SOME);
  const before = world.host.requests.length;
  await all(events(connections.slice(1, 2), { since: '20d' }, from));
  const asked = world.host.requests.slice(before).map(({ url }) => new URL(url).searchParams);
  const windows = asked.map((query) => query.getAll('filter[created_at][]').map((at) => Date.parse(at)));
  expect(windows.length).toBeGreaterThan(0);
  for (const [since = 0, until = 0] of windows) {
    // A provider asks for a second more at both ends.
    for (const { from: start, to: end } of SOME) expect(until <= start + 1000 || since >= end - 1000).toBe(true);
  }
});

describe('A vendor that fails', () => {
  test.each(['newest', 'oldest'] as const)('leaves a gap only in the holes, %s first', async (order) => {
    const { world, connections, from } = await kept(SOME);
    world.simulator.set('zendesk', { failForever: true });
    const zendesk = connections.slice(1, 2);
    const found = await search(zendesk, { since: '20d', limit: 5000, order }, from);
    const missing = found.coverage.flatMap(({ gaps }) => gaps.map((gap) => [gap.from, gap.to, gap.reason]));
    expect(missing).toEqual([
      [iso(START - 20 * DAY), iso(START - 15 * DAY), 'unavailable'],
      [iso(START - 10 * DAY), iso(START - 5 * DAY), 'unavailable'],
      [iso(START - 7 * HOUR), iso(START), 'unavailable'],
    ]);
    const counts = SOME.map(
      ({ from: since, to }) => world.simulator.truth({ vendor: 'zendesk', log: 'audit_logs', from: since, to }).count,
    );
    expect(found.events).toHaveLength(counts.reduce((sum, count) => sum + count, 0));
    expect(isTotalFailure(found.coverage)).toBe(false);
  });

  test('stops following at the hole, so that nothing after it is lost', async () => {
    const { world, connections, from } = await kept([{ from: START - 5 * HOUR, to: START }], { events: 20_000 });
    const ashby = connections.slice(2);
    world.simulator.set('ashby', { failForever: true });
    const first = await follow(ashby, {}, { ...from, lookback: '8h' });
    expect([first.events.length, first.more]).toEqual([0, false]);
    world.simulator.set('ashby', { failForever: false });
    const second = await follow(ashby, {}, { ...from, checkpoint: first.checkpoint });
    const live = await search(ashby, { since: '8h', order: 'oldest', limit: 10_000 });
    expect(uids(second.events)).toEqual(uids(live.events));
  });
});

test('What a vendor no longer keeps is no gap if a store contains it', async () => {
  const window = { from: START - 10 * DAY, to: START - 9 * DAY };
  const { world, connections, from, ...rest } = await kept([window], { logs: ['AccessLog'] });
  const gong = connections.slice(0, 1);
  const query = { logs: ['AccessLog'], since: iso(window.from), until: iso(window.to), limit: 5000 };
  const live = await search(gong, query);
  world.host.advance(10 * DAY);
  const before = requestsOf({ world, connections, from, ...rest });
  const stored = await search(gong, query, from);
  expect(uids(stored.events)).toEqual(uids(live.events));
  expect([stored.complete, world.host.requests.length]).toEqual([true, before]);
  expect((await search(gong, query)).coverage[0]?.gaps[0]?.reason).toBe('beyond_retention');
});

describe('Native filters', () => {
  const FILTERS: readonly (readonly [VendorId, QueryInput])[] = [
    ['zendesk', { filters: { zendesk: { action: ['create', 'login'] } } }],
    ['zendesk', { filters: { zendesk: { sourceType: 'trigger' } } }],
    ['zendesk', { filters: { zendesk: { ipAddress: '192.0.2.14', pageSize: 7 } } }],
    ['zendesk', { filters: { zendesk: { actorId: '1' } }, verbs: ['update'] }],
    ['ashby', { filters: { ashby: { categories: ['JobStatusChanged'], targetTypes: ['app_user'] } } }],
    ['ashby', { filters: { ashby: { targetTypes: ['job'] } }, text: 'job' }],
    ['ashby', { filters: { ashby: { actorIds: ['nobody'] } } }],
  ];

  test.each(FILTERS)('of %s in %j mean the same in a store, and the vendor is not asked', async (vendor, query) => {
    const whole = await kept([ALL]);
    const one = whole.connections.filter(({ provider }) => provider.id === vendor);
    const live = await search(one, { since: '20d', limit: 5000, ...query });
    const before = requestsOf(whole);
    const stored = await search(one, { since: '20d', limit: 5000, ...query }, whole.from);
    expect(stored.events).toEqual(live.events);
    expect(requestsOf(whole)).toBe(before);
  });

  test.each(VENDORS.slice(1))('with actors and targets of %s that really occur do, too', async (vendor) => {
    const whole = await kept([ALL]);
    const one = whole.connections.filter(({ provider }) => provider.id === vendor);
    const { events: some } = await search(one, { since: '20d', limit: 20 });
    for (const { actor, target } of some.slice(0, 6)) {
      const named =
        vendor === 'zendesk'
          ? { actorId: actor.id, sourceType: target?.type }
          : { actorIds: actor.id && [actor.id], targetIds: target?.id && [target.id] };
      const filters = {
        [vendor]: Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined)),
      };
      const live = await search(one, { since: '20d', limit: 5000, filters });
      const before = requestsOf(whole);
      expect((await search(one, { since: '20d', limit: 5000, filters }, whole.from)).events).toEqual(live.events);
      expect([live.events.length > 0, requestsOf(whole)]).toEqual([true, before]);
    }
  });

  test('of a provider that cannot tell what they mean go to the vendor', async () => {
    const whole = await kept([ALL]);
    const [, zendesk] = whole.connections;
    if (zendesk === undefined) throw new Error('no Zendesk');
    const { matches: _, ...silent } = zendesk.provider;
    const before = requestsOf(whole);
    await search(
      [{ ...zendesk, provider: silent }],
      { since: '20d', filters: { zendesk: { action: 'create' } } },
      whole.from,
    );
    expect(requestsOf(whole)).toBeGreaterThan(before);
  });
});
