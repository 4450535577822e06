import { afterEach, describe, expect, test } from 'vitest';
import { closeAll, DAY, gong, HOUR, KEY, NOW, readAll, sorted, WEEK, type GongPage } from './gong-client.ts';

afterEach(closeAll);

const LOGS = [
  'AccessLog',
  'UserActivityLog',
  'UserCallPlay',
  'ExternallySharedCallAccess',
  'ExternallySharedCallPlay',
] as const;

describe('Reading page by page to the end', () => {
  test.each(LOGS)('returns exactly the ground truth of %s', async (log) => {
    const world = await gong({}, { events: 1500 });
    const given = await readAll(world, { log });
    // The truth leaves its end out, Gong does not.
    const truth = world.simulator.truth({ vendor: 'gong', log, from: WEEK.from, to: WEEK.to + 1 });
    expect(given.length).toBeGreaterThan(300);
    expect(sorted(given)).toEqual(sorted([...truth.entries()].map(({ entry }) => entry)));
    expect(given).toHaveLength(truth.count);
  });

  test.each([{ newestFirst: true }, { shuffled: true }, { burst: 130 }, { emptyPageAt: 2 }, { limitPerSecond: 0 }])(
    'does so with %o, too',
    async (switches) => {
      const world = await gong(switches, { events: 1500 });
      const truth = world.simulator.truth({ vendor: 'gong', log: 'UserCallPlay', from: WEEK.from, to: WEEK.to + 1 });
      expect(sorted(await readAll(world, { log: 'UserCallPlay' }))).toEqual(
        sorted([...truth.entries()].map(({ entry }) => entry)),
      );
    },
  );

  test.each([
    [0, 0],
    [1, 1],
    [100, 1],
    [101, 2],
    [200, 2],
    [201, 3],
  ])('takes %i entries in %i requests', async (events, requests) => {
    const world = await gong({}, { events, from: WEEK.from, to: WEEK.to });
    expect(await readAll(world)).toHaveLength(events);
    expect(world.simulator.stats('gong').requests).toBe(Math.max(1, requests));
  });

  test('reports the total of the query on each page, and numbers pages from 0', async () => {
    const world = await gong({}, { events: 250, from: WEEK.from, to: WEEK.to });
    const first = await world.page();
    expect(first.records).toMatchObject({ totalRecords: 250, currentPageSize: 100, currentPageNumber: 0 });
    const second = await world.page({ cursor: first.records?.cursor ?? '' });
    expect(second.records).toMatchObject({ totalRecords: 250, currentPageSize: 100, currentPageNumber: 1 });
    const third = await world.page({ cursor: second.records?.cursor ?? '' });
    expect(third.records).toMatchObject({ totalRecords: 250, currentPageSize: 50, currentPageNumber: 2 });
    expect(third.records).not.toHaveProperty('cursor');
  });

  test('needs little memory and time for a window of a million entries, open or closed', async () => {
    const world = await gong({}, { events: 1_000_000 });
    const before = process.memoryUsage().heapUsed;
    const start = performance.now();
    for (const to of [NOW, null]) {
      let cursor = '';
      for (let page = 0; page < 5; page += 1) {
        const { records } = await world.page({ from: 0, to, log: 'UserCallPlay', ...(cursor ? { cursor } : {}) });
        cursor = records?.cursor ?? '';
        expect(records).toMatchObject({ totalRecords: 1_000_000, currentPageSize: 100 });
      }
    }
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(50_000_000);
    // A walk over all of it takes a third of a second for each page.
    expect(performance.now() - start).toBeLessThan(1500);
  });
});

