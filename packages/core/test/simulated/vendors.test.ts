import { SECRETS, VENDOR_IDS, type Setting, type VendorId } from '@trailhound/simulator';
import { describe, expect, test } from 'vitest';
import type { Connection, ConnectOptions } from '../../src/exchange/connection.ts';
import type { AuditError } from '../../src/errors.ts';
import { AuditEvent } from '../../src/event.ts';
import { count, requestExport, show } from '../../src/reading/operations.ts';
import { read } from '../../src/reading/read.ts';
import type { ReadOptions } from '../../src/reading/slice.ts';
import { START } from '../fake-host.ts';
import { all, simulated, type Simulated } from './world.ts';

const DAY = 86_400_000;
const WEEK = { from: START - 7 * DAY, to: START };

async function events(connection: Connection, log: string, options: ReadOptions = {}): Promise<AuditEvent[]> {
  return (await all(read(connection, { log, window: WEEK }, options))).flatMap((page) => page.events);
}

async function failure(promise: Promise<unknown>): Promise<AuditError> {
  return promise.then(
    () => Promise.reject(new Error('did not fail')),
    (thrown: AuditError) => thrown,
  );
}

/** A connection by one of the ways to authenticate, with the simulator's own values. */
function by(
  world: Simulated,
  vendor: VendorId,
  kind: string,
  more: Partial<ConnectOptions> & { values?: Record<string, string> } = {},
): Connection {
  const { tokenPath, ...values } = world.simulator.credentials(vendor)[kind] ?? {};
  const token = tokenPath === undefined ? {} : { tokenUrl: `https://${vendor}.example.com${tokenPath}` };
  return world.connect(vendor, { credential: { kind, values: { ...values, ...token, ...more.values } } });
}

describe('Every way to authenticate', () => {
  const ways: readonly [VendorId, string][] = [
    ['gong', 'access_key'],
    ['gong', 'access_token'],
    ['zendesk', 'client_credentials'],
    ['zendesk', 'refresh_token'],
    ['zendesk', 'access_token'],
    ['zendesk', 'api_token'],
    ['ashby', 'api_key'],
  ];
  test.each(ways)('reads %s with %s', async (vendor, kind) => {
    const world = simulated();
    const given = await events(by(world, vendor, kind), world.simulator.trial(vendor).log);
    expect(given.length).toBeGreaterThan(50);
  });

  test.each([
    'https://evil.example',
    'https://gong.example.com',
    'http://us-1.api.gong.io',
    'https://api.gong.io.evil.example',
    'https://user@api.gong.io',
  ])('refuses to send a Gong token to %s, whoever asks for it', async (foreignHost) => {
    const world = simulated({ switches: { gong: { foreignHost } } });
    await failure(events(by(world, 'gong', 'oauth'), 'UserActivityLog'));
    expect(world.host.requests.filter(({ url }) => !url.startsWith('https://gong.example.com/oauth2'))).toEqual([]);
  });

  test('sends Gong requests to the host assigned in the token response', async () => {
    const world = simulated({ switches: { gong: { foreignHost: 'https://us-1.api.gong.io' } } });
    await failure(events(by(world, 'gong', 'oauth'), 'UserActivityLog', { deadline: START }));
    expect(world.host.requests.at(-1)?.url).toMatch(/^https:\/\/us-1\.api\.gong\.io\/v2\/logs\?/);
  });

  test.each<[string, string]>([
    ['client_credentials', 'a token that ends'],
    ['refresh_token', 'a pair that rotates'],
  ])('renews %s on the way: %s', async (kind) => {
    const world = simulated({ events: 4000, switches: { zendesk: { tokenLifeMs: 40_000, latencyMs: 0 } } });
    const connection = by(world, 'zendesk', kind);
    let given = 0;
    for await (const page of read(connection, { log: 'audit_logs', window: WEEK })) {
      given += page.events.length;
      world.host.advance(15_000);
    }
    expect(given).toBe(world.simulator.truth({ vendor: 'zendesk', log: 'audit_logs', ...WEEK }).count);
    expect(world.host.requests.filter(({ url }) => url.endsWith('/oauth/tokens')).length).toBeGreaterThan(2);
  });

  test('renews a token of unknown lifetime when it is refused', async () => {
    const world = simulated({ events: 2000, switches: { zendesk: { noExpiresIn: true, tokenLifeMs: 20_000 } } });
    const connection = by(world, 'zendesk', 'refresh_token');
    for await (const page of read(connection, { log: 'audit_logs', window: WEEK })) {
      expect(page.number).toBeGreaterThan(0);
      world.host.advance(9000);
    }
    expect(world.simulator.stats('zendesk').byStatus[401]).toBeGreaterThan(0);
  });

  test('warns about the end of Zendesk API tokens', () => {
    const { warnings } = by(simulated(), 'zendesk', 'api_token');
    expect(warnings.map(({ text }) => text).join(' ')).toMatch(/2027/);
    expect(by(simulated(), 'zendesk', 'client_credentials').warnings).toEqual([]);
  });
});

