import { describe, expect, test } from 'vitest';
import { startSimulator } from '../src/index.ts';
import {
  ashby,
  basic,
  DAY,
  failureOf,
  HEADERS,
  HOUR,
  ids,
  json,
  NOW,
  readAll,
  sorted,
  WEEK,
  window,
  type AshbyPage,
  type Body,
  type Entry,
  type Sent,
} from './ashby-client.ts';

const iso = (time: number): string => new Date(time).toISOString();

describe('Reading page by page to the end', () => {
  test('returns exactly the ground truth, newest first', async () => {
    const world = ashby();
    const given = await readAll(world);
    expect(given.length).toBeGreaterThan(300);
    expect(given).toEqual(world.truth().toReversed());
  });

  test.each([{ burst: 130 }, { burst: 7 }, { emptyPageAt: 2 }, { oddEntries: true }, { malformedEvery: 9 }])(
    'does so with %o, too',
    async (switches) => {
      const world = ashby(switches);
      expect(await readAll(world)).toEqual(world.truth().toReversed());
    },
  );

  test.each([
    [0, 1],
    [1, 1],
    [100, 1],
    [101, 2],
    [300, 3],
  ])('takes %i entries in %i requests', async (events, requests) => {
    const world = ashby({}, { events, from: WEEK.from, to: WEEK.to });
    expect(await readAll(world)).toHaveLength(events);
    expect(world.simulator.stats('ashby').requests).toBe(requests);
  });

  test('returns each entry once if equal times span two pages', async () => {
    const world = ashby({ burst: 60 });
    const first = await world.page();
    const second = await world.page({ ...window(), cursor: first.nextCursor });
    expect(first.results.at(-1)?.timestamp).toBe(second.results[0]?.timestamp);
    expect(new Set(ids([...first.results, ...second.results])).size).toBe(200);
  });

  test('returns pages of the requested size, a hundred by default', async () => {
    const world = ashby();
    expect((await world.page({ ...window(), limit: 7 })).results).toHaveLength(7);
    expect((await world.page()).results).toHaveLength(100);
  });

  test("loses entries if a client's window moves with the clock", async () => {
    const world = ashby({ cursorLifeMs: DAY }, { events: 9000 });
    const first = await world.page({});
    world.simulator.clock.advance(6 * HOUR);
    const rest = await readAll(world, { cursor: first.nextCursor });
    const given = new Set(ids([...first.results, ...rest]));
    const meant = ids(world.truth(NOW - DAY, NOW));
    expect(meant.filter((id) => !given.has(id)).length).toBeGreaterThan(0);
  });

  test('does not change with the clock when both bounds are given', async () => {
    const world = ashby({ arrivals: 3 });
    const before = await readAll(world, window(NOW - DAY, NOW - 1));
    world.simulator.clock.advance(HOUR);
    expect(await readAll(world, window(NOW - DAY, NOW - 1))).toEqual(before);
  });

  test('returns entries that arrive during a read only ahead of the cursor', async () => {
    const world = ashby();
    const first = await world.page();
    world.simulator.append('ashby', 'audit_log', { time: WEEK.to - 1, entry: { description: 'too new' } });
    world.simulator.append('ashby', 'audit_log', { time: WEEK.from + 1, entry: { description: 'in time' } });
    const rest = await readAll(world, { ...window(), cursor: first.nextCursor });
    expect(rest.map(({ description }) => description)).toContain('in time');
    expect(rest.map(({ description }) => description)).not.toContain('too new');
  });
});

