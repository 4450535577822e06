import { describe, expect, test } from 'vitest';
import { createSimulator, type InProcessSimulator, type SimulatorOptions } from '../src/simulator.ts';
import type { Reply } from '../src/vendor.ts';
import type { VendorId } from '../src/vendors/index.ts';

const NOW = Date.UTC(2026, 10, 20, 12);
const DAY = 86_400_000;
const basic = (user: string, password: string): string => `Basic ${btoa(`${user}:${password}`)}`;

interface Asked {
  readonly method?: string;
  readonly path?: string;
  readonly query?: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

function simulator(options: SimulatorOptions = {}): InProcessSimulator {
  return createSimulator({ now: NOW, ...options });
}

function ask(
  from: InProcessSimulator,
  vendor: VendorId,
  { method = 'GET', path = '/', query = '', body, headers = {} }: Asked,
): Promise<Reply> {
  const text = typeof body === 'string' ? body : JSON.stringify(body ?? '');
  return from.handle(vendor, {
    method,
    path,
    query: new URLSearchParams(query),
    headers,
    body: body === undefined ? '' : text,
  });
}

const json = (reply: Reply): Record<string, unknown> => JSON.parse(reply.body) as Record<string, unknown>;

describe('The world', () => {
  test('is determined by its seed', () => {
    const entries = (seed: number): string =>
      JSON.stringify([...simulator({ seed }).truth({ vendor: 'ashby', log: 'audit_log', from: 0, to: NOW }).entries()]);
    expect(entries(7)).toBe(entries(7));
    expect(entries(7)).not.toBe(entries(8));
  });

  test.each([
    ['gong', 'UserActivityLog', 'technical administrator'],
    ['zendesk', 'audit_logs', 'Role changed from Agent to Administrator'],
    ['ashby', 'audit_log', 'Made an Organization Admin of'],
  ] as const)('tells the story of %s again and again, or once if it is calm', (vendor, log, said) => {
    const times = (calm: boolean): number[] =>
      [...simulator({ events: 800, calm }).truth({ vendor, log, from: 0, to: NOW }).entries()].flatMap(
        ({ time, entry }) => (JSON.stringify(entry).includes(said) ? [time] : []),
      );
    expect(times(false).length).toBeGreaterThan(7);
    expect(times(true)).toEqual([expect.any(Number)]);
    expect(times(true)[0]).toBeGreaterThan(NOW - 7 * DAY);
  });

  test('needs no memory for a million entries', async () => {
    const from = simulator({ events: 1_000_000 });
    const before = process.memoryUsage().heapUsed;
    const query = `logType=UserCallPlay&fromDateTime=2026-11-01T00:00:00Z&toDateTime=2026-11-19T00:00:00Z`;
    const reply = await ask(from, 'gong', {
      path: '/v2/logs',
      query,
      headers: { authorization: basic('GONGDEMOKEY', 'gong-demo-secret') },
    });
    expect(json(reply)['records']).toMatchObject({ totalRecords: expect.any(Number), currentPageSize: 100 });
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(50_000_000);
  });

  test('shows what comes late only later', () => {
    const from = simulator({ events: 0 });
    from.append('zendesk', 'audit_logs', { time: NOW - 60_000, visibleAt: NOW + 5000 });
    const range = { vendor: 'zendesk', log: 'audit_logs', from: 0, to: NOW } as const;
    expect(from.truth(range).count).toBe(0);
    expect(from.truth({ ...range, visibleAt: NOW + 5000 }).count).toBe(1);
    from.clock.advance(5000);
    expect(from.truth(range).count).toBe(1);
  });

  test('accepts entries written by hand, which override its own', () => {
    const from = simulator();
    expect(from.append('ashby', 'audit_log', { entry: { category: 'FixtureMine' } })).toMatchObject({
      category: 'FixtureMine',
    });
  });

  test('refuses unknown switches and values', () => {
    expect(() => simulator().set('gong', { nonsense: true })).toThrow(/has no switch/);
    expect(() => simulator().set('gong', { burst: 'many' })).toThrow(/takes a number/);
    expect(() => simulator().set('gong', { retryAfter: 'soon' })).toThrow(/one of/);
  });

  test('counts requests, and stores no credential', async () => {
    const from = simulator();
    await ask(from, 'ashby', {
      method: 'POST',
      path: '/auditLog.list',
      body: {},
      headers: { authorization: basic('ashby-demo-key', '') },
    });
    expect(from.stats('ashby')).toMatchObject({ requests: 1, maxPerSecond: 1, inFlight: 0 });
    expect(JSON.stringify(from.stats('ashby'))).not.toContain('demo-key');
  });
});

describe('Gong', () => {
  const headers = { authorization: basic('GONGDEMOKEY', 'gong-demo-secret') };
  const list = (from: InProcessSimulator, query: string): Promise<Reply> =>
    ask(from, 'gong', { path: '/v2/logs', query, headers });

  test.each([
    ['no log type', 'fromDateTime=2026-11-01T00:00:00Z', 400],
    ['a log type that it does not have', 'logType=Nonsense&fromDateTime=2026-11-01T00:00:00Z', 400],
    ['no start', 'logType=AccessLog', 400],
    [
      'a start after the end',
      'logType=AccessLog&fromDateTime=2026-11-02T00:00:00Z&toDateTime=2026-11-01T00:00:00Z',
      400,
    ],
    ['a plus sign that was not encoded', 'logType=AccessLog&fromDateTime=2026-11-01T00:00:00+02:00', 400],
    ['an offset that was encoded', 'logType=UserCallPlay&fromDateTime=2026-11-01T00:00:00%2B02:00', 200],
    ['no end', 'logType=UserCallPlay&fromDateTime=2026-11-01T00:00:00Z', 200],
    ['an empty period', 'logType=UserCallPlay&fromDateTime=2020-11-01T00:00:00Z&toDateTime=2020-11-02T00:00:00Z', 404],
  ])('answers %s with its envelope', async (_, query, status) => {
    const reply = await list(simulator(), query);
    expect(reply.status).toBe(status);
    expect(json(reply)['requestId']).toBe(reply.headers['x-traceid']);
  });

  test('keeps the AccessLog for fourteen days', async () => {
    const query = `logType=AccessLog&fromDateTime=${new Date(NOW - 29 * DAY).toISOString()}&toDateTime=${new Date(NOW - 15 * DAY).toISOString()}`;
    expect((await list(simulator(), query)).status).toBe(404);
  });

  test('binds a cursor to its log and window, and lets it expire', async () => {
    const from = simulator({ events: 1000 });
    const query = 'fromDateTime=2026-11-01T00:00:00Z&toDateTime=2026-11-19T00:00:00Z';
    const { records } = json(await list(from, `logType=UserCallPlay&${query}`)) as { records: { cursor: string } };
    expect((await list(from, `logType=UserCallPlay&${query}&cursor=${records.cursor}`)).status).toBe(200);
    expect(json(await list(from, `logType=UserActivityLog&${query}&cursor=${records.cursor}`))['errors']).toEqual([
      'Failed to verify cursor',
    ]);
    from.clock.advance(2 * 3_600_000);
    expect((await list(from, `logType=UserCallPlay&${query}&cursor=${records.cursor}`)).body).toContain(
      'cursor has expired',
    );
  });

  test('allows three requests per second', async () => {
    const from = simulator();
    const query = 'logType=UserCallPlay&fromDateTime=2026-11-01T00:00:00Z';
    const statuses = await Promise.all([1, 2, 3, 4].map(async () => (await list(from, query)).status));
    expect(statuses).toEqual([200, 200, 200, 429]);
    from.clock.advance(1000);
    expect((await list(from, query)).status).toBe(200);
  });

  test('answers an unknown path with a web page', async () => {
    expect(await ask(simulator(), 'gong', { path: '/v2/v2/logs', headers })).toMatchObject({
      status: 404,
      headers: { 'content-type': 'text/html' },
    });
  });

  test('accepts a refresh token once', async () => {
    const from = simulator();
    const { clientId = '', clientSecret = '', refreshToken = '' } = from.credentials('gong')['oauth'] ?? {};
    const refresh = (): Promise<Reply> =>
      ask(from, 'gong', {
        method: 'POST',
        path: '/oauth2/generate-customer-token',
        body: `grant_type=refresh_token&refresh_token=${refreshToken}`,
        headers: { authorization: basic(clientId, clientSecret) },
      });
    expect(json(await refresh())).toMatchObject({
      access_token: expect.any(String),
      api_base_url_for_customer: 'https://gong.example.com',
    });
    expect(await refresh()).toMatchObject({ status: 400, body: expect.stringContaining('invalid_grant') });
  });
});

describe('Zendesk', () => {
  const from = simulator({ events: 15_000 });
  const accessToken = from.credentials('zendesk')['access_token']?.['accessToken'] ?? '';
  const headers = { authorization: `Bearer ${accessToken}` };
  const list = (query: string, world = from): Promise<Reply> =>
    ask(world, 'zendesk', { path: '/api/v2/audit_logs', query, headers });
  const DATES = 'filter[created_at][]=2026-11-10T00:00:00Z&filter[created_at][]=2026-11-11T00:00:00Z';

  test('uses cursor pagination if given a page size, and numbered pages otherwise', async () => {
    const byCursor = json(await list('page[size]=10'));
    expect(byCursor).toMatchObject({ meta: { has_more: true }, links: { next: expect.any(String) } });
    expect(byCursor).not.toHaveProperty('count');
    expect(json(await list('per_page=10'))).toMatchObject({ count: 15_000, next_page: expect.any(String) });
  });

  test('limits numbered pages to ten thousand entries', async () => {
    expect((await list('page=101')).body).toContain('InvalidPaginationDepth');
  });

  test('reads both dates with brackets, and only the last of dates without', async () => {
    const { count } = json(await list(DATES)) as { count: number };
    const plain = json(await list(DATES.replaceAll('[]', ''))) as { count: number };
    expect(count).toBeGreaterThan(100);
    expect(plain.count).not.toBe(count);
    expect(json(await list(`start_time=1&${DATES}`))['count']).toBe(count);
  });

  test('sorts by cursor only', async () => {
    const times = async (query: string): Promise<string[]> =>
      (json(await list(query))['audit_logs'] as { created_at: string }[]).map(({ created_at }) => created_at);
    expect(await times('page[size]=50&sort=created_at')).toEqual(
      (await times('page[size]=50&sort=created_at')).toSorted(),
    );
    expect(await times('page[size]=50')).toEqual((await times('page[size]=50')).toSorted().toReversed());
    expect(await times('sort=created_at')).toEqual(await times(''));
  });

  test('filters by each of its filters, one value or several', async () => {
    const actions = async (query: string): Promise<Set<unknown>> =>
      new Set(
        (json(await list(`page[size]=100&${query}`))['audit_logs'] as { action: string }[]).map(({ action }) => action),
      );
    expect(await actions('filter[action]=login')).toEqual(new Set(['login']));
    expect(await actions('filter[action][]=login&filter[action][]=destroy')).toEqual(new Set(['login', 'destroy']));
    expect((await list('page[size]=10&filter[source_id]=3001')).status).toBe(400);
    expect((await list('page[size]=10&filter[source_id]=3001&filter[source_type]=user')).status).toBe(200);
    expect((await list('page[size]=10&filter[actor_id]=dana')).status).toBe(400);
  });

  test('reduces a page size that is too large, or refuses it', async () => {
    expect((json(await list('page[size]=1000'))['audit_logs'] as unknown[]).length).toBe(100);
    const strict = simulator({ switches: { zendesk: { oversizePages: 'refuse' } } });
    expect((await list('page[size]=1000', strict)).status).toBe(400);
  });

  test('keeps a cursor valid as time passes, even with an open end', async () => {
    const world = simulator({ events: 1000 });
    const { meta } = json(await list('page[size]=100', world)) as { meta: { after_cursor: string } };
    world.clock.advance(5000);
    expect((await list(`page[size]=100&page[after]=${meta.after_cursor}`, world)).status).toBe(200);
  });

  test('refuses a token request that is not JSON', async () => {
    const request = {
      method: 'POST',
      path: '/oauth/tokens',
      body: 'nonsense',
      headers: { 'content-type': 'application/json' },
    };
    expect((await ask(simulator(), 'zendesk', request)).status).toBe(401);
  });

  test('accepts one export per minute', async () => {
    const world = simulator();
    const request = { method: 'POST', path: '/api/v2/audit_logs/export', query: DATES, headers };
    expect(await ask(world, 'zendesk', request)).toMatchObject({ status: 202, body: '' });
    expect(await ask(world, 'zendesk', request)).toMatchObject({
      status: 429,
      body: expect.stringContaining('wait 1 minute'),
    });
  });

  test('refuses an API token sent as a bearer token', async () => {
    const bearer = { authorization: 'Bearer zendesk-demo-api-token' };
    expect((await ask(from, 'zendesk', { path: '/api/v2/audit_logs', headers: bearer })).body).toContain(
      'invalid_token',
    );
  });
});

describe('Ashby', () => {
  const headers = { authorization: basic('ashby-demo-key', ''), 'content-type': 'application/json' };
  const list = (body: unknown, more: Asked = {}): Promise<Reply> =>
    ask(simulator({ events: 5000 }), 'ashby', { method: 'POST', path: '/auditLog.list', body, headers, ...more });
  const times = (reply: Reply): number[] =>
    (json(reply)['results'] as { timestamp: string }[]).map(({ timestamp }) => Date.parse(timestamp));

  test('reads a window of a day when a bound is missing', async () => {
    const end = NOW - 3 * DAY;
    const spans: readonly [object, number, number][] = [
      [{}, NOW - DAY, NOW],
      [{ endDate: new Date(end).toISOString() }, end - DAY, end],
      [{ startDate: new Date(end).toISOString() }, end, end + DAY],
    ];
    for (const [body, from, to] of spans) {
      const given = times(await list(body));
      expect(Math.min(...given)).toBeGreaterThanOrEqual(from);
      expect(Math.max(...given)).toBeLessThanOrEqual(to);
      expect(given).toEqual(given.toSorted((a, b) => b - a));
    }
  });

  test.each([
    ['a window of more than eighteen months', { startDate: '2024-01-01T00:00:00Z', endDate: '2026-01-01T00:00:00Z' }],
    ['an end before its start', { startDate: '2026-02-01T00:00:00Z', endDate: '2026-01-01T00:00:00Z' }],
    ['a date that is none', { startDate: 'soon' }],
    ['a value outside the vocabulary', { targetTypes: ['unheard'] }],
  ])('refuses %s with status 200', async (_, body) => {
    expect(json(await list(body))).toMatchObject({ success: false, errorInfo: { code: 'invalid_input' } });
  });

  test('refuses more than a hundred values, and ignores an empty list', async () => {
    const values = Array.from({ length: 101 }, (_, number) => String(number));
    expect((await list({ actorIds: values })).status).toBe(400);
    expect((json(await list({ actorIds: [] }))['results'] as unknown[]).length).toBeGreaterThan(0);
  });

  test('returns nothing, without an error, for a cursor with other filters', async () => {
    const world = simulator({ events: 5000 });
    const listIn = (body: unknown): Promise<Reply> =>
      ask(world, 'ashby', { method: 'POST', path: '/auditLog.list', body, headers });
    const { nextCursor } = json(await listIn({ limit: 10 })) as { nextCursor: string };
    expect(json(await listIn({ limit: 10, cursor: nextCursor }))['results']).toHaveLength(10);
    expect(json(await listIn({ cursor: nextCursor, targetTypes: ['job'] }))).toMatchObject({
      success: true,
      results: [],
    });
  });

  test.each<[string, Asked, number]>([
    ['no key', { headers: { 'content-type': 'application/json' } }, 401],
    ['a wrong key', { headers: { ...headers, authorization: basic('nobody', '') } }, 403],
    [
      'a key as password too',
      { headers: { ...headers, authorization: basic('ashby-demo-key', 'ashby-demo-key') } },
      403,
    ],
    ['another method', { method: 'GET' }, 405],
    ['another path', { path: '/auditLog.info' }, 404],
    ['no content type', { headers: { authorization: headers.authorization } }, 400],
    ['no body', { body: '' }, 400],
  ])('refuses %s', async (_, more, status) => {
    expect((await list({}, more)).status).toBe(status);
  });
});