describe('A problem that only a person can fix', () => {
  const cases: readonly [string, VendorId, Record<string, Setting>, string, RegExp][] = [
    ['a missing scope of Gong, without renewing', 'gong', { missingScope: true }, 'forbidden', /api:logs:read/],
    ['an address that Gong does not trust', 'gong', { untrustedAddress: true }, 'forbidden', /trusted/i],
    ['a missing scope of Zendesk', 'zendesk', { missingScope: true }, 'forbidden', /auditlogs:read/],
    ['a role or plan without audit logs', 'zendesk', { noAccess: true }, 'forbidden', /Enterprise/],
    ['a subdomain that nobody has', 'zendesk', { wrongSubdomain: true }, 'not_found', /subdomain/i],
    ['an organization without audit logs', 'ashby', { notEnabled: true }, 'not_enabled', /Ashby/],
    ['a key without the permission', 'ashby', { permissionShape: 'errorInfo' }, 'forbidden', /auditLogsRead/],
    [
      'a key without the permission, worded otherwise',
      'ashby',
      { permissionShape: 'errors' },
      'forbidden',
      /auditLogs:read/,
    ],
    [
      'a key without the permission, said with success',
      'ashby',
      { permissionShape: 'errorInfo', permissionStatus: 200 },
      'forbidden',
      /auditLogsRead/,
    ],
    ['a key that is refused in plain text', 'ashby', { permissionShape: 'text' }, 'unauthorized', /key/i],
  ];
  test.each(cases)('is explained: %s', async (_, vendor, switches, code, hint) => {
    const world = simulated({ switches: { [vendor]: switches } });
    const error = await failure(events(world.connect(vendor), world.simulator.trial(vendor).log));
    expect(error.code).toBe(code);
    expect(error.hint).toMatch(hint);
    expect(world.host.requests).toHaveLength(1);
  });

  test('is explained: an API token that Zendesk has switched off', async () => {
    const world = simulated({ switches: { zendesk: { apiTokenDead: true } } });
    const error = await failure(events(by(world, 'zendesk', 'api_token'), 'audit_logs'));
    expect(error).toMatchObject({ code: 'unauthorized', hint: expect.stringMatching(/API token/) });
  });

  test.each(VENDOR_IDS)('is explained: a wrong credential of %s, without repeating it', async (vendor) => {
    const world = simulated();
    const { kind } = world.simulator.trial(vendor).credential;
    const values = Object.fromEntries(
      Object.keys(world.simulator.credentials(vendor)[kind] ?? {}).map((name) => [
        name,
        name === 'email' ? 'a@example.com' : 'planted0wrong0value',
      ]),
    );
    const error = await failure(events(by(world, vendor, kind, { values }), world.simulator.trial(vendor).log));
    expect(error.code).toBe('unauthorized');
    expect(JSON.stringify([error, error.message, error.stack])).not.toContain('planted0wrong0value');
  });
});