describe('A window', () => {
  const end = NOW - 4 * DAY;

  test.each<[string, Body, number, number]>([
    ['the last day when it has no bounds', {}, NOW - DAY, NOW],
    ['the day before its end when it has no start', { endDate: iso(end) }, end - DAY, end],
    ['the day behind its start when it has no end', { startDate: iso(end) }, end, end + DAY],
    ['what lies between its bounds', window(end - 3 * HOUR, end), end - 3 * HOUR, end],
    ['nothing when its bounds are equal and nothing is there', window(end, end), end, end],
  ])('is %s', async (_, body, from, to) => {
    const world = ashby();
    expect(sorted(await readAll(world, body))).toEqual(sorted(world.truth(from, to)));
  });

  test.each<[string, Body]>([
    ['longer than eighteen months', { startDate: '2024-08-31T00:00:00Z', endDate: '2026-02-28T00:00:00.001Z' }],
    ['reversed', window(WEEK.to, WEEK.from)],
    ['of a word', { startDate: 'soon' }],
    ['of words with a number', { startDate: 'November 5' }],
    ['of days', { startDate: '2026-11-01', endDate: '2026-11-02' }],
    ['without a zone', { startDate: '2026-11-01T00:00:00' }],
    ['of a day that does not exist', { startDate: '2026-11-31T00:00:00Z' }],
    ['of a month that does not exist', { startDate: '2026-13-01T00:00:00Z' }],
    ['of epoch milliseconds', { startDate: NOW - DAY }],
    ['with a bound of null', { ...window(), endDate: null }],
    ['with an empty bound', { ...window(), endDate: '' }],
  ])('is refused when it is %s', async (_, body) => {
    expect(await ashby().failure(body)).toMatchObject({ status: 200, code: 'invalid_input' });
  });

  test.each<[string, Body]>([
    ['of exactly eighteen months', { startDate: '2024-08-31T00:00:00Z', endDate: '2026-02-28T00:00:00Z' }],
    ['with an offset', { startDate: '2026-11-01T00:00:00+02:00' }],
  ])('is taken when it is %s', async (_, body) => {
    expect((await ashby().page(body)).success).toBe(true);
  });

  test('includes both ends unless a switch excludes one', async () => {
    const world = ashby({}, { events: 0 });
    for (const time of [WEEK.from, WEEK.to]) world.simulator.append('ashby', 'audit_log', { time });
    const times = async (): Promise<string[]> => (await readAll(world)).map(({ timestamp }) => timestamp);
    expect(await times()).toEqual([iso(WEEK.to), iso(WEEK.from)]);
    world.set({ startExclusive: true });
    expect(await times()).toEqual([iso(WEEK.to)]);
    world.set({ endExclusive: true });
    expect(await times()).toEqual([]);
  });
});

