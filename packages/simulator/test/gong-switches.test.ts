import { afterEach, describe, expect, test } from 'vitest';
import { HOSTILE_TEXT, SECRETS, type Setting } from '../src/index.ts';
import {
  basic,
  closeAll,
  DAY,
  gong,
  HOUR,
  KEY,
  NOW,
  readAll,
  sorted,
  WEEK,
  type Entry,
  type GongPage,
  type GongWorld,
} from './gong-client.ts';

afterEach(closeAll);

/** Enough for four pages in the week that is asked for. */
const MANY = { events: 1500 };

async function statuses(world: GongWorld, requests: number): Promise<number[]> {
  const seen: number[] = [];
  for (let request = 0; request < requests; request += 1) seen.push((await world.ask()).status);
  return seen;
}

async function compared(switches: Record<string, Setting>, log = 'UserActivityLog'): Promise<[Entry[], Entry[]]> {
  return [await readAll(await gong({}, MANY), { log }), await readAll(await gong(switches, MANY), { log })];
}

async function retryAfter(form: string, switches: Record<string, Setting> = {}): Promise<string | null> {
  const world = await gong({ limitAt: 1, retryAfter: form, ...switches });
  const reply = await world.ask();
  expect(reply.status).toBe(429);
  return reply.headers.get('retry-after');
}

const times = (entries: readonly Entry[]): string[] => entries.map(({ eventTime }) => eventTime);
const errors = async (reply: Response): Promise<string> =>
  ((await reply.json()) as { errors: string[] }).errors.join('; ');

async function token(world: GongWorld): Promise<{ access_token: string; api_base_url_for_customer: string }> {
  const { refreshToken = '' } = world.simulator.credentials('gong')['oauth'] ?? {};
  return (await (await world.refresh(refreshToken)).json()) as never;
}

const bearer = (accessToken: string): { headers: Record<string, string> } => ({
  headers: { authorization: `Bearer ${accessToken}` },
});