describe('Entries that arrive during a read', () => {
  test('are returned if the window has no end', async () => {
    const world = await gong({}, { events: 1500 });
    const first = await world.page({ to: null });
    world.simulator.clock.advance(HOUR / 2);
    const time = world.simulator.clock.now() - 1;
    world.simulator.append('gong', 'UserActivityLog', { time, entry: { userFullName: 'New Comer' } });
    const rest = await readAll(world, { to: null, cursor: first.records?.cursor ?? '' });
    expect(rest.at(-1)).toMatchObject({ userFullName: 'New Comer' });
  });

  test('are not returned if the end is fixed', async () => {
    const world = await gong({}, { events: 1500 });
    const before = await readAll(world, { to: NOW });
    world.simulator.clock.advance(HOUR);
    world.simulator.append('gong', 'UserActivityLog', {});
    expect(await readAll(world, { to: NOW })).toEqual(before);
  });

  test('appear in a window that was already read, if they are late', async () => {
    const world = await gong({}, { events: 50 });
    const before = await readAll(world);
    const time = WEEK.from + HOUR;
    world.simulator.append('gong', 'UserActivityLog', { time, visibleAt: world.simulator.clock.now() + DAY });
    expect(await readAll(world)).toEqual(before);
    world.simulator.clock.advance(DAY);
    expect(await readAll(world)).toHaveLength(before.length + 1);
  });
});

describe('A cursor', () => {
  test.each([
    ['another log', { log: 'UserCallPlay' }],
    ['another start', { from: WEEK.from + 1000 }],
    ['another end', { to: WEEK.to - 1000 }],
    ['an open end', { to: null }],
  ])('is refused with %s', async (_, more) => {
    const world = await gong({}, { events: 1500 });
    const cursor = (await world.page()).records?.cursor ?? '';
    expect((await world.ask({ cursor })).status).toBe(200);
    const reply = await world.ask({ cursor, ...more });
    expect([reply.status, await reply.text()]).toEqual([400, expect.stringContaining('Failed to verify cursor')]);
  });

  test('is refused if modified', async () => {
    const world = await gong({}, { events: 1500 });
    const cursor = (await world.page()).records?.cursor ?? '';
    for (const changed of [cursor.slice(1), `${cursor}x`, cursor.replace(/\.(.)/, '.A'), 'nonsense', '..'])
      expect((await world.ask({ cursor: changed })).status).toBe(400);
  });
});

describe('A request', () => {
  test.each([
    ['logType=constructor&fromDateTime=2026-11-01T00:00:00Z', 'unknown value constructor'],
    ['logType=accesslog&fromDateTime=2026-11-01T00:00:00Z', 'unknown value accesslog'],
    ['logType=AccessLog&fromDateTime=2026-13-41T00:00:00Z', 'not ISO-8601'],
    ['logType=AccessLog&fromDateTime=2026-11-01T00:00:00', 'not ISO-8601'],
    ['logType=AccessLog&fromDateTime=2026-11-01', 'not ISO-8601'],
    ['logType=AccessLog&fromDateTime=2026-11-01T00:00:00Z&toDateTime=soon', 'not ISO-8601'],
    ['logType=AccessLog&fromDateTime=2026-11-01T00:00:00+02:00', 'not ISO-8601'],
    ['logType=AccessLog&fromDateTime=2026-11-02T00:00:00Z&toDateTime=2026-11-01T00:00:00Z', 'is after toDateTime'],
    ['fromDateTime=2026-11-01T00:00:00Z', 'logType: must not be null'],
    ['logType=AccessLog', 'fromDateTime: must not be null'],
  ])('of %s is refused with a message', async (query, reason) => {
    const reply = await (await gong()).fetch(`/v2/logs?${query}`, { headers: KEY });
    const { requestId, errors } = (await reply.json()) as { requestId: string; errors: string[] };
    expect([reply.status, errors.join()]).toEqual([400, expect.stringContaining(reason)]);
    expect(requestId).toMatch(/^[a-z0-9]{18,20}$/);
    expect(reply.headers.get('x-traceid')).toBe(requestId);
  });

  test('may have unknown parameters', async () => {
    const path = '/v2/logs?logType=UserCallPlay&fromDateTime=2026-11-01T00:00:00Z&limit=1&sort=newest';
    const reply = await (await gong()).fetch(path, { headers: KEY });
    expect(((await reply.json()) as GongPage).logEntries).toHaveLength(100);
  });

  test('with another method gets an error envelope, at another path a web page', async () => {
    const world = await gong({ limitPerSecond: 0 });
    const posted = await world.fetch('/v2/logs', { method: 'POST', headers: KEY });
    expect([posted.status, posted.headers.get('content-type')]).toEqual([405, 'application/json']);
    for (const path of ['/', '/v2', '/logs', '/v2/v2/logs', '/v2/logs/']) {
      const reply = await world.fetch(path, { headers: KEY });
      expect([reply.status, reply.headers.get('content-type')]).toEqual([404, 'text/html']);
    }
  });

  test('for twenty days of AccessLog gets fourteen', async () => {
    const world = await gong({}, { events: 400 });
    const given = await readAll(world, { log: 'AccessLog', from: NOW - 20 * DAY, to: NOW });
    const oldest = Math.min(...given.map(({ eventTime }) => Date.parse(eventTime)));
    expect(oldest).toBeGreaterThan(NOW - 14 * DAY);
    expect(oldest).toBeLessThan(NOW - 12 * DAY);
    const plays = await readAll(world, { log: 'UserCallPlay', from: NOW - 30 * DAY, to: NOW });
    expect(plays).toHaveLength(400);
  });
});