describe('Entries', () => {
  test.each(VENDOR_IDS)('of %s all become valid events', async (vendor) => {
    const world = simulated({ events: 800 });
    const connection = world.connect(vendor);
    for (const { id } of connection.provider.logs) {
      const given = await events(connection, id);
      expect(given.length).toBeGreaterThan(100);
      for (const event of given) {
        expect(AuditEvent.safeParse(event).error).toBeUndefined();
        expect(event.flags).not.toContain('parse');
      }
    }
  });

  test.each(VENDOR_IDS)('of %s that are malformed become flagged events, and break nothing', async (vendor) => {
    const world = simulated({ events: 800, switches: { [vendor]: { malformedEvery: 10 } } });
    const given = await events(world.connect(vendor), world.simulator.trial(vendor).log);
    expect(given).toHaveLength(
      world.simulator.truth({ vendor, log: world.simulator.trial(vendor).log, ...WEEK }).count,
    );
    const odd = given.filter(({ flags }) => flags.includes('parse'));
    expect(odd.length).toBeGreaterThan(10);
    expect(odd.every((event) => AuditEvent.safeParse(event).success)).toBe(true);
  });

  test.each(VENDOR_IDS)('of %s never show a secret they contain', async (vendor) => {
    const world = simulated({ switches: { [vendor]: { secrets: true } } });
    const connection = world.connect(vendor);
    for (const { id } of connection.provider.logs) {
      const text = JSON.stringify(await events(connection, id));
      for (const [name, secret] of Object.entries(SECRETS)) {
        expect(text.includes(secret), `${name} in ${id}`).toBe(false);
        expect(text.includes(encodeURIComponent(secret)), `encoded ${name} in ${id}`).toBe(false);
      }
    }
  });

  test.each(VENDOR_IDS)('of %s with hostile text are read like any other', async (vendor) => {
    const world = simulated({ switches: { [vendor]: { hostileText: true } } });
    const given = await events(world.connect(vendor), world.simulator.trial(vendor).log);
    expect(given).toHaveLength(
      world.simulator.truth({ vendor, log: world.simulator.trial(vendor).log, ...WEEK }).count,
    );
  });
});

describe('Gong', () => {
  const gong = async (switches: Record<string, Setting>, log = 'UserActivityLog'): Promise<AuditEvent[]> =>
    events(simulated({ events: 800, switches: { gong: switches } }).connect('gong'), log);

  test.each(['documented', 'wire', 'unheard'])(
    'reports an empty result as a 404, worded as %s',
    async (notFoundText) => {
      const world = simulated({ events: 0, switches: { gong: { notFoundText } } });
      expect(await events(world.connect('gong'), 'UserCallPlay')).toEqual([]);
    },
  );

  test('keeps every digit of ids that come as bare numbers', async () => {
    const [asText, asNumbers] = [await gong({}), await gong({ bareIds: true })];
    expect(asNumbers.map(({ actor }) => actor.id)).toEqual(asText.map(({ actor }) => actor.id));
    expect(asNumbers[0]?.actor.id).toMatch(/^\d{20}$/);
    expect(asNumbers.map(({ uid }) => uid)).toEqual(asText.map(({ uid }) => uid));
  });

  test.each(['offset', 'nanoseconds'])('yields the same events for times written with %s', async (timeForm) => {
    const given = await gong({ timeForm });
    expect(given.map(({ uid }) => uid)).toEqual((await gong({})).map(({ uid }) => uid));
  });

  test('keeps entries whose time cannot be read', async () => {
    const given = await gong({ timeForm: 'broken' });
    expect(given.length).toBeGreaterThan(100);
    expect(given.every(({ flags }) => flags.includes('parse'))).toBe(true);
    expect(new Set(given.map(({ uid }) => uid)).size).toBe(given.length);
  });

  test('treats two entries that differ only in a name as one event', async () => {
    const [alone, twins] = [await gong({}), await gong({ twins: 3 })];
    expect(twins.map(({ uid }) => uid)).toEqual(alone.map(({ uid }) => uid));
  });

  test('assigns the same uid to a number and its string form', async () => {
    const [mixed, text] = [await gong({}, 'UserCallPlay'), await gong({ sequenceAsText: true }, 'UserCallPlay')];
    expect(text.map(({ uid }) => uid)).toEqual(mixed.map(({ uid }) => uid));
  });

  test("reads the catalogs' format, and says so", async () => {
    const given = await gong({ catalogueShape: true });
    expect(given.length).toBeGreaterThan(100);
    expect(given.every(({ flags }) => flags.includes('catalogue_shape'))).toBe(true);
    expect(given[0]).toMatchObject({ actor: { email: expect.stringContaining('@example.com') }, ip: '192.0.2.44' });
  });

  test.each([
    { emptyCursor: 'null' },
    { emptyCursor: 'empty' },
    { leanRecords: 'noPageSize' },
    { leanRecords: 'noRecords' },
    { newestFirst: true },
  ])('is read to its end with %o', async (switches) => {
    const given = await gong(switches);
    expect(new Set(given.map(({ uid }) => uid))).toEqual(new Set((await gong({})).map(({ uid }) => uid)));
  });

  test('detects impersonation even where it is hidden', async () => {
    const hidden = (await gong({})).filter(
      ({ flags, impersonator }) => flags.includes('impersonated') && impersonator?.email === undefined,
    );
    expect(hidden.length).toBeGreaterThan(0);
  });

  test('stops at the daily quota, and says until when', async () => {
    const world = simulated({ events: 3000, switches: { gong: { limitPerDay: 3 } } });
    const error = await failure(events(world.connect('gong'), 'UserActivityLog'));
    expect(error.fault).toMatchObject({ code: 'rate_limited', retryAt: expect.any(Number) });
    expect(error.fault.retryAt).toBeGreaterThan(START + 3_600_000);
  });

  test('reads an unknown log type by explicit name, and refuses a typo', async () => {
    const world = simulated();
    expect((await failure(events(world.connect('gong'), 'other:NewKind'))).fault).toMatchObject({ status: 400 });
    expect(world.host.requests[0]?.url).toContain('logType=NewKind');
    const typo = await failure(events(world.connect('gong'), 'UserCallPlays'));
    expect(typo).toMatchObject({ code: 'invalid_query', hint: expect.stringContaining('"UserCallPlay"') });
  });
});

