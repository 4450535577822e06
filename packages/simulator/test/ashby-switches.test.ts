import { describe, expect, test } from 'vitest';
import { createSimulator, HOSTILE_TEXT, SECRETS, startSimulator, type Setting } from '../src/index.ts';
import {
  ashby,
  DAY,
  failureOf,
  HEADERS,
  ids,
  json,
  NOW,
  readAll,
  sorted,
  WEEK,
  window,
  type AshbyPage,
  type AshbyWorld,
  type Entry,
} from './ashby-client.ts';

type Switches = Readonly<Record<string, Setting>>;

const REQUEST_ID = expect.stringMatching(/^01K[0-9A-F]{23}$/) as unknown;

async function refusal(switches: Switches, body: unknown = window()): Promise<[number, unknown]> {
  const { status, body: text } = await ashby(switches).send({ body });
  return [status, text.startsWith('{') ? JSON.parse(text) : text];
}

describe('The permission', () => {
  const code = 'missing_endpoint_permission';

  test.each<[string, unknown]>([
    [
      'errorInfo',
      { success: false, errorInfo: { code, message: 'The key lacks auditLogsRead', requestId: REQUEST_ID } },
    ],
    ['errors', { success: false, errors: [{ message: code, parameter: null }] }],
    ['text', 'This API key is not allowed to do that'],
  ])('is missing in the shape %s, under 403 or 200', async (permissionShape, said) => {
    expect(await refusal({ permissionShape })).toEqual([403, said]);
    expect(await refusal({ permissionShape, permissionStatus: 200 })).toEqual([200, said]);
  });

  test('is not checked for a wrong key', async () => {
    const world = ashby({ permissionShape: 'errorInfo', notEnabled: true });
    expect((await world.send({ headers: {} })).status).toBe(401);
  });
});

describe('A refusal', () => {
  const code = 'invalid_input';
  const message = 'limit must be a whole number from 1 to 100';

  test.each<[string, unknown]>([
    ['both', { success: false, errorInfo: { code, message, requestId: REQUEST_ID }, errors: [code] }],
    ['errorInfo', { success: false, errorInfo: { code, message, requestId: REQUEST_ID } }],
    ['codes', { success: false, errors: [{ code, message }] }],
    ['types', { success: false, errors: [{ type: code, message }] }],
    ['messages', { success: false, errors: [{ message: code, parameter: null }] }],
    ['words', { success: false, errors: [code] }],
    ['nulls', { success: false, errorInfo: null, errors: null }],
  ])('has the shape %s when the switch says so', async (errorShape, said) => {
    expect(await refusal({ errorShape }, { limit: 0 })).toEqual([200, said]);
  });

  test('has the same shape for limits and failures', async () => {
    const world = ashby({ errorShape: 'words', limitAt: 1, failAt: 2, failAsSuccessFalse: true });
    const replies = [await world.send(), await world.send()];
    expect(replies.map((reply) => json(reply))).toEqual([
      { success: false, errors: ['rate_limit_exceeded'] },
      { success: false, errors: ['internal_error'] },
    ]);
  });

  test.each(['200', '400'])('of a window, a cursor or missing audit logs has status %s', async (refusalStatus) => {
    const status = Number(refusalStatus);
    expect((await ashby({ refusalStatus }).failure({ startDate: 'soon' })).status).toBe(status);
    expect((await ashby({ refusalStatus }).failure({ cursor: 'x' })).status).toBe(status);
    expect(await ashby({ refusalStatus, notEnabled: true }).failure()).toMatchObject({
      status,
      code: 'audit_logs_not_enabled',
    });
  });

  test.each([200, 400])('of a value outside the vocabulary has status %i', async (unknownValueStatus) => {
    const world = ashby({ unknownValueStatus });
    for (const filter of [{ targetTypes: ['unheard'] }, { categories: ['job'] }])
      expect(await world.failure({ ...window(), ...filter })).toMatchObject({
        status: unknownValueStatus,
        code: 'invalid_input',
      });
  });
});

