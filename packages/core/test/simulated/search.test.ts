import type { Setting, VendorId } from '@trailhound/simulator';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Connection } from '../../src/exchange/connection.ts';
import type { AuditError } from '../../src/errors.ts';
import type { AuditEvent } from '../../src/event.ts';
import type { QueryInput } from '../../src/reading/query.ts';
import { events, search, type SearchResult } from '../../src/questions/search.ts';
import { START } from '../fake-host.ts';
import { all, simulated, type Simulated } from './world.ts';

const DAY = 86_400_000;
const LOGS: readonly (readonly [VendorId, string])[] = [
  ['gong', 'UserActivityLog'],
  ['gong', 'UserCallPlay'],
  ['gong', 'ExternallySharedCallAccess'],
  ['gong', 'ExternallySharedCallPlay'],
  ['zendesk', 'audit_logs'],
  ['ashby', 'audit_log'],
];

function connections(world: Simulated): Connection[] {
  return (['gong', 'zendesk', 'ashby'] as const).map((vendor) => world.connect(vendor));
}

/** Everything that a query over all logs has to find, as raw entries. */
function truth(world: Simulated, from: number, to = START): string[] {
  return LOGS.flatMap(([vendor, log]) => [...world.simulator.truth({ vendor, log, from, to }).entries()])
    .map(({ entry }) => JSON.stringify(entry))
    .toSorted();
}

function raws(found: readonly AuditEvent[]): string[] {
  return found.map(({ raw }) => JSON.stringify(raw)).toSorted();
}

/** By what the events themselves say: their time, then their uid. */
function inTime(found: readonly AuditEvent[], order: 'newest' | 'oldest'): AuditEvent[] {
  const place = ({ time, uid }: AuditEvent): string => `${time} ${uid}`;
  const oldest = found.toSorted((a, b) => (place(a) < place(b) ? -1 : 1));
  return order === 'oldest' ? oldest : oldest.toReversed();
}

/** Turns page after page until there is no cursor. */
async function pageThrough(
  from: readonly Connection[],
  input: QueryInput,
): Promise<{ found: AuditEvent[]; pages: SearchResult[] }> {
  const pages: SearchResult[] = [];
  let cursor: string | undefined;
  do {
    const page: SearchResult = await search(from, cursor === undefined ? input : { ...input, cursor }, {
      redact: false,
    });
    pages.push(page);
    ({ cursor } = page);
  } while (cursor !== undefined);
  return { found: pages.flatMap((page) => page.events), pages };
}

