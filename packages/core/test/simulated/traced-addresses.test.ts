import { describe, expect, test } from 'vitest';
import { createNeighbours } from '../../src/questions/address-book.ts';
import { trace, type Trace, type TraceInput } from '../../src/questions/trace.ts';
import { createBudget } from '../../src/reading/budget.ts';
import type { QueryOptions } from '../../src/reading/question.ts';
import { START } from '../fake-host.ts';
import { memoryStore } from './memory-store.ts';
import { simulated, type Simulated } from './world.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const [OFFICE, HOME, ABROAD] = ['192.0.2.9', '198.51.100.4', '203.0.113.66'];
const DANA = 'dana.doe@example.com';

/** Somebody does something in Ashby. */
function act(world: Simulated, ago: number, ip: string, email = DANA): void {
  const name = email.split('@')[0] ?? '';
  world.simulator.append('ashby', 'audit_log', {
    time: START - ago,
    entry: {
      category: 'JobStatusChanged',
      target: { type: 'job', id: `j${ago}` },
      actor: { type: 'User', id: `id of ${name}`, email, name: `${name} Doe` },
      request: { id: 'r', ipAddress: ip },
    },
  });
}

/** Every working day of a month, from the office. */
function atTheOffice(world: Simulated): void {
  for (let day = 2; day < 29; day += 1) act(world, day * DAY, OFFICE);
}

function ask(world: Simulated, input: Partial<TraceInput> = {}, options: QueryOptions = {}): Promise<Trace> {
  return trace([world.connect('ashby')], { actor: DANA, order: 'oldest', ...input }, options);
}

