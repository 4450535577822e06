import { describe, expect, test } from 'vitest';
import { check } from '../../src/questions/check.ts';
import { find } from '../../src/questions/find.ts';
import { follow } from '../../src/questions/follow.ts';
import { count, requestExport } from '../../src/reading/operations.ts';
import { events, search } from '../../src/questions/search.ts';
import { createShortUids, uids } from '../../src/identity.ts';
import { START } from '../fake-host.ts';
import { all, simulated } from './world.ts';

const VENDORS = ['gong', 'zendesk', 'ashby'] as const;

/** The ids of two entries whose uids differ only in what a short form leaves out. */
function namesakes(): readonly [string, string] {
  const uid = uids({ provider: 'ashby', tenant: 'default', log: 'audit_log' });
  const seen = new Map<string, string>();
  for (let index = 0; ; index += 1) {
    const id = `entry-${index}`;
    const brief = uid(START - 1000, [id]).slice(0, -12);
    const other = seen.get(brief);
    if (other !== undefined) return [other, id];
    seen.set(brief, id);
  }
}

describe('An event is found again by its uid', () => {
  test.each(VENDORS)('at %s, complete', async (vendor) => {
    const { connect } = simulated({ events: 300 });
    const connection = connect(vendor);
    const logs = connection.provider.logs.map(({ id }) => id);
    const some = await search([connection], { since: '7d', logs, limit: 5 });
    for (const event of some.events) expect(await find([connection], event.uid)).toEqual(event);
  });

  test.each(VENDORS)('or by the short form that tables show, at %s and by another process', async (vendor) => {
    const { connect } = simulated({ events: 300 });
    const connection = connect(vendor);
    const logs = connection.provider.logs.map(({ id }) => id);
    const some = await search([connection], { since: '7d', logs, limit: 5 });
    const short = createShortUids();
    for (const event of some.events) {
      const brief = short(event.uid);
      expect(brief.length).toBeLessThan(event.uid.length * 0.65);
      expect(await find([simulated({ events: 300 }).connect(vendor)], brief)).toEqual(event);
    }
  });

  test('or an error that names both, if two have the same short form', async () => {
    const world = simulated({ events: 0 });
    const [one, other] = namesakes();
    for (const id of [one, other]) {
      world.simulator.append('ashby', 'audit_log', { time: START - 1000, entry: { id, category: 'JobStatusChanged' } });
    }
    const ashby = world.connect('ashby');
    const found = (await search([ashby], { since: '1h' })).events.map(({ uid }) => uid);
    const short = createShortUids();
    const [brief = '', whole = ''] = found.map(short);
    expect([brief, whole]).toEqual([found[0]?.slice(0, -12), found[1]]);
    await expect(find([ashby], brief)).rejects.toMatchObject({
      code: 'invalid_query',
      fault: { field: 'uid' },
      hint: expect.stringContaining(found.join(' or ')),
    });
    expect((await find([ashby], whole)).uid).toBe(whole);
  });

  test('or an error if it is no uid, does not exist, or cannot be read', async () => {
    const { connect, simulator } = simulated({ events: 50 });
    const zendesk = connect('zendesk');
    await expect(find([zendesk], 'event 7')).rejects.toMatchObject({ code: 'invalid_query', fault: { field: 'uid' } });
    const [event] = (await search([zendesk], { since: '7d', limit: 1 })).events;
    const other = `${event?.uid.slice(0, -16)}AAAAAAAAAAAAAAAA`;
    await expect(find([zendesk], other)).rejects.toMatchObject({ code: 'not_found', hint: /another account/ });
    simulator.set('zendesk', { failForever: true });
    await expect(find([zendesk], other)).rejects.toMatchObject({ code: 'not_found', hint: /could not be read/ });
  });
});

describe('A check of a connection', () => {
  test.each(VENDORS)('asks %s once, and reports clock skew and pace', async (vendor) => {
    const { connect, simulator } = simulated({ events: 10 });
    const connection = connect(vendor);
    const ahead = { ...connection.ports, now: () => simulator.clock.now() + 90_000 };
    const found = await check({ ...connection, ports: ahead });
    expect(found.skewMs).toBeGreaterThan(88_000);
    expect(found.pace.usedToday).toBe(1);
    expect(simulator.stats(vendor).requests).toBe(1);
  });

  test('throws if something is wrong', async () => {
    const { connect } = simulated({ events: 10 });
    const wrong = connect('ashby', { credential: { kind: 'api_key', values: { apiKey: 'wrong' } } });
    await expect(check(wrong)).rejects.toMatchObject({ fault: { provider: 'ashby' } });
  });
});

describe('A search', () => {
  test('ends when there is no more room, and its cursor continues there', async () => {
    const { connect } = simulated({ events: 200 });
    const connections = VENDORS.map((vendor) => connect(vendor));
    const query = { since: '7d', limit: 1000 } as const;
    const given: string[] = [];
    let cursor: string | undefined;
    do {
      let left = 7;
      const page = await search(connections, { ...query, cursor }, { room: () => (left -= 1) >= 0 });
      expect(page.events.length).toBeLessThanOrEqual(7);
      if (page.cursor !== undefined) expect(page.complete).toBe(false);
      given.push(...page.events.map(({ uid }) => uid));
      ({ cursor } = page);
    } while (cursor !== undefined);
    const whole = await all(events(connections, { since: '7d' }));
    expect(given.toSorted()).toEqual(whole.map(({ uid }) => uid).toSorted());
  });

  test('returns one event even if there is no room at all', async () => {
    const { connect } = simulated({ events: 20 });
    const page = await search([connect('zendesk')], { since: '7d' }, { room: () => false });
    expect(page.events).toHaveLength(1);
  });

  test('reports its progress', async () => {
    const { connect } = simulated({ events: 300 });
    const told: number[] = [];
    const page = await search(
      [connect('zendesk'), connect('ashby')],
      { since: '7d', limit: 10_000 },
      { progress: ({ scanned }) => told.push(scanned) },
    );
    expect(told.at(-1)).toBe(page.coverage.reduce((sum, { scanned }) => sum + scanned, 0));
    expect(told).toEqual(told.toSorted((a, b) => a - b));
  });
});

describe('An operation other than list', () => {
  test('refuses an unknown filter before any request', async () => {
    const { connect, simulator } = simulated({ events: 10 });
    const zendesk = connect('zendesk');
    const window = { from: simulator.clock.now() - 60_000, to: simulator.clock.now() };
    const wrong = { log: 'audit_logs', window, filters: { sourceTyp: 'user' } };
    for (const ask of [count, requestExport])
      await expect(ask(zendesk, wrong)).rejects.toMatchObject({ fault: { field: 'filters.zendesk.sourceTyp' } });
    expect(simulator.stats('zendesk').requests).toBe(0);
  });
});

describe('Following from now', () => {
  test("begins with the current second if the vendor's times are in seconds", async () => {
    const { connect, simulator } = simulated({ events: 0 });
    const zendesk = connect('zendesk');
    simulator.clock.advance(700);
    const { checkpoint } = await follow([zendesk], {});
    simulator.append('zendesk', 'audit_logs', { time: simulator.clock.now() });
    simulator.clock.advance(3_600_000);
    expect((await follow([zendesk], {}, { checkpoint })).events).toHaveLength(1);
  });
});