describe('A search', () => {
  test.each(['newest', 'oldest'] as const)('merges all logs, %s first, each event once', async (order) => {
    const world = simulated({ events: 300 });
    const { found } = await pageThrough(connections(world), { since: '10d', order, limit: 100 });
    expect(found).toEqual(inTime(found, order));
    expect(raws(found)).toEqual(truth(world, START - 10 * DAY));
  });

  test('pages through every event once, for any data, limit and order', async () => {
    const plan = fc.record({
      count: fc.integer({ min: 0, max: 120 }),
      burst: fc.integer({ min: 1, max: 60 }),
      limit: fc.integer({ min: 1, max: 90 }),
      order: fc.constantFrom('newest' as const, 'oldest' as const),
      seed: fc.nat(1000),
    });
    await fc.assert(
      fc.asyncProperty(plan, async ({ count, burst, limit, order, seed }) => {
        const world = simulated({
          events: count,
          seed,
          switches: { gong: { burst }, zendesk: { burst }, ashby: { burst } },
        });
        const { found } = await pageThrough(connections(world), { since: '20d', limit, order });
        expect(raws(found)).toEqual(truth(world, START - 20 * DAY));
        expect(found).toEqual(inTime(found, order));
      }),
      { numRuns: 30 },
    );
  });

  test('pages through every event once, even with hundreds of events in one second', async () => {
    const world = simulated({ events: 400, switches: { zendesk: { burst: 400 }, ashby: { burst: 350 } } });
    const { found } = await pageThrough(connections(world).slice(1), { since: '31d', limit: 45 });
    expect(found).toHaveLength(800);
    expect(new Set(found.map(({ uid }) => uid)).size).toBe(800);
  });

  test('requests no more than the limit needs', async () => {
    const world = simulated({ events: 100_000 });
    for (const vendor of ['zendesk', 'ashby'] as const) {
      await search([world.connect(vendor)], { since: '30d', limit: 50 });
      expect(world.simulator.stats(vendor).requests, vendor).toBe(1);
    }
    await search([world.connect('gong')], { since: '30d', limit: 50, logs: ['UserCallPlay'] });
    expect(world.simulator.stats('gong').requests).toBeLessThanOrEqual(3);
  });

  test('splits a window that is longer than the vendor accepts', async () => {
    const world = simulated({ events: 500, from: START - 1100 * DAY });
    const { found } = await pageThrough([world.connect('ashby')], { since: '1095d', limit: 300 });
    const { count } = world.simulator.truth({ vendor: 'ashby', log: 'audit_log', from: START - 1095 * DAY, to: START });
    expect(found).toHaveLength(count);
    expect(world.simulator.stats('ashby').byStatus).toEqual({ 200: expect.any(Number) });
  });

  test('does not scan endlessly for rare matches', async () => {
    const world = simulated({ events: 100_000 });
    const result = await search([world.connect('zendesk')], { since: '30d', text: 'nothing has this in it' }, {});
    expect(world.simulator.stats('zendesk').requests).toBe(500);
    expect(result).toMatchObject({
      events: [],
      complete: false,
      cursor: expect.any(String),
      coverage: [{ gaps: [{ reason: 'budget' }] }],
    });
  });

  test('splits a slice that takes too long', async () => {
    const world = simulated({ events: 1200, switches: { gong: { limitEvery: 2, retryAfter: 'seconds' } } });
    const slow = world.connect('gong');
    const dragging = {
      ...slow,
      send: (...asked: Parameters<typeof slow.send>) => slow.send(...asked).finally(() => world.host.advance(50_000)),
    };
    const found = await all(
      events([dragging], { since: '20d', logs: ['UserCallPlay'] }, { deadline: START + 1000 * DAY }),
    );
    expect(found).toHaveLength(
      world.simulator.truth({ vendor: 'gong', log: 'UserCallPlay', from: START - 20 * DAY, to: START }).count,
    );
  });

  test('reads a quiet log in ever longer slices', async () => {
    const world = simulated({ events: 3 });
    await search([world.connect('gong')], { since: '400d', limit: 50, logs: ['UserActivityLog'] });
    expect(world.simulator.stats('gong').requests).toBeLessThan(8);
  });

  test('continues after an hour, after a restart and in another process', async () => {
    const world = simulated({ events: 300 });
    const input = { since: '5d', limit: 40 };
    const first = await search(connections(world), input);
    world.host.advance(2 * 3_600_000);
    const again = await search(connections(world), { ...input, cursor: first.cursor ?? '' });
    expect(again.query['until']).toBe(first.query['until']);
    expect(again.events).not.toEqual([]);
    expect(inTime([...again.events, ...first.events], 'newest')).toEqual([...first.events, ...again.events]);
  });

  test.each<[string, QueryInput]>([
    ['another actor', { actor: 'dana' }],
    ['another order', { order: 'oldest' }],
    ['another start', { since: '6d' }],
    ['other logs', { logs: ['audit_log'] }],
  ])('refuses a cursor with %s', async (_, changed) => {
    const world = simulated({ events: 300 });
    const { cursor = '' } = await search(connections(world), { since: '5d', limit: 5 });
    await expect(search(connections(world), { since: '5d', ...changed, cursor })).rejects.toMatchObject({
      code: 'invalid_query',
      fault: { field: 'cursor' },
    });
  });

  test('finds the entries of an actor by id, e-mail in any case, or part of the name', async () => {
    const world = simulated({ events: 600 });
    const by = async (actor: string): Promise<readonly AuditEvent[]> =>
      (await search(connections(world), { since: '30d', actor, limit: 1000 })).events;
    const all30 = await all(events(connections(world), { since: '30d' }));
    const danas = all30.filter(({ actor }) => actor.name === 'Dana Doe');
    const viaMail = await by('DANA.DOE@example.com');
    expect(viaMail.map(({ uid }) => uid).toSorted()).toEqual(
      danas
        .filter(({ actor }) => actor.email !== undefined)
        .map(({ uid }) => uid)
        .toSorted(),
    );
    expect((await by('dana d')).map(({ uid }) => uid).toSorted()).toEqual(danas.map(({ uid }) => uid).toSorted());
    const { id = '' } = danas.find(({ provider }) => provider === 'zendesk')?.actor ?? {};
    expect((await by(id)).every(({ actor }) => actor.id === id)).toBe(true);
  });

  const filters: readonly [string, QueryInput, (event: AuditEvent) => boolean][] = [
    ['verbs', { verbs: ['delete', 'export'] }, ({ verb }) => ['delete', 'export'].includes(verb)],
    ['an action', { actions: ['JobStatusChanged'] }, ({ action }) => action === 'JobStatusChanged'],
    ['an address', { ip: '192.0.2.12' }, ({ ip }) => ip === '192.0.2.12'],
    ['an address in another spelling', { ip: '::ffff:192.0.2.12' }, ({ ip }) => ip === '192.0.2.12'],
    ['a range of addresses', { ip: '192.0.2.8/29' }, ({ ip = '' }) => /^192\.0\.2\.(?:[89]|1[0-5])$/.test(ip)],
    ['a prefix of addresses', { ip: '192.0.2.' }, ({ ip = '' }) => ip.startsWith('192.0.2.')],
    [
      'words',
      { text: 'changed from' },
      (event) => JSON.stringify([event.message, event.changes]).toLowerCase().includes('changed from'),
    ],
    [
      'a term of the trade, in the words of any vendor',
      { text: 'administrator' },
      ({ message, action, category, changes, actor, target }) =>
        /(?:role|admin|administrator|owner|permission|privilege)s?(?![a-z])/i.test(
          JSON.stringify([message, action.replaceAll(/(?=[A-Z])/g, ' '), category, changes, actor.name, target?.name]),
        ),
    ],
    [
      'a flag',
      { flags: ['vendor_staff', 'impersonated'] },
      ({ flags }) => flags.includes('vendor_staff') || flags.includes('impersonated'),
    ],
    [
      'a target type',
      { target: 'job' },
      ({ target }) => target?.type === 'job' || (target?.name ?? '').toLowerCase().includes('job'),
    ],
  ];
  test.each(filters)('filters by %s, whether the vendor supports it or not', async (_, input, wanted) => {
    const world = simulated({ events: 600 });
    const everything = await all(events(connections(world), { since: '30d' }));
    const found = await search(connections(world), { since: '30d', ...input, limit: 5000 });
    expect(found.events.length).toBeGreaterThan(0);
    expect(found.events.map(({ uid }) => uid).toSorted()).toEqual(
      everything
        .filter(wanted)
        .map(({ uid }) => uid)
        .toSorted(),
    );
    for (const { scanned, matched } of found.coverage) expect(matched).toBeLessThanOrEqual(scanned);
  });

  test('lets the vendor filter what it can, and reports what is filtered locally', async () => {
    const world = simulated({ events: 2000 });
    const { coverage } = await search([world.connect('zendesk')], {
      since: '30d',
      actions: ['login'],
      actor: 'dana',
      limit: 5,
    });
    expect(world.host.requests[0]?.url).toContain('filter%5Baction%5D=login');
    expect(coverage[0]?.notices.join(' ')).toMatch(/cannot filter by actor/);
  });

  test("passes a vendor's own filters on", async () => {
    const world = simulated({ events: 2000 });
    const found = await search(connections(world), {
      since: '30d',
      providers: ['zendesk'],
      filters: { zendesk: { sourceType: 'user', action: ['login', 'update'] } },
    });
    expect(new Set(found.events.map(({ target }) => target?.type))).toEqual(new Set(['user']));
  });
});