describe('Filters', () => {
  async function expectOnly(body: Body, where: (entry: Entry) => boolean): Promise<void> {
    const world = ashby();
    const given = await readAll(world, { ...window(), limit: 10, ...body });
    expect(given.length).toBeGreaterThan(0);
    expect(given).toEqual(world.truth().filter(where).toReversed());
  }
  const [someActor, otherActor] = [
    ...new Set(
      ashby()
        .truth()
        .map(({ actor }) => actor?.id ?? ''),
    ),
  ].filter(Boolean);
  const someJob =
    ashby()
      .truth()
      .find(({ target }) => target?.type === 'job')?.target?.id ?? '';

  test('by ids match any of them', async () => {
    await expectOnly({ actorIds: [someActor] }, ({ actor }) => actor?.id === someActor);
    await expectOnly({ actorIds: [someActor, otherActor] }, ({ actor }) =>
      [someActor, otherActor].includes(actor?.id ?? ''),
    );
    await expectOnly({ targetIds: [someJob] }, ({ target }) => target?.id === someJob);
  });

  test('by target types and by categories are alternatives', async () => {
    const body = { targetTypes: ['job'], categories: ['JobStatusChanged', 'FixtureReportExported'] };
    await expectOnly(body, (entry) => entry.target?.type === 'job' || entry.category === 'FixtureReportExported');
  });

  test('by ids are required in addition', async () => {
    const body = { targetIds: [someJob], categories: ['JobStatusChanged'] };
    await expectOnly(body, (entry) => entry.target?.id === someJob && entry.category === 'JobStatusChanged');
  });

  test('that are empty or unknown change nothing', async () => {
    await expectOnly({ targetTypes: [], categories: [], actorIds: [], targetIds: [] }, () => true);
    await expectOnly(
      { targetTypes: [], categories: ['JobStatusChanged'] },
      ({ category }) => category === 'JobStatusChanged',
    );
    await expectOnly({ per_page: 5, syncToken: 'x' }, () => true);
  });

  test.each(['actorIds', 'targetIds', 'targetTypes', 'categories'])('may list up to a hundred %s', async (name) => {
    const values = (count: number, value: string): Body => ({
      ...window(),
      [name]: Array.from({ length: count }, () => value),
    });
    const value = { targetTypes: 'job', categories: 'JobStatusChanged' }[name] ?? 'some id';
    expect((await ashby().page(values(100, value))).success).toBe(true);
    expect(await ashby().failure(values(101, value))).toMatchObject({ status: 400, code: 'invalid_input' });
  });

  test.each<[string, Body, number]>([
    ['a target type outside the vocabulary', { targetTypes: ['job', 'unheard'] }, 200],
    ['a category outside the vocabulary', { categories: ['Unheard'] }, 200],
    ['a text in place of a list', { categories: 'JobStatusChanged' }, 400],
    ['a list of numbers', { actorIds: [1] }, 400],
    ['a list of null', { actorIds: null }, 400],
    ['a limit of more than a hundred', { limit: 101 }, 200],
    ['a limit of nothing', { limit: 0 }, 200],
    ['a limit in text', { limit: '10' }, 200],
    ['a cursor of null', { cursor: null }, 200],
  ])('are refused with %s', async (_, body, status) => {
    expect(await ashby().failure({ ...window(), ...body })).toMatchObject({ status, code: 'invalid_input' });
  });
});

describe('A cursor', () => {
  const cursorIn = async (world: ReturnType<typeof ashby>, body: Body = window()): Promise<string> =>
    (await world.page(body)).nextCursor ?? '';

  test.each<[string, Body]>([
    ['another start', window(WEEK.from + 1)],
    ['another end', window(WEEK.from, WEEK.to - 1)],
    ['another filter', { ...window(), targetTypes: ['job'] }],
    ['no end', { startDate: window()['startDate'] }],
  ])('gives nothing and no error with %s', async (_, body) => {
    const world = ashby();
    const cursor = await cursorIn(world);
    expect(json(await world.send({ body: { ...body, cursor } }))).toEqual({
      success: true,
      results: [],
      moreDataAvailable: false,
    });
  });

  test('stays valid with another limit, and with an empty filter', async () => {
    const world = ashby();
    const cursor = await cursorIn(world);
    expect((await world.page({ ...window(), limit: 3, actorIds: [], cursor })).results).toHaveLength(3);
  });

  test.each(['', 'nonsense', '..', 'eyJhbGciOiJIUzI1NiJ9.e30.x'])('that says "%s" is refused', async (cursor) => {
    expect(await ashby().failure({ ...window(), cursor })).toMatchObject({ status: 200, code: 'cursor_invalid' });
  });

  test('expires with age, and a restart from the oldest entry seen loses nothing', async () => {
    const world = ashby();
    const first = await world.page();
    world.simulator.clock.advance(HOUR + 1);
    const failure = await world.failure({ ...window(), cursor: first.nextCursor });
    expect(failure).toMatchObject({ status: 200, code: 'next_cursor_expired' });
    const oldest = Date.parse(first.results.at(-1)?.timestamp ?? '');
    const rest = await readAll(world, window(WEEK.from, oldest + 1));
    expect(new Set(ids([...first.results, ...rest]))).toEqual(new Set(ids(world.truth())));
  });
});