/** What shows that a switch does what it says. */
const PROOFS: Readonly<Record<string, () => Promise<void>>> = {
  actionForm: async () => {
    const kinds = async (actionForm: string): Promise<string[]> => {
      const { logEntries } = await (await gong({ actionForm }, MANY)).page();
      const actions = logEntries.map(({ logRecord }) => logRecord['action']);
      return [...new Set(actions.map((action) => (action === null ? 'null' : typeof action)))].toSorted();
    };
    expect(await kinds('mixed')).toEqual(['null', 'string']);
    expect(await kinds('null')).toEqual(['null']);
    expect(await kinds('text')).toEqual(['string']);
    expect(await kinds('object')).toEqual(['object']);
  },
  arrivals: async () => {
    const world = await gong({ arrivals: 3 }, MANY);
    const before = world.simulator.truth({ vendor: 'gong', log: 'UserActivityLog', from: 0, to: NOW + DAY }).count;
    await world.ask();
    await world.ask();
    const after = world.simulator.truth({ vendor: 'gong', log: 'UserActivityLog', from: 0, to: NOW + DAY }).count;
    expect(after - before).toBe(6);
  },
  bareIds: async () => {
    const world = await gong({ bareIds: true }, MANY);
    const body = await (await world.ask()).text();
    expect(body).toMatch(/"userId":7\d{19},/);
    expect(body).toMatch(/"impersonatorUserId":6300000000000000009,/);
    expect(body).not.toContain('@@');
    const [, digits] = /"userId":(\d{20})/.exec(body) ?? [];
    world.set({ bareIds: false });
    expect((await world.page()).logEntries[0]?.['userId']).toBe(digits);
  },
  burst: async () => {
    const entries = await readAll(await gong({ burst: 130 }, MANY));
    const runs = [...Map.groupBy(times(entries), (time) => time).values()].map(({ length }) => length);
    expect(new Set(runs)).toEqual(new Set([130]));
  },
  catalogueShape: async () => {
    const page = (await (await gong({ catalogueShape: true })).page()) as unknown as { logs: object[] };
    expect(page).not.toHaveProperty('logEntries');
    expect(page.logs[0]).toMatchObject({
      id: expect.any(String),
      timestamp: expect.any(String),
      userEmail: expect.any(String),
    });
  },
  cursorLifeMs: async () => {
    const world = await gong({ cursorLifeMs: 5000 }, MANY);
    const cursor = (await world.page()).records?.cursor ?? '';
    expect((await world.ask({ cursor })).status).toBe(200);
    world.simulator.clock.advance(5000);
    const reply = await world.ask({ cursor });
    expect([reply.status, await errors(reply)]).toEqual([400, expect.stringContaining('cursor has expired')]);
  },
  customerHostOnly: async () => {
    const world = await gong({ customerHostOnly: true });
    const { access_token, api_base_url_for_customer: site } = await token(world);
    expect(site).toBe(world.simulator.baseUrl('gong').replace('127.0.0.1', 'localhost'));
    expect((await world.ask(bearer(access_token))).status).toBe(401);
    const path = '/v2/logs?logType=UserCallPlay&fromDateTime=2026-11-01T00:00:00Z';
    expect((await fetch(`${site}${path}`, bearer(access_token))).status).toBe(200);
  },
  deadCursorAt: async () => {
    const world = await gong({ deadCursorAt: 2 }, MANY);
    const cursor = (await world.page()).records?.cursor ?? '';
    expect(await errors(await world.ask({ cursor }))).toContain('cursor has expired');
    expect((await world.ask({ cursor })).status).toBe(200);
  },
  deadCursorEvery: async () => {
    const world = await gong({ deadCursorEvery: 2 }, MANY);
    const cursor = (await world.page()).records?.cursor ?? '';
    const seen: number[] = [];
    for (let request = 2; request <= 5; request += 1) seen.push((await world.ask({ cursor })).status);
    expect(seen).toEqual([400, 200, 400, 200]);
  },
  duplicates: async () => {
    const [alone, repeated] = await compared({ duplicates: true });
    expect(repeated.length).toBe(alone.length + Math.ceil(alone.length / 100) - 1);
    expect(new Set(sorted(repeated))).toEqual(new Set(sorted(alone)));
    expect(repeated[100]).toEqual(repeated[99]);
  },
  emptyCursor: async () => {
    const last = async (emptyCursor: string): Promise<GongPage['records']> =>
      (await (await gong({ emptyCursor }, { events: 200 })).page()).records;
    expect(await last('absent')).not.toHaveProperty('cursor');
    expect(await last('null')).toHaveProperty('cursor', null);
    expect(await last('empty')).toHaveProperty('cursor', '');
  },
  emptyPageAt: async () => {
    const [alone, gapped] = await compared({ emptyPageAt: 2 });
    expect(sorted(gapped)).toEqual(sorted(alone));
    const world = await gong({ emptyPageAt: 1 }, MANY);
    expect(await world.page()).toMatchObject({ logEntries: [], records: { cursor: expect.any(String) } });
  },
  endExclusive: () => provesBound('endExclusive', [true, true, true], [true, true, false]),
  echo: async () => {
    for (const echo of ['400', '401', '403', '429', '500']) {
      const world = await gong({ echo });
      const first = await world.ask();
      expect([first.status, first.headers.get('x-traceid')]).toEqual([Number(echo), 'gong-demo-secret']);
      const said = [await first.text(), await (await world.ask()).text(), await (await world.ask()).text()];
      expect(said).toEqual(
        said.map(() => expect.stringMatching(/R09OR0RFTU9LRVk6Z29uZy1kZW1vLXNlY3JldA|gong-demo-secret/)),
      );
      const tokens = await world.refresh('any');
      expect(tokens.status).toBe(Number(echo));
      expect(await tokens.text()).toContain('refresh_token=any');
    }
  },
  extraFields: async () => {
    const page = await (await gong({ extraFields: true })).page();
    const [entry] = page.logEntries;
    for (const level of [page, page.records, entry, entry?.logRecord, entry?.logRecord['httpRequest']])
      expect(level).toHaveProperty('unheardOf');
  },
  failAt: async () => {
    const world = await gong({ failAt: 2 });
    expect(await statuses(world, 4)).toEqual([200, 500, 200, 200]);
    world.simulator.reset();
    expect(await statuses(world, 3)).toEqual([200, 500, 200]);
  },
  failEvery: async () => {
    expect(await statuses(await gong({ failEvery: 2 }), 4)).toEqual([200, 500, 200, 500]);
  },
  failForever: async () => {
    const world = await gong({ failForever: true });
    expect(await statuses(world, 3)).toEqual([500, 500, 500]);
    expect(await errors(await world.ask())).toBe('Internal server error occurred');
  },
  failRetryAfter: async () => {
    const reply = await (await gong({ failAt: 1, failRetryAfter: 7 })).ask();
    expect([reply.status, reply.headers.get('retry-after')]).toEqual([503, '7']);
  },
  foreignHost: async () => {
    for (const foreignHost of ['https://evil.example', 'http://us-1.api.gong.io'])
      expect(await token(await gong({ foreignHost }))).toHaveProperty('api_base_url_for_customer', foreignHost);
  },
  hostileText: async () => {
    const entries = await readAll(await gong({ hostileText: true }, MANY));
    expect(new Set(entries.map(({ userFullName }) => userFullName))).toEqual(new Set(HOSTILE_TEXT));
  },
  htmlAt: async () => {
    const world = await gong({ htmlAt: 1 });
    const reply = await world.ask();
    expect([reply.status, reply.headers.get('content-type')]).toEqual([200, 'text/html']);
    expect(await reply.text()).toMatch(/^<!doctype html>/);
    expect((await world.page()).logEntries.length).toBeGreaterThan(0);
  },
  hugePageAt: async () => {
    const reply = await (await gong({ hugePageAt: 1 })).ask();
    expect((await reply.arrayBuffer()).byteLength).toBeGreaterThan(20 * 1024 * 1024);
  },
  ignoreCursor: async () => {
    const world = await gong({ ignoreCursor: true }, MANY);
    const first = await world.page();
    const second = await world.page({ cursor: first.records?.cursor ?? '' });
    expect(second.logEntries).toEqual(first.logEntries);
    expect(second.records?.cursor).toEqual(expect.any(String));
  },
  keptDays: async () => {
    const from = NOW - 20 * DAY;
    const oldest = async (keptDays: number): Promise<number> => {
      const entries = await readAll(await gong({ keptDays }, { events: 500, from }), {
        log: 'AccessLog',
        from,
        to: NOW,
      });
      return Math.min(...times(entries).map((time) => Date.parse(time)));
    };
    expect(await oldest(14)).toBeGreaterThanOrEqual(NOW - 14 * DAY);
    expect(await oldest(17)).toBeLessThan(NOW - 14 * DAY);
    expect(await oldest(17)).toBeGreaterThanOrEqual(NOW - 17 * DAY);
  },
  lateEvery: async () => {
    const from = NOW - 2 * HOUR;
    const world = await gong({ lateEvery: 2, lateMs: 3 * HOUR }, { events: 100, from });
    const early = await readAll(world, { from, to: NOW });
    world.simulator.clock.advance(3 * HOUR);
    const all = await readAll(world, { from, to: NOW });
    expect([early.length, all.length]).toEqual([50, 100]);
  },
  lateMs: async () => {
    const from = NOW - HOUR;
    const world = await gong({ lateEvery: 1, lateMs: DAY }, { events: 10, from });
    expect((await world.ask({ from, to: NOW })).status).toBe(404);
    world.simulator.clock.advance(DAY);
    expect(await readAll(world, { from, to: NOW })).toHaveLength(10);
  },
  latencyMs: async () => {
    const world = await gong({ latencyMs: 80 });
    const start = performance.now();
    await world.ask();
    expect(performance.now() - start).toBeGreaterThan(75);
  },
  leanRecords: async () => {
    const last = async (leanRecords: string): Promise<GongPage> =>
      (await gong({ leanRecords }, { events: 200 })).page();
    expect((await last('full')).records).toHaveProperty('currentPageSize');
    expect((await last('noPageSize')).records).not.toHaveProperty('currentPageSize');
    expect(await last('noRecords')).not.toHaveProperty('records');
  },
  limitAt: async () => {
    expect(await statuses(await gong({ limitAt: 2 }), 3)).toEqual([200, 429, 200]);
  },
  limitEvery: async () => {
    expect(await statuses(await gong({ limitEvery: 3 }), 6)).toEqual([200, 200, 429, 200, 200, 429]);
  },
  limitPerDay: async () => {
    const world = await gong({ limitPerDay: 4 });
    expect(await statuses(world, 4)).toEqual([200, 200, 200, 200]);
    const reply = await world.ask();
    expect(reply.status).toBe(429);
    expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(3600);
    world.simulator.clock.advance(DAY);
    expect((await world.ask()).status).toBe(200);
  },
  limitPerSecond: async () => {
    const burst = async (limitPerSecond: number): Promise<number[]> => {
      const world = await gong({ limitPerSecond });
      const path = '/v2/logs?logType=UserCallPlay&fromDateTime=2026-11-01T00:00:00Z';
      const asked = Array.from({ length: 6 }, () => world.fetch(path, { headers: KEY }));
      return (await Promise.all(asked)).map(({ status }) => status).toSorted((a, b) => a - b);
    };
    expect(await burst(3)).toEqual([200, 200, 200, 429, 429, 429]);
    expect(await burst(5)).toEqual([200, 200, 200, 200, 200, 429]);
    expect(await burst(0)).toEqual([200, 200, 200, 200, 200, 200]);
  },
  malformedEvery: async () => {
    const entries = await readAll(await gong({ malformedEvery: 10 }, MANY));
    const odd = entries.filter(({ logRecord }) => typeof logRecord !== 'object');
    expect(odd.length / entries.length).toBeCloseTo(0.1, 2);
  },
  missingScope: async () => {
    const world = await gong({ missingScope: true });
    const reply = await world.ask(bearer((await token(world)).access_token));
    expect([reply.status, await errors(reply)]).toEqual([401, expect.stringContaining("'api:logs:read'")]);
    expect((await world.ask()).status).toBe(200);
  },
  newestFirst: async () => {
    const [oldest, newest] = await compared({ newestFirst: true });
    expect(times(oldest)).toEqual(times(oldest).toSorted());
    expect(newest).toEqual(oldest.toReversed());
  },
  notFoundText: async () => {
    const texts = new Set<string>();
    for (const notFoundText of ['documented', 'wire', 'unheard']) {
      const reply = await (await gong({ notFoundText }, { events: 0 })).ask();
      expect(reply.status).toBe(404);
      expect(reply.headers.get('content-type')).toBe('application/json');
      texts.add(await errors(reply));
    }
    expect(texts.size).toBe(3);
    expect(texts).toContain('No log records found corresponding to the provided log type and time range');
  },
  repeatCursor: async () => {
    const world = await gong({ repeatCursor: true }, MANY);
    const { cursor } = (await world.page()).records ?? {};
    expect((await world.page({ cursor: cursor ?? '' })).records?.cursor).toBe(cursor);
  },
  resetAt: async () => {
    const world = await gong({ resetAt: 1 });
    await expect(world.ask()).rejects.toThrow('fetch failed');
    expect((await world.ask()).status).toBe(200);
  },
  retryAfter: async () => {
    expect(await retryAfter('seconds')).toBe('1');
    expect(await retryAfter('text')).toMatch(/^\s*1\s*$/);
    expect(Date.parse((await retryAfter('date')) ?? '')).toBeGreaterThan(NOW);
    expect(await retryAfter('zero')).toBe('0');
    expect(await retryAfter('absent')).toBeNull();
    expect(await retryAfter('hours')).toBe('40000');
  },
  secrets: async () => {
    const world = await gong({ secrets: true }, MANY);
    const text = JSON.stringify([await readAll(world), await readAll(world, { log: 'AccessLog' })]);
    for (const secret of Object.values(SECRETS)) expect(text).toContain(secret);
    const [entry] = (await world.page()).logEntries;
    const request = entry?.logRecord['httpRequest'] as Record<string, string>;
    expect(JSON.stringify(request['parameters'])).toContain(SECRETS.csrf);
    expect(request['body']).toContain(SECRETS.password);
    expect(request['referrerUri']).toContain(SECRETS.jwt);
    const [access] = (await world.page({ log: 'AccessLog' })).logEntries;
    expect(access?.logRecord['requested_url']).toContain(SECRETS.jwt);
    world.set({ secrets: false });
    expect(JSON.stringify(await readAll(world))).not.toMatch(new RegExp(Object.values(SECRETS).join('|')));
  },
  sequenceAsText: async () => {
    const type = async (sequenceAsText: boolean, log: string): Promise<string> => {
      const [entry] = (await (await gong({ sequenceAsText }, MANY)).page({ log })).logEntries;
      return typeof entry?.logRecord['sequence_num'];
    };
    expect(await type(false, 'UserCallPlay')).toBe('number');
    expect(await type(false, 'ExternallySharedCallPlay')).toBe('string');
    expect(await type(true, 'UserCallPlay')).toBe('string');
  },
  shuffled: async () => {
    const [ordered, shuffled] = await compared({ shuffled: true });
    expect(times(shuffled)).not.toEqual(times(ordered));
    expect(sorted(shuffled)).toEqual(sorted(ordered));
  },
  slowBody: async () => {
    const world = await gong();
    const whole = (await world.page()).logEntries;
    world.set({ slowBody: true });
    const start = performance.now();
    expect((await world.page()).logEntries).toEqual(whole);
    expect(performance.now() - start).toBeGreaterThan(30);
  },
  stall: async () => {
    for (const stall of ['silent', 'body', 'headers', 'informational']) {
      const world = await gong({ stall });
      const asked = await fetch(`${world.simulator.baseUrl('gong')}/v2/logs`, {
        signal: AbortSignal.timeout(250),
        headers: KEY,
      })
        .then((reply) => reply.text())
        .catch((thrown: unknown) => String(thrown));
      expect(asked).toMatch(/timeout/i);
    }
  },
  stallTokens: async () => {
    const world = await gong({ stallTokens: true });
    const site = `${world.simulator.baseUrl('gong')}/oauth2/generate-customer-token`;
    await expect(fetch(site, { method: 'POST', signal: AbortSignal.timeout(250) })).rejects.toThrow(/timeout/i);
    expect((await world.ask()).status).toBe(200);
  },
  startExclusive: () => provesBound('startExclusive', [true, true, true], [false, true, true]),
  timeForm: async () => {
    const first = async (timeForm: string): Promise<string> =>
      (await (await gong({ timeForm })).page()).logEntries[0]?.eventTime ?? '';
    const utc = await first('utc');
    expect(utc).toMatch(/T\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(await first('offset')).toMatch(/\.\d{3}\+02:00$/);
    expect(await first('seconds')).toMatch(/:\d\dZ$/);
    expect(await first('tenths')).toMatch(/\.\dZ$/);
    expect(await first('nanoseconds')).toMatch(/\.\d{9}Z$/);
    expect(Date.parse(await first('offset'))).toBe(Date.parse(utc));
    expect(Date.parse(await first('broken'))).toBeNaN();
  },
  tokenLifeMs: async () => {
    const world = await gong({ tokenLifeMs: 10_000 });
    const pair = await token(world);
    expect(pair).toHaveProperty('expires_in', 10);
    expect((await world.ask(bearer(pair.access_token))).status).toBe(200);
    world.simulator.clock.advance(10_000);
    const reply = await world.ask(bearer(pair.access_token));
    expect([reply.status, await errors(reply)]).toEqual([401, expect.stringContaining('expired')]);
  },
  tokensRefused: async () => {
    const world = await gong({ tokensRefused: true });
    expect((await world.ask(bearer((await token(world)).access_token))).status).toBe(401);
    expect((await world.ask()).status).toBe(200);
  },
  truncateAt: async () => {
    const world = await gong({ truncateAt: 1 });
    const body = await (await world.ask()).text();
    expect(() => JSON.parse(body) as unknown).toThrow('JSON');
    expect((await world.page()).logEntries.length).toBeGreaterThan(0);
  },
  twins: async () => {
    const entries = await readAll(await gong({ twins: 4 }, MANY));
    const nameless = sorted(entries.map((entry) => ({ ...entry, userFullName: undefined })));
    expect(new Set(sorted(entries)).size).toBe(entries.length);
    expect(nameless.length - new Set(nameless).size).toBeGreaterThan(entries.length / 6);
  },
  unavailableAt: async () => {
    const reply = await (await gong({ unavailableAt: 1 })).ask();
    expect([reply.status, reply.headers.get('content-type')]).toEqual([502, 'text/html']);
  },
  untrustedAddress: async () => {
    const reply = await (await gong({ untrustedAddress: true })).ask();
    expect([reply.status, await errors(reply)]).toEqual([403, expect.stringContaining('address')]);
  },
};

/** Which of three entries, at the start, inside and at the end, are in the page; and how many it counts. */
async function provesBound(name: string, usually: readonly boolean[], switched: readonly boolean[]): Promise<void> {
  for (const [on, expected] of [
    [false, usually],
    [true, switched],
  ] as const) {
    const world = await gong({ [name]: on }, { events: 0 });
    const at = [WEEK.from, WEEK.from + 5000, WEEK.to];
    for (const time of at) world.simulator.append('gong', 'UserActivityLog', { time });
    const { logEntries, records } = await world.page();
    const given = new Set(logEntries.map(({ eventTime }) => Date.parse(eventTime)));
    expect(at.map((time) => given.has(time))).toEqual(expected);
    expect(records?.totalRecords).toBe(given.size);
  }
}

describe('Every switch of Gong', async () => {
  const { simulator } = await gong();
  const names = simulator.switches().map(({ name }) => name);
  await closeAll();

  test('has a test here', () => {
    expect(Object.keys(PROOFS).toSorted()).toEqual(names.toSorted());
  });

  test.each(names)('%s', async (name) => {
    await PROOFS[name]?.();
  });
});

describe('A credential', () => {
  test.each([
    ['none', {}],
    ['a wrong secret', { authorization: basic('GONGDEMOKEY', 'wrong') }],
    ['a wrong key', { authorization: basic('WRONG', 'gong-demo-secret') }],
    ['a token that was never given', { authorization: 'Bearer nonsense' }],
    ['another scheme', { authorization: 'Digest x' }],
  ])('that is %s is refused with 401', async (_, headers) => {
    const reply = await (await gong()).ask({ headers });
    expect([reply.status, await errors(reply)]).toEqual([401, expect.stringContaining('Access denied')]);
  });
});