describe('The last page', () => {
  test.each<[string, object]>([
    ['absent', {}],
    ['null', { nextCursor: null }],
    ['empty', { nextCursor: '' }],
  ])('has a cursor that is %s', async (lastCursor, said) => {
    const world = ashby({ lastCursor }, { events: 0 });
    expect(await world.page()).toEqual({ success: true, results: [], moreDataAvailable: false, ...said });
  });

  test('of three comes without a cursor, the first two with one', async () => {
    const world = ashby({}, { events: 300, from: WEEK.from, to: WEEK.to });
    let page = await world.page();
    for (const more of [true, false]) {
      page = await world.page({ ...window(), cursor: page.nextCursor });
      expect([page.results.length, page.moreDataAvailable, 'nextCursor' in page]).toEqual([100, more, more]);
    }
  });

  test('never comes if more is promised without a cursor', async () => {
    const page = await ashby({ moreWithoutCursor: true }).page();
    expect(page.moreDataAvailable).toBe(true);
    expect(page).not.toHaveProperty('nextCursor');
  });
});

describe('Cursors', () => {
  async function second(switches: Switches, body = {}): Promise<AshbyPage & { errorInfo?: { code: string } }> {
    const world = ashby(switches);
    const { nextCursor } = await world.page();
    const reply = await world.send({ body: { ...window(), ...body, cursor: nextCursor } });
    return json(reply) as AshbyPage;
  }

  test.each(['next_cursor_expired', 'cursor_invalid', 'invalid_next_cursor'])(
    'expire on page two as %s, and a reader that starts over loses nothing',
    async (deadCursorCode) => {
      const world = ashby({ deadCursorAt: 2, deadCursorCode });
      const first = await world.page();
      const dead = await world.failure({ ...window(), cursor: first.nextCursor });
      expect(dead).toMatchObject({ status: 200, code: deadCursorCode });
      const oldest = Date.parse(first.results.at(-1)?.timestamp ?? '');
      const rest = await readAll(world, window(WEEK.from, oldest + 1));
      expect(new Set(ids([...first.results, ...rest]))).toEqual(new Set(ids(world.truth())));
    },
  );

  test('expire with age', async () => {
    const world = ashby({ cursorLifeMs: 1000 });
    const { nextCursor: cursor } = await world.page();
    world.simulator.clock.advance(1000);
    expect((await world.page({ ...window(), cursor })).results).toHaveLength(100);
    world.simulator.clock.advance(1);
    expect((await world.failure({ ...window(), cursor })).code).toBe('next_cursor_expired');
  });

  test('with other filters return nothing, or are refused', async () => {
    const targetTypes = ['job'];
    expect(await second({}, { targetTypes })).toMatchObject({ success: true, results: [] });
    expect(await second({ changedQueryIsEmpty: false }, { targetTypes })).toMatchObject({
      success: false,
      errorInfo: { code: 'cursor_invalid' },
    });
  });

  test('repeat forever', async () => {
    const world = ashby({ repeatCursor: true });
    const { nextCursor: first } = await world.page();
    expect((await world.page({ ...window(), cursor: first })).nextCursor).toBe(first);
  });

  test('are ignored', async () => {
    expect((await second({ ignoreCursor: true })).results).toEqual((await ashby().page()).results);
  });
});