describe('Access', () => {
  test.each<[string, Sent, number, string]>([
    ['no key', { headers: { 'content-type': 'application/json' } }, 401, 'text/plain'],
    ['another scheme', { headers: { ...HEADERS, authorization: 'Bearer ashby-demo-key' } }, 401, 'text/plain'],
    ['a wrong key', { headers: { ...HEADERS, authorization: basic('nobody', '') } }, 403, 'text/plain'],
    ['a password', { headers: { ...HEADERS, authorization: basic('ashby-demo-key', 'x') } }, 403, 'text/plain'],
    ['the method GET', { method: 'GET' }, 405, 'text/plain'],
    ['another path', { path: '/auditLog.info' }, 404, 'text/plain'],
    ['no content type', { headers: { authorization: HEADERS.authorization } }, 400, 'application/json'],
    [
      'a form',
      { headers: { ...HEADERS, 'content-type': 'application/x-www-form-urlencoded' } },
      400,
      'application/json',
    ],
    ['no body', { body: '' }, 400, 'application/json'],
    ['half a body', { body: '{"limit":' }, 400, 'application/json'],
    ['a list as body', { body: [] }, 400, 'application/json'],
  ])('is refused with %s', async (_, sent, status, type) => {
    const reply = await ashby().send(sent);
    expect(reply).toMatchObject({ status, headers: { 'content-type': type } });
    if (type === 'application/json') expect(failureOf(reply).code).toBe('invalid_input');
    expect(reply.body).not.toContain('demo-key');
  });

  test("is granted with the simulator's credentials and an empty body object", async () => {
    const world = ashby();
    const { apiKey = '' } = world.simulator.credentials('ashby')['api_key'] ?? {};
    const headers = { authorization: basic(apiKey, ''), 'content-type': 'application/json; charset=utf-8' };
    expect((await world.send({ body: '{}', headers })).status).toBe(200);
  });

  test('has the same request id in a header and in an error, a new one each time', async () => {
    const world = ashby({ limitAt: 5, failAt: 6 });
    const replies = [
      await world.send(),
      await world.send({ body: '' }),
      await world.send({ headers: {} }),
      await world.send({ path: '/' }),
      await world.send(),
      await world.send(),
    ];
    expect(replies.map(({ status }) => status)).toEqual([200, 400, 401, 404, 429, 500]);
    const requestIds = replies.map(({ headers }) => headers['x-ashby-request-id']);
    expect(requestIds.every((id) => /^01K[0-9A-F]{23}$/.test(id ?? ''))).toBe(true);
    expect(new Set(requestIds).size).toBe(6);
    for (const at of [1, 4]) expect(failureOf(replies[at]!).requestId).toBe(requestIds[at]);
  });
});

describe('Over the network', () => {
  async function withServer(
    run: (ask: (body: string, key?: string) => Promise<Response>) => Promise<void>,
  ): Promise<void> {
    const simulator = await startSimulator({ now: NOW, events: 900, vendors: ['ashby'] });
    const { apiKey = '' } = simulator.credentials('ashby')['api_key'] ?? {};
    try {
      await run((body, key = apiKey) => {
        simulator.clock.advance(1000);
        const headers = { ...HEADERS, authorization: basic(key, '') };
        return fetch(`${simulator.baseUrl('ashby')}/auditLog.list`, { method: 'POST', headers, body });
      });
    } finally {
      await simulator.close();
    }
  }

  test('returns the same as in process', async () => {
    await withServer(async (ask) => {
      const page = async (body: Body = window()): Promise<AshbyPage> =>
        (await (await ask(JSON.stringify(body))).json()) as AshbyPage;
      const given = await readAll({ page });
      expect(given.length).toBeGreaterThan(150);
      expect(given).toEqual(ashby({}, { events: 900 }).truth().toReversed());
    });
  });

  test('refuses a wrong key in plain text, with a request id', async () => {
    await withServer(async (ask) => {
      const reply = await ask('{}', 'nobody');
      expect([reply.status, reply.headers.get('content-type')]).toEqual([403, 'text/plain']);
      expect(reply.headers.get('x-ashby-request-id')).toMatch(/^01K/);
    });
  });
});