describe('Tokens', () => {
  const first = (world: Awaited<ReturnType<typeof gong>>): string =>
    world.simulator.credentials('gong')['oauth']?.['refreshToken'] ?? '';

  test('rotate: each refresh token works once, and of two concurrent clients one loses', async () => {
    const world = await gong();
    const replies = await Promise.all([world.refresh(first(world)), world.refresh(first(world))]);
    expect(replies.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 400]);
    const bodies = (await Promise.all(replies.map((reply) => reply.json()))) as Record<string, string>[];
    const { refresh_token, access_token } = bodies.find((body) => 'access_token' in body) ?? {};
    expect((await world.ask({ headers: { authorization: `Bearer ${access_token}` } })).status).toBe(200);
    expect((await world.refresh(refresh_token ?? '')).status).toBe(200);
    expect((await world.ask({ headers: { authorization: `Bearer ${access_token}` } })).status).toBe(401);
    const spent = await world.refresh(first(world));
    expect(await spent.json()).toMatchObject({ error: 'invalid_grant' });
  });

  test('are issued only for a refresh token, by POST, to the right client', async () => {
    const world = await gong();
    const path = '/oauth2/generate-customer-token';
    expect((await world.refresh(first(world), { grant_type: 'client_credentials' })).status).toBe(400);
    expect((await world.fetch(path)).status).toBe(405);
    expect((await world.fetch(path, { method: 'POST', headers: KEY })).status).toBe(401);
    expect((await world.refresh(first(world))).status).toBe(200);
  });

  test('come with every field that Gong sends', async () => {
    const world = await gong();
    expect(await (await world.refresh(first(world))).json()).toEqual({
      access_token: expect.any(String),
      refresh_token: expect.any(String),
      expires_in: 86_400,
      token_type: 'bearer',
      scope: 'api:logs:read',
      api_base_url_for_customer: world.simulator.baseUrl('gong'),
    });
  });
});