describe('The addresses of a trace', () => {
  test('are compared with the 30 days before the window', async () => {
    const world = simulated({ events: 0 });
    atTheOffice(world);
    act(world, 5 * HOUR, ABROAD);
    act(world, 3 * HOUR, OFFICE);
    const { lines, addresses } = await ask(world);
    expect(lines.map(({ ips: [ip], remarks }) => [ip, remarks.includes('first_seen_ip')])).toEqual([
      [ABROAD, true],
      [OFFICE, false],
    ]);
    expect(addresses.notJudged).toBeUndefined();
    expect(addresses.list).toMatchObject([
      { ip: ABROAD, events: 1, usedBefore: false, remarks: ['first_seen_ip', 'odd_ip'] },
      { ip: OFFICE, events: 1, usedBefore: true, remarks: [] },
    ]);
  });

  test('are not new to somebody of whom nothing older is known, but for a second one', async () => {
    const world = simulated({ events: 0 });
    act(world, 5 * HOUR, HOME);
    act(world, 3 * HOUR, ABROAD);
    const { lines } = await ask(world);
    expect(lines.map(({ remarks }) => remarks.includes('first_seen_ip'))).toEqual([false, true]);
  });

  test('are not judged where the time before would cost more pages than the question', async () => {
    const world = simulated({ events: 0 });
    for (let entry = 0; entry < 900; entry += 1) act(world, 2 * DAY + entry * 60_000, HOME, 'eli.edge@example.com');
    act(world, 20 * DAY, OFFICE);
    act(world, 3 * HOUR, OFFICE);
    const { lines, addresses, coverage } = await ask(world);
    expect(addresses.notJudged).toEqual({
      ips: [OFFICE],
      why: 'the 30 days before were not read in full: reading them would cost more than the question itself',
    });
    expect(addresses.list[0]).not.toHaveProperty('usedBefore');
    expect(lines[0]?.remarks).not.toContain('first_seen_ip');
    const pages = coverage.reduce((sum, one) => sum + one.pages, 0);
    expect(world.host.requests.length).toBeLessThanOrEqual(2 * pages);
  });

  test('are not judged where the vendor fails meanwhile', async () => {
    const world = simulated({ events: 0 });
    act(world, 3 * HOUR, OFFICE);
    const connection = world.connect('ashby');
    const failing = {
      ...connection,
      send: (...[request, options]: Parameters<typeof connection.send>) =>
        world.host.requests.length > 0 ? Promise.reject(new Error('ECONNRESET')) : connection.send(request, options),
    };
    const { complete, addresses } = await trace([failing], { actor: DANA }, { deadline: START + 60_000 });
    expect(complete).toBe(true);
    expect(addresses.notJudged?.ips).toEqual([OFFICE]);
  });

  test('cost no request where a store has the time before', async () => {
    const world = simulated({ events: 0 });
    atTheOffice(world);
    act(world, 5 * HOUR, ABROAD);
    const [store, connection] = [memoryStore(), world.connect('ashby')];
    await store.keep([connection], { from: START - 40 * DAY, to: START });
    const before = world.host.requests.length;
    const input = { actor: DANA, until: new Date(START).toISOString() };
    const { addresses } = await trace([connection], input, { source: () => store.source });
    expect(addresses.list).toMatchObject([{ ip: ABROAD, remarks: ['first_seen_ip', 'odd_ip'] }]);
    expect(world.host.requests).toHaveLength(before);
  });

  test('cost no request more where nothing could change: none, or usual ones', async () => {
    const world = simulated({ events: 300 });
    const { coverage, addresses } = await trace([world.connect('gong')], { actor: DANA, logs: ['UserCallPlay'] });
    expect(addresses).toEqual({ list: [] });
    expect(world.host.requests).toHaveLength(coverage.reduce((sum, { pages }) => sum + pages, 0));
  });

  test('are odd where somebody usually comes from another', async () => {
    const world = simulated({ events: 0 });
    for (let hour = 1; hour < 20; hour += 2) act(world, hour * HOUR, OFFICE);
    for (let minute = 0; minute < 40; minute += 1) act(world, 9 * HOUR + minute * 30_000, ABROAD);
    const { addresses, lines } = await ask(world);
    expect(addresses.list).toMatchObject([
      { ip: ABROAD, events: 40, remarks: expect.arrayContaining(['odd_ip']) },
      { ip: OFFICE, events: 10, remarks: [] },
    ]);
    expect(lines.filter(({ remarks }) => remarks.includes('odd_ip')).flatMap(({ ips }) => ips)).toEqual(
      lines.filter(({ ips }) => ips.includes(ABROAD)).flatMap(({ ips }) => ips),
    );
  });

  test('are not odd where somebody always comes from another', async () => {
    const world = simulated({ events: 0 });
    for (let hour = 1; hour < 20; hour += 2) act(world, hour * HOUR, `198.51.100.${hour}`);
    const { addresses } = await ask(world);
    expect(addresses.list.flatMap(({ remarks }) => remarks)).not.toContain('odd_ip');
  });

  test('say who else came from them, and are marked unless they are usual', async () => {
    const world = simulated({ events: 0 });
    for (let hour = 1; hour < 20; hour += 2) act(world, hour * HOUR, OFFICE);
    act(world, 7 * HOUR, ABROAD);
    for (const [index, other] of ['eli', 'fay', 'gus', 'hal', 'ida', 'jim'].entries()) {
      act(world, (8 + index) * HOUR, ABROAD, `${other}.else@example.com`);
      act(world, 2 * HOUR + index, OFFICE, `${other}.else@example.com`);
    }
    const { addresses } = await ask(world);
    const others = ['eli', 'fay', 'gus', 'hal', 'ida'].map((other) => `${other}.else@example.com`);
    expect(addresses.list).toMatchObject([
      { ip: ABROAD, remarks: expect.arrayContaining(['shared_ip']), sharedWith: others, others: 6 },
      { ip: OFFICE, remarks: [], others: 6 },
    ]);
  });
});

test('A question beside another costs a share of what is left, and no more pages than the other', () => {
  const budget = createBudget({ maxPages: 100, deadline: 9000, now: () => 1000 });
  for (let page = 0; page < 60; page += 1) budget.takePage();
  expect(budget.aside(0.25)).toMatchObject({ maxPages: 10, deadline: 3000 });
  const endless = createBudget({ maxPages: Infinity, deadline: Infinity, now: () => 1000 });
  endless.takePage();
  expect(endless.aside(0.25)).toMatchObject({ maxPages: 1, deadline: Infinity });
});

test('Neighbours at an address are bounded, and whoever had no room is not forgotten silently', () => {
  const neighbours = createNeighbours(2);
  const event = { uid: 'u', provider: 'toy', tenant: 'default', log: 'log', time: new Date(START).toISOString() };
  for (const name of ['a', 'b', 'b', 'c']) {
    const actor = { kind: 'user', name } as const;
    const rest = { verb: 'read', action: 'Read', category: 'x', changes: [], message: '', flags: [] } as const;
    neighbours.add({ ...event, ...rest, changes: [], flags: [], actor, ip: OFFICE });
  }
  expect(neighbours.at(OFFICE ?? '').map(({ actor }) => actor.name)).toEqual(['a', 'b']);
  expect(neighbours.isWhole()).toBe(false);
});