describe('Entries', () => {
  test('repeat across pages, and come in no order', async () => {
    const world = ashby({ duplicates: true, shuffled: true });
    const given = await readAll(world);
    expect(given.length).toBeGreaterThan(world.truth().length);
    expect(sorted([...new Map(given.map((entry) => [entry.id, entry])).values()])).toEqual(sorted(world.truth()));
    expect(given.map(({ timestamp }) => timestamp)).not.toEqual(
      given
        .map(({ timestamp }) => timestamp)
        .toSorted()
        .toReversed(),
    );
  });

  test('that are late are missed by earlier readers', async () => {
    const world = ashby({ lateEvery: 5 }, { events: 400, from: NOW - DAY, to: NOW });
    const before = await readAll(world, window(NOW - DAY, NOW));
    world.simulator.clock.advance(600_000);
    expect((await readAll(world, window(NOW - DAY, NOW))).length).toBeGreaterThan(before.length);
  });

  test('arrive with every request', async () => {
    const world = ashby({ arrivals: 2 }, { events: 0 });
    await world.page({});
    expect((await world.page({})).results).toHaveLength(2);
  });

  test('that are malformed appear among valid ones, with ids', async () => {
    const [good, odd] = [ashby().truth(), ashby({ malformedEvery: 10 }).truth()];
    expect(ids(odd)).toEqual(ids(good));
    const broken = odd.filter((entry) => typeof entry.category !== 'string');
    expect(Math.abs(broken.length - odd.length / 10)).toBeLessThan(2);
    expect(new Set(broken.map((entry) => typeof entry.category))).toEqual(new Set(['object', 'undefined']));
  });

  test('that are odd cover every documented oddity', () => {
    const odd = ashby({ oddEntries: true }).truth();
    const has = (where: (entry: Entry) => boolean): void => expect(odd.some(where)).toBe(true);
    has(({ actor }) => actor === null);
    has(({ actor }) => actor?.id === null);
    has(({ actor }) => actor?.type === 'FixtureCandidate');
    has(({ request }) => request === null);
    has(({ request }) => request !== null && request.id === null);
    has(({ target }) => target === null);
    has(({ category }) => category === 'FixtureUnheardOf');
    has(({ target }) => target?.type === 'fixture_unheard_of');
    has((entry) => 'fixtureExtra' in entry);
    for (const name of ['parentAction', 'changedFields']) {
      has((entry) => entry[name] === null);
      has((entry) => entry[name] !== null && typeof entry[name] === 'object');
    }
    has((entry) => Array.isArray(entry['changedFields']));
  });

  test('that are odd can be read but not filtered for', async () => {
    const world = ashby({ oddEntries: true });
    expect((await world.failure({ ...window(), categories: ['FixtureUnheardOf'] })).code).toBe('invalid_input');
  });

  test('contain every kind of secret', () => {
    const [clean, planted] = [JSON.stringify(ashby().truth()), JSON.stringify(ashby({ secrets: true }).truth())];
    for (const secret of Object.values(SECRETS)) {
      expect(planted).toContain(secret);
      expect(clean).not.toContain(secret);
    }
  });

  test('attack the viewer through names and descriptions', () => {
    const entries = ashby({ hostileText: true }).truth();
    for (const text of HOSTILE_TEXT) {
      expect(entries.some(({ actor }) => actor?.name === text)).toBe(true);
      expect(entries.some(({ description }) => description.endsWith(text))).toBe(true);
    }
  });

  test('share a time in bursts', () => {
    const groups = Map.groupBy(ashby({ burst: 7 }).truth(0, NOW), ({ timestamp }) => timestamp);
    expect([...groups.values()].filter(({ length }) => length === 7).length).toBeGreaterThan(200);
  });
});