describe('An impossible query', () => {
  const cases: readonly [string, unknown, string, RegExp][] = [
    ['an unknown key', { actr: 'dana' }, 'actr', /"actor"/],
    ['a log with a typing error', { logs: ['UserCallPlays'] }, 'logs', /"gong\.UserCallPlay"/],
    ['a provider that is not connected', { providers: ['slack'] }, 'providers', /gong/],
    ['a verb that there is not', { verbs: ['destroy'] }, 'verbs.0', /delete/],
    ['no address', { ip: '192.0.2' }, 'ip', /203\.0\.113\.0\/24/],
    ['a limit of nothing', { limit: 0 }, 'limit', /./],
    ['a start in the future', { since: '2030-01-01' }, 'since', /earlier/],
    [
      'a filter that the vendor does not have',
      { filters: { zendesk: { acton: 'login' } } },
      'filters.zendesk.acton',
      /"action"/,
    ],
    ['a source id without its type', { filters: { zendesk: { sourceId: '7' } } }, 'filters.zendesk.sourceId', /./],
    ['an empty list for Ashby', { filters: { ashby: { categories: [] } } }, 'filters.ashby.categories', /./],
    [
      'more than a hundred values for Ashby',
      { filters: { ashby: { actorIds: Array.from({ length: 101 }, String) } } },
      'filters.ashby.actorIds',
      /./,
    ],
    ['a cursor that is none', { cursor: 'abc' }, 'cursor', /leave it out/],
  ];
  test.each(cases)('is refused before any request, naming the field: %s', async (_, input, field, hint) => {
    const world = simulated();
    const error = await search(connections(world), input as QueryInput).then(
      () => undefined,
      (thrown: AuditError) => thrown,
    );
    expect(error).toMatchObject({ code: 'invalid_query', fault: { field } });
    expect(error?.hint).toMatch(hint);
    expect(world.host.requests).toEqual([]);
  });

  test('is refused when nothing is connected', async () => {
    await expect(search([], {})).rejects.toMatchObject({ code: 'invalid_query', fault: { field: 'providers' } });
  });
});