describe('Zendesk', () => {
  const SUBJECT = { log: 'audit_logs', window: WEEK };

  test('counts in one request', async () => {
    const world = simulated({ events: 5000 });
    expect(await count(world.connect('zendesk'), SUBJECT)).toBe(
      world.simulator.truth({ vendor: 'zendesk', ...SUBJECT, ...WEEK }).count,
    );
    expect(world.host.requests).toHaveLength(1);
  });

  test('fetches one event by its id, the same as in a list', async () => {
    const world = simulated();
    const connection = world.connect('zendesk');
    const [first] = await events(connection, 'audit_logs');
    expect(await show(connection, { log: 'audit_logs', id: first?.nativeId ?? '' })).toEqual(first);
    expect((await failure(show(connection, { log: 'audit_logs', id: '1' }))).code).toBe('not_found');
  });

  test('requests an export once, and never repeats it by itself', async () => {
    const world = simulated();
    const notices = await requestExport(world.connect('zendesk'), SUBJECT);
    expect(notices.join(' ')).toMatch(/e-mail/);
    expect((await failure(requestExport(world.connect('zendesk'), SUBJECT))).fault).toMatchObject({
      code: 'rate_limited',
      retryAt: START + 60_000,
    });
    world.simulator.set('zendesk', { exportTimesOut: true });
    world.host.advance(61_000);
    const unclear = await failure(requestExport(world.connect('zendesk'), SUBJECT));
    expect(unclear).toMatchObject({ code: 'unavailable', hint: expect.stringMatching(/may or may not/) });
    expect(world.host.requests).toHaveLength(3);
  });

  test.each(['retryAfter', 'resetOnly', 'resetDate', 'plainText', 'nothing'])(
    'is waited for when a 429 response says %s',
    async (limitForm) => {
      const world = simulated({ switches: { zendesk: { limitAt: 1, limitForm } } });
      expect((await events(world.connect('zendesk'), 'audit_logs')).length).toBeGreaterThan(50);
      expect(world.host.elapsed()).toBeGreaterThanOrEqual(limitForm === 'nothing' ? 60_000 : 1000);
    },
  );

  test("is read more slowly when others use up the account's limit", async () => {
    const world = simulated({ events: 4000, switches: { zendesk: { remainingDrops: 100 } } });
    await events(world.connect('zendesk'), 'audit_logs');
    expect(world.host.elapsed()).toBeGreaterThan(20_000);
  });

  test('is never followed to another host', async () => {
    const world = simulated({ events: 2000, switches: { zendesk: { nextOnOtherHost: true } } });
    await events(world.connect('zendesk'), 'audit_logs');
    expect(world.host.requests.every(({ url }) => url.startsWith('https://zendesk.example.com/'))).toBe(true);
  });

  test('keeps every digit of long ids', async () => {
    const given = await events(
      simulated({ switches: { zendesk: { longIds: true } } }).connect('zendesk'),
      'audit_logs',
    );
    expect(given.every(({ nativeId }) => /^\d{20}$/.test(nativeId ?? ''))).toBe(true);
    expect(new Set(given.map(({ uid }) => uid)).size).toBe(given.length);
  });

  test.each([{ foreignLabels: true }, { plainDatesKeepLast: false }])('is read with %o', async (switches) => {
    const world = simulated({ switches: { zendesk: switches } });
    expect(await events(world.connect('zendesk'), 'audit_logs')).toHaveLength(
      world.simulator.truth({ vendor: 'zendesk', log: 'audit_logs', ...WEEK }).count,
    );
  });
});