describe('Entries', () => {
  const KEYS: Readonly<Record<(typeof LOGS)[number], readonly string[]>> = {
    AccessLog: [
      'content_length',
      'elapsed_time',
      'mdc',
      'message',
      'method',
      'protocol',
      'request_headers',
      'requested_uri',
      'requested_url',
      'response_headers',
      'status',
    ],
    UserActivityLog: [
      'action',
      'auditId',
      'customData',
      'httpRequest',
      'remoteCallsAuditData',
      'tableChanges',
      'workspaceId',
    ],
    UserCallPlay: [
      'call_id',
      'device',
      'end_time',
      'event_time_on_device',
      'live',
      'offline',
      'play_speed',
      'sequence_num',
      'start_time',
      'video_player_instance_id',
    ],
    ExternallySharedCallAccess: ['call_id', 'page_viewer_ip', 'time_based_secure_sharing_id'],
    ExternallySharedCallPlay: [
      'call_id',
      'device',
      'end_time',
      'event_time_on_device',
      'live',
      'offline',
      'play_speed',
      'sequence_num',
      'start_time',
      'time_based_secure_sharing_id',
      'video_player_instance_id',
    ],
  };

  test.each(LOGS)('of %s have the documented keys', async (log) => {
    for (const { logRecord } of (await (await gong({}, { events: 1500 })).page({ log })).logEntries)
      expect(Object.keys(logRecord).toSorted()).toEqual(KEYS[log]);
  });

  test('opened by outsiders name no Gong user, and some name nobody', async () => {
    const { logEntries } = await (await gong({}, { events: 1500 })).page({ log: 'ExternallySharedCallAccess' });
    expect(logEntries.every((entry) => !('userId' in entry))).toBe(true);
    expect(logEntries.some((entry) => !('userEmailAddress' in entry) && !('userFullName' in entry))).toBe(true);
  });

  test('list unchanged tables, with the times of both snapshots', async () => {
    const { logEntries } = await (await gong({}, { events: 1500 })).page();
    const tables = logEntries.flatMap(({ logRecord }) => logRecord['tableChanges'] as Record<string, unknown[]>[]);
    expect(tables.some(({ rowChanges }) => rowChanges?.length === 0)).toBe(true);
    expect(tables.some(({ rowChanges }) => rowChanges?.length === 1)).toBe(true);
    for (const { preSnapshotTimestamp, postSnapshotTimestamp } of tables)
      expect(String(preSnapshotTimestamp) < String(postSnapshotTimestamp)).toBe(true);
  });

  test('include stories: an impersonation, a grant and its consequences, a weakened setting, a night of exports', async () => {
    const entries = await readAll(await gong({ limitPerDay: 0 }, { events: 4000 }), { from: 0, to: NOW });
    const told = entries.map(({ logRecord, ...entry }) => ({
      by: entry['userEmailAddress'],
      impersonator: entry['impersonatorEmailAddress'],
      at: new Date(entry.eventTime).getUTCHours(),
      ip: (logRecord['httpRequest'] as Record<string, string>)['clientIp'],
      action: logRecord['action'],
      text: JSON.stringify(logRecord),
    }));
    expect(told.some(({ impersonator }) => impersonator === 'support@vendor.example')).toBe(true);
    const grant = told.findIndex(({ text }) => text.includes('technical administrator'));
    expect(told.slice(grant, grant + 3).map(({ by }) => by)).toEqual(Array(3).fill('eli.edge@example.com'));
    expect(told.slice(grant + 1, grant + 3).map(({ action }) => action)).toEqual(['CreateApiKey', 'ExportCalls']);
    expect(told.some(({ text }) => text.includes('two_factor_required'))).toBe(true);
    const spree = told.filter(({ ip }) => ip === '203.0.113.66');
    expect(spree.length).toBeGreaterThan(10);
    expect(spree.every(({ by, at }) => by === 'eli.edge@example.com' && at >= 1 && at < 5)).toBe(true);
  });

  test('include a shared call opened from many addresses in one night', async () => {
    const log = 'ExternallySharedCallAccess';
    const entries = await readAll(await gong({ limitPerDay: 0 }, { events: 4000 }), { log, from: 0, to: NOW });
    const night = entries.filter(({ eventTime }) => [1, 2, 3, 4].includes(new Date(eventTime).getUTCHours()));
    const byDay = Map.groupBy(night, ({ eventTime }) => eventTime.slice(0, 10));
    const busiest = [...byDay.values()].toSorted((a, b) => b.length - a.length)[0] ?? [];
    expect(new Set(busiest.map(({ logRecord }) => logRecord['call_id'])).size).toBe(1);
    expect(new Set(busiest.map(({ logRecord }) => logRecord['page_viewer_ip'])).size).toBeGreaterThan(3);
  });

  test('do not depend on the page or on who asks first', async () => {
    const [forth, back] = [await gong({}, { events: 1500 }), await gong({ newestFirst: true }, { events: 1500 })];
    expect((await readAll(back)).toReversed()).toEqual(await readAll(forth));
    const other = await gong({}, { events: 1500, seed: 2 });
    expect(await readAll(other)).not.toEqual(await readAll(forth));
  });
});