describe('Coverage', () => {
  test('is complete when everything was read', async () => {
    const world = simulated({ events: 100 });
    const result = await search(connections(world), { since: '5d', limit: 1000 });
    expect(result.complete).toBe(true);
    expect(result.cursor).toBeUndefined();
    expect(result.coverage).toHaveLength(6);
    expect(result.coverage.every(({ gaps }) => gaps.length === 0)).toBe(true);
  });

  test('reports what the limit left out, and how to continue', async () => {
    const world = simulated({ events: 300 });
    const result = await search(connections(world), { since: '20d', limit: 10 });
    expect(result.complete).toBe(false);
    for (const { gaps } of result.coverage)
      expect(gaps).toMatchObject([{ reason: 'limit', hint: expect.stringContaining('set cursor to continue') }]);
    assertTrue(world, result);
  });

  test('reports what the vendor no longer keeps', async () => {
    const world = simulated({ events: 2000 });
    const result = await search([world.connect('gong')], { since: '20d', logs: ['AccessLog'], limit: 10_000 });
    expect(result.coverage[0]?.gaps).toMatchObject([
      { reason: 'beyond_retention', to: new Date(START - 14 * DAY).toISOString() },
    ]);
    expect(result.events.length).toBe(
      world.simulator.truth({ vendor: 'gong', log: 'AccessLog', from: START - 14 * DAY, to: START }).count,
    );
  });

  test.each(['newest', 'oldest'] as const)(
    'returns what a vendor keeps longer than it says, %s first',
    async (order) => {
      const world = simulated({ events: 2000, switches: { gong: { keptDays: 17 } } });
      const query = { since: '20d', logs: ['AccessLog'], limit: 10_000, order };
      const { events: found, coverage } = await search([world.connect('gong')], query);
      const kept = { vendor: 'gong', log: 'AccessLog', from: START - 17 * DAY, to: START } as const;
      expect(found).toHaveLength(world.simulator.truth(kept).count);
      const oldest = found.at(order === 'newest' ? -1 : 0)?.time;
      expect(coverage[0]?.gaps).toMatchObject([{ reason: 'beyond_retention', to: oldest }]);
    },
  );

  test('asks with a few requests, and answers with a gap, when all of it is beyond what the vendor keeps', async () => {
    const world = simulated({ events: 2000 });
    const result = await search([world.connect('gong')], { since: '50d', until: '16d', logs: ['AccessLog'] });
    expect(result).toMatchObject({
      events: [],
      complete: false,
      coverage: [{ gaps: [{ reason: 'beyond_retention', to: new Date(START - 16 * DAY).toISOString() }] }],
    });
    expect(world.host.requests.length).toBeLessThanOrEqual(6);
  });

  test('stops when its page budget is spent, and continues there without loss or repetition', async () => {
    const world = simulated({ events: 300 });
    const found: AuditEvent[] = [];
    let cursor: string | undefined;
    let turns = 0;
    do {
      const input = { since: '20d', limit: 5000, ...(cursor === undefined ? {} : { cursor }) };
      const page: SearchResult = await search(connections(world), input, { maxPages: 7, redact: false });
      assertTrue(world, page);
      found.push(...page.events);
      ({ cursor } = page);
      turns += 1;
    } while (cursor !== undefined && turns < 100);
    expect(raws(found)).toEqual(truth(world, START - 20 * DAY));
    expect(turns).toBeGreaterThan(1);
  });

  test('names a log that fails, and returns the others', async () => {
    const world = simulated({ events: 300, switches: { zendesk: { noAccess: true }, ashby: { failForever: true } } });
    const result = await search(connections(world), { since: '10d', limit: 5000 }, { redact: false });
    const reasons = Object.fromEntries(result.coverage.map(({ provider, gaps }) => [provider, gaps[0]?.reason]));
    expect(reasons).toEqual({ gong: undefined, zendesk: 'forbidden', ashby: 'unavailable' });
    expect(result.events.length).toBeGreaterThan(200);
    assertTrue(world, result);
  });

  test('returns the others even if a vendor rejects the query', async () => {
    const world = simulated({ events: 300 });
    const filters = { ashby: { categories: ['Unheard'] } };
    const result = await search(connections(world), { since: '10d', limit: 5000, filters });
    const gaps = result.coverage.flatMap((log) => log.gaps);
    expect(gaps).toMatchObject([{ reason: 'invalid_query', vendorSaid: expect.stringContaining('Unheard') }]);
    expect(new Set(result.events.map(({ provider }) => provider))).toEqual(new Set(['gong', 'zendesk']));
  });

  test('says when a rate-limited vendor can be asked again', async () => {
    const world = simulated({ events: 300, switches: { gong: { limitAt: 2, retryAfter: 'hours' } } });
    const result = await search(
      [world.connect('gong')],
      { since: '30d', logs: ['UserCallPlay'], limit: 5000 },
      { deadline: START + 60_000, redact: false },
    );
    expect(result.coverage[0]?.gaps).toMatchObject([
      { reason: 'rate_limited', retryAt: new Date(START + 40_000_000).toISOString() },
    ]);
    assertTrue(world, result);
  });

  test.each<[VendorId, Record<string, Setting>]>([
    ['gong', { failAt: 4, failForever: false }],
    ['zendesk', { htmlAt: 3 }],
    ['ashby', { truncateAt: 2 }],
    ['gong', { deadCursorEvery: 2 }],
    ['ashby', { repeatCursor: true }],
    ['zendesk', { ignoreCursor: true }],
    ['zendesk', { emptyPageAt: 3, truncateAt: 4 }],
    ['ashby', { emptyPageAt: 3, truncateAt: 4 }],
  ])('is true for %s with %o, in both orders', async (vendor, switches) => {
    for (const order of ['newest', 'oldest'] as const) {
      const world = simulated({ events: 900, switches: { [vendor]: switches } });
      assertTrue(world, await search(connections(world), { since: '20d', limit: 9000, order }, { redact: false }));
    }
  });

  test('ends with the question when the caller cancels', async () => {
    const world = simulated({ events: 3000 });
    const stop = new AbortController();
    const searching = search(connections(world), { since: '30d', limit: 9000 }, { signal: stop.signal });
    await new Promise(setImmediate);
    stop.abort(new Error('enough'));
    await expect(searching).rejects.toMatchObject({ code: 'cancelled' });
    for (const vendor of ['gong', 'zendesk', 'ashby'] as const) expect(world.simulator.stats(vendor).inFlight).toBe(0);
    expect(world.host.asleep()).toBe(0);
  });
});