describe('Ashby', () => {
  test.each<[string, Record<string, Setting>]>([
    ['no cursor at the end', { lastCursor: 'absent' }],
    ['a cursor of null at the end', { lastCursor: 'null' }],
    ['an empty cursor at the end', { lastCursor: 'empty' }],
    ['warnings', { warnings: true }],
    ['odd entries', { oddEntries: true }],
    ['a cursor that dies as cursor_invalid', { deadCursorAt: 2, deadCursorCode: 'cursor_invalid' }],
    ['a cursor that dies as invalid_next_cursor', { deadCursorAt: 2, deadCursorCode: 'invalid_next_cursor' }],
    ['a limit said in text', { limitAt: 2, limitText: true }],
    ['a limit of the integration partner', { limitAt: 2, partnerLimited: true }],
    ['a failure that says success: false', { failAt: 2, failAsSuccessFalse: true }],
  ])('is read to its end with %s', async (_, switches) => {
    const world = simulated({ events: 1500, switches: { ashby: switches } });
    const given = await events(world.connect('ashby'), 'audit_log', { deadline: START + DAY });
    expect(given).toHaveLength(world.simulator.truth({ vendor: 'ashby', log: 'audit_log', ...WEEK }).count);
  });

  test('is not trusted if it promises more without a cursor', async () => {
    for (const vendor of ['ashby', 'zendesk'] as const) {
      const world = simulated({ events: 1500, switches: { [vendor]: { moreWithoutCursor: true } } });
      expect((await failure(events(world.connect(vendor), world.simulator.trial(vendor).log))).code).toBe(
        'bad_response',
      );
    }
  });

  test.each([200, 400])('names the value it does not know, with status %i', async (unknownValueStatus) => {
    const world = simulated({ switches: { ashby: { unknownValueStatus } } });
    const slice = { log: 'audit_log', window: WEEK, filters: { targetTypes: ['unheard'] } };
    const error = await failure(all(read(world.connect('ashby'), slice)));
    expect(error).toMatchObject({ code: 'invalid_query', fault: { vendorSaid: expect.stringContaining('unheard') } });
  });

  test('filters by ids, and by target types or categories', async () => {
    const world = simulated({ events: 1500 });
    const connection = world.connect('ashby');
    const filters = { targetTypes: ['fixture_report'], categories: ['JobStatusChanged'] };
    const pages = await all(read(connection, { log: 'audit_log', window: WEEK, filters }));
    const kinds = new Set(pages.flatMap((page) => page.events.map(({ action }) => action)));
    expect(kinds).toEqual(new Set(['JobStatusChanged', 'FixtureReportExported']));
  });
});