describe('Limits', () => {
  const statuses = (world: AshbyWorld, count: number): Promise<number[]> =>
    Promise.all(Array.from({ length: count }, async () => (await world.send()).status));

  test('allow a fixed number of requests per second', async () => {
    const world = ashby({ limitPerSecond: 2 });
    expect(await statuses(world, 3)).toEqual([200, 200, 429]);
    world.simulator.clock.advance(1000);
    expect(await statuses(world, 1)).toEqual([200]);
  });

  test('allow ten by default', async () => {
    const simulator = createSimulator({ now: NOW });
    const request = { method: 'POST', path: '/auditLog.list', query: new URLSearchParams(), headers: HEADERS };
    for (let sent = 0; sent < 11; sent += 1) await simulator.handle('ashby', { ...request, body: '{}' });
    expect(simulator.stats('ashby').byStatus).toEqual({ 200: 10, 429: 1 });
  });

  test('allow a fixed number of concurrent requests', async () => {
    const world = ashby({ concurrentLimit: 2, latencyMs: 40 });
    expect(await statuses(world, 4)).toEqual([200, 200, 429, 429]);
    for (let request = 0; request < 3; request += 1) expect(await statuses(world, 1)).toEqual([200]);
    world.set({ concurrentLimit: 0 });
    expect(await statuses(world, 4)).toEqual([200, 200, 200, 200]);
  });

  test('say by their code which limit was exceeded', async () => {
    const world = ashby({ concurrentLimit: 1, latencyMs: 20 });
    const replies = await Promise.all([world.send(), world.send()]);
    expect(replies[1] && failureOf(replies[1]).code).toBe('concurrent_limit_exceeded');
    expect(failureOf(await ashby({ limitAt: 1 }).send()).code).toBe('rate_limit_exceeded');
  });

  test.each<[string, string | undefined]>([
    ['seconds', '1'],
    ['date', new Date(NOW + 1000).toUTCString()],
    ['absent', undefined],
  ])('say when to come back as %s', async (retryAfter, header) => {
    const { headers } = await ashby({ limitAt: 1, retryAfter }).send();
    expect(headers['retry-after']).toBe(header);
    expect(headers).not.toHaveProperty('x-ratelimit-scope');
  });

  test('can concern the integration partner, shown by a header and another message', async () => {
    const [own, partners] = [
      await ashby({ limitAt: 1 }).send(),
      await ashby({ limitAt: 1, partnerLimited: true }).send(),
    ];
    expect(partners.headers).toMatchObject({ 'x-ratelimit-scope': 'integration-partner' });
    expect(failureOf(partners).message).not.toBe(failureOf(own).message);
  });

  test('can be plain text', async () => {
    const reply = await ashby({ limitAt: 1, limitText: true }).send();
    expect([reply.status, json(reply)]).toEqual([429, { success: false, errors: ['Rate limit exceeded'] }]);
  });
});

describe('Failures', () => {
  test('are plain text, a body of success: false, or a web page', async () => {
    const world = ashby({ failAt: 1, unavailableAt: 2, htmlAt: 3 });
    const replies = [await world.send(), await world.send(), await world.send()];
    expect(replies.map(({ status, headers }) => [status, headers['content-type']])).toEqual([
      [500, 'text/plain'],
      [502, 'text/html'],
      [200, 'text/html'],
    ]);
    const reply = await ashby({ failForever: true, failAsSuccessFalse: true, failRetryAfter: 7 }).send();
    expect(reply).toMatchObject({ status: 503, headers: { 'retry-after': '7' } });
    expect(json(reply)).toMatchObject({ success: false, errorInfo: { code: 'internal_error', requestId: REQUEST_ID } });
  });

  test('truncate a response', async () => {
    const { body } = await ashby({ truncateAt: 1 }).send();
    expect(() => JSON.parse(body) as unknown).toThrow(SyntaxError);
  });

  test('reset a connection, and send a response slowly', async () => {
    const switches = { ashby: { resetAt: 1, slowBody: true } };
    const simulator = await startSimulator({ now: NOW, vendors: ['ashby'], switches });
    const ask = (): Promise<Response> =>
      fetch(`${simulator.baseUrl('ashby')}/auditLog.list`, { method: 'POST', headers: HEADERS, body: '{}' });
    await expect(ask()).rejects.toThrow('fetch failed');
    expect(await (await ask()).json()).toMatchObject({ success: true });
    await simulator.close();
  });
});

test('Warnings come with success', async () => {
  expect(await ashby().page()).not.toHaveProperty('warnings');
  expect((await ashby({ warnings: true }).page()).warnings).toEqual([expect.any(String)]);
});