/** Of the truth, an answer holds exactly what lies outside its gaps. */
function assertTrue(world: Simulated, result: SearchResult): void {
  for (const { provider, log, asked, gaps } of result.coverage) {
    const held = [
      ...world.simulator
        .truth({ vendor: provider as VendorId, log, from: Date.parse(asked.from), to: Date.parse(asked.to) })
        .entries(),
    ]
      .filter(({ time }) => gaps.every((gap) => time < Date.parse(gap.from) || time >= Date.parse(gap.to)))
      .map(({ entry }) => JSON.stringify(entry));
    const given = new Set(
      result.events
        .filter((event) => event.provider === provider && event.log === log)
        .map(({ raw }) => JSON.stringify(raw)),
    );
    expect(
      held.filter((entry) => !given.has(entry)),
      `${provider} ${log}: held, but not given`,
    ).toEqual([]);
  }
}

describe('A stream of events', () => {
  test('returns the same events in batches of about a page', async () => {
    const world = simulated({ events: 1000 });
    const query = { since: '25d', order: 'oldest' } as const;
    const oneByOne = await all(events(connections(world), query));
    const runs = await all(events(connections(world), query).runs());
    expect(runs.flat()).toEqual(oneByOne);
    expect(runs.every((run) => run.length > 0)).toBe(true);
    expect(runs.length).toBeLessThan(oneByOne.length);
  });

  test.each(['newest', 'oldest'] as const)(
    'returns a whole window in order, %s first, while reading concurrently',
    async (order) => {
      const world = simulated({ events: 3000 });
      const stream = events(connections(world), { since: '25d', order }, { redact: false });
      const found = await all(stream);
      expect(raws(found)).toEqual(truth(world, START - 25 * DAY));
      expect(found).toEqual(inTime(found, order));
      expect(stream.coverage().every(({ complete }) => complete)).toBe(true);
    },
  );

  test('respects rate limits however much it reads concurrently', async () => {
    const world = simulated({ events: 6000 });
    await all(events(connections(world), { since: '30d' }));
    for (const vendor of ['gong', 'zendesk', 'ashby'] as const) {
      const { byStatus, maxPerSecond, maxConcurrent } = world.simulator.stats(vendor);
      const { rate, concurrency } = world.connect(vendor).provider.limits;
      expect(byStatus[429], vendor).toBeUndefined();
      expect(maxPerSecond, vendor).toBeLessThanOrEqual(rate?.requests ?? 0);
      expect(maxConcurrent, vendor).toBeLessThanOrEqual(concurrency);
    }
  });

  test('leaves no request in flight when the caller stops', async () => {
    const world = simulated({ events: 6000 });
    for await (const event of events(connections(world), { since: '30d' })) {
      expect(event.uid).toBeDefined();
      break;
    }
    for (const vendor of ['gong', 'zendesk', 'ashby'] as const) expect(world.simulator.stats(vendor).inFlight).toBe(0);
    expect(world.host.asleep()).toBe(0);
  });
});

describe('Events without raw entries', () => {
  test.each(LOGS)('are otherwise the same, of %s %s', async (vendor, log) => {
    const world = simulated({ events: 300, switches: { [vendor]: { secrets: true } } });
    const connection = world.connect(vendor);
    const query = { logs: [log], since: '31d' };
    const whole = await all(events([connection], query));
    const light = await all(events([connection], query, { raw: false }));
    expect(whole.every(({ raw }) => raw !== undefined)).toBe(true);
    expect(light).toEqual(whole.map((event) => ({ ...event, raw: undefined })));
  });
});
