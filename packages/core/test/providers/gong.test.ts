import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { isAuditError, type ErrorCode } from '../../src/errors.ts';
import { AuditEvent, FLAGS, Target, type EventDraft } from '../../src/event.ts';
import { parseJson } from '../../src/json.ts';
import type { HttpResponse } from '../../src/ports.ts';
import type { Answer, Ask, CredentialKind, OAuthScheme, PageAnswer } from '../../src/provider.ts';
import { GongCatalogueEntry, gong } from '../../src/providers/gong/index.ts';
import callPlay from '../../src/providers/gong/fixtures/call-play.json' with { type: 'json' };
import catalogue from '../../src/providers/gong/fixtures/catalogue.json' with { type: 'json' };
import deadCursor from '../../src/providers/gong/fixtures/dead-cursor.json' with { type: 'json' };
import empty from '../../src/providers/gong/fixtures/empty.json' with { type: 'json' };
import lastPage from '../../src/providers/gong/fixtures/last-page.json' with { type: 'json' };
import missingScope from '../../src/providers/gong/fixtures/missing-scope.json' with { type: 'json' };
import page from '../../src/providers/gong/fixtures/page.json' with { type: 'json' };
import rateLimited from '../../src/providers/gong/fixtures/rate-limited.json' with { type: 'json' };
import refused from '../../src/providers/gong/fixtures/refused.json' with { type: 'json' };
import sharedOpen from '../../src/providers/gong/fixtures/shared-open.json' with { type: 'json' };
import sharedPlay from '../../src/providers/gong/fixtures/shared-play.json' with { type: 'json' };
import userActivity from '../../src/providers/gong/fixtures/user-activity.json' with { type: 'json' };
import wrongAddress from '../../src/providers/gong/fixtures/wrong-address.json' with { type: 'json' };
import wrongCredential from '../../src/providers/gong/fixtures/wrong-credential.json' with { type: 'json' };

interface Fixture {
  readonly status: number;
  readonly headers: object;
  readonly body: unknown;
}

const ASK: Ask = {
  operation: 'list',
  log: 'AccessLog',
  window: { from: Date.parse('2026-01-05T00:00:00.000Z'), to: Date.parse('2026-01-06T00:00:00.000Z') },
  filters: {},
  order: 'newest',
};
const CALL = '5200000000000000002';

function reply(status: number, body: unknown, headers: Record<string, string> = {}): HttpResponse {
  return { status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) };
}

function responseOf({ status, headers, body }: Fixture): HttpResponse {
  return reply(status, body, { ...headers });
}

function read(fixture: Fixture, ask: Partial<Ask> = {}): Answer {
  return gong.answer(responseOf(fixture), { ...ASK, ...ask });
}

function pageOf(answer: Answer): PageAnswer {
  if (answer.kind !== 'page') throw new Error(`${answer.kind}: ${answer.fault.message}`);
  return answer;
}

function failed(answer: Answer): Exclude<Answer, PageAnswer> {
  if (answer.kind === 'page') throw new Error('a page, where a failure was expected');
  return answer;
}

function events(fixture: Fixture, log: string): EventDraft[] {
  return pageOf(read(fixture, { log })).entries.map((entry) => gong.event(entry, log));
}

function event(entry: unknown, log = 'AccessLog'): EventDraft {
  return gong.event(entry, log);
}

function activity(logRecord: object, more: object = {}): EventDraft {
  return event(
    { userId: '1', userFullName: 'Dana Example', eventTime: '2026-01-05T08:00:00Z', logRecord, ...more },
    'UserActivityLog',
  );
}

function thrown(work: () => unknown): { code: ErrorCode; hint: string; message: string } {
  try {
    work();
  } catch (error) {
    if (isAuditError(error)) return { code: error.code, hint: error.hint, message: error.message };
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('requests to Gong', () => {
  const second = Date.parse('2026-01-05T08:00:00.000Z');

  it('have a log type and both bounds in whole seconds, a second wider, and may be repeated', () => {
    expect(gong.request(ASK)).toEqual({
      method: 'GET',
      path: '/v2/logs',
      query: [
        ['logType', 'AccessLog'],
        ['fromDateTime', '2026-01-04T23:59:59Z'],
        ['toDateTime', '2026-01-06T00:00:01Z'],
      ],
      replay: true,
    });
  });

  const questions: readonly [string, Partial<Ask>, Record<string, string>][] = [
    [
      'the cursor beside the same parameters',
      { cursor: 'c+/=' },
      { cursor: 'c+/=', fromDateTime: '2026-01-04T23:59:59Z' },
    ],
    [
      'bounds rounded outwards',
      { window: { from: second + 1, to: second + 2 } },
      { fromDateTime: '2026-01-05T07:59:59Z', toDateTime: '2026-01-05T08:00:02Z' },
    ],
    ['a type that Gong added since, by its own name', { log: 'other:NewTypeName' }, { logType: 'NewTypeName' }],
    ['the same for either order, because Gong knows none', { order: 'oldest' }, { logType: 'AccessLog' }],
  ];
  it.each(questions)('have %s', (_, ask, expected) => {
    expect(Object.fromEntries(gong.request({ ...ASK, ...ask }).query ?? [])).toMatchObject(expected);
  });

  it('always cover the window, and exceed it by less than three seconds', () => {
    const time = fc.integer({ min: 0, max: Date.UTC(2100, 0) });
    fc.assert(
      fc.property(time, fc.integer({ min: 1, max: 1e9 }), (from, length) => {
        const query = Object.fromEntries(gong.request({ ...ASK, window: { from, to: from + length } }).query ?? []);
        const asked = { from: Date.parse(query['fromDateTime'] ?? ''), to: Date.parse(query['toDateTime'] ?? '') };
        expect(asked.from).toBeLessThan(from);
        expect(asked.to).toBeGreaterThan(from + length);
        expect(asked.to - asked.from).toBeLessThan(length + 4000);
      }),
    );
  });

  it('have no filters', () => {
    expect(gong.filters.safeParse({}).success).toBe(true);
    expect(gong.filters.safeParse({ userId: '1' }).success).toBe(false);
  });
});

describe('the logs of Gong', () => {
  it('are the five documented ones', () => {
    expect(gong.logs.map(({ id }) => id)).toEqual([
      'AccessLog',
      'UserActivityLog',
      'UserCallPlay',
      'ExternallySharedCallAccess',
      'ExternallySharedCallPlay',
    ]);
  });

  it('only the access log has a retention period', () => {
    expect(gong.logs.filter(({ retentionMs }) => retentionMs !== undefined).map(({ id }) => id)).toEqual(['AccessLog']);
    expect(gong.logs[0].retentionMs).toBe(14 * 86_400_000);
  });

  it('allow more delay for playbacks and read further back for them', () => {
    const settings = gong.logs.map(({ id, lagMs, overlapMs }) => [
      id.endsWith('Play'),
      lagMs / 60_000,
      overlapMs / 86_400_000,
    ]);
    expect(settings).toEqual([
      [false, 15, 1],
      [false, 15, 1],
      [true, 60, 7],
      [false, 15, 1],
      [true, 60, 7],
    ]);
  });

  it("include a newer one of Gong's if named explicitly", () => {
    expect(gong.otherLog?.('other:NewTypeName')).toMatchObject({ id: 'other:NewTypeName', label: 'NewTypeName' });
  });

  it.each([
    'NewTypeName',
    'other:',
    'other:a b',
    'other:AccessLog',
    'other:accesslog',
    'other:1',
    'Other:X',
    'other:x&y=1',
  ])('treat %j as a typo', (id) => expect(gong.otherLog?.(id)).toBeUndefined());
});

describe('a response of Gong', () => {
  it('is a page with its cursor, the total of the whole question and the id for support', () => {
    const { entries, ...rest } = pageOf(read(page));
    expect(entries).toHaveLength(2);
    expect(rest).toEqual({ kind: 'page', cursor: 'cursor-to-page-1', total: 3, requestId: 'gongfixturepage00001' });
  });

  const pages: readonly [string, unknown, object][] = [
    ['no records', { logEntries: [] }, { kind: 'page', entries: [] }],
    ['a cursor that is null', { logEntries: [], records: { cursor: null } }, { kind: 'page', entries: [] }],
    ['a cursor that is empty', { logEntries: [], records: { cursor: '' } }, { kind: 'page', entries: [] }],
    [
      'no entries but a cursor',
      { logEntries: [], records: { cursor: 'c' } },
      { kind: 'page', entries: [], cursor: 'c' },
    ],
    ['a total that is no count', { logEntries: [], records: { totalRecords: -1 } }, { kind: 'page', entries: [] }],
    ['both lists', { logEntries: [1], logs: [2] }, { kind: 'page', entries: [1] }],
  ];
  it.each(pages)('is a page with %s', (_, body, expected) => {
    expect(gong.answer(reply(200, body), ASK)).toEqual(expected);
  });

  it('keeps ids of twenty digits, even as bare numbers', () => {
    const body = '{"logEntries":[{"userId":12345678901234567890,"eventTime":"2026-01-05T08:00:00Z","logRecord":{}}]}';
    const [entry] = pageOf(gong.answer(reply(200, body), ASK)).entries;
    expect(event(entry).actor.id).toBe('12345678901234567890');
  });

  it("is also read in the catalog's format, with a flag and a notice", () => {
    const answer = pageOf(read(catalogue));
    expect(answer).toMatchObject({ flags: ['catalogue_shape'], total: 1 });
    expect(answer.entries).toHaveLength(1);
    expect(answer.notices).toHaveLength(1);
  });

  it.each(['No logs found', 'Nichts gefunden', ''])(
    'is an empty page for a 404 that says %j in an envelope',
    (text) => {
      expect(gong.answer(reply(404, { requestId: 'r', errors: [text] }), ASK)).toEqual({
        kind: 'page',
        entries: [],
        requestId: 'r',
      });
    },
  );

  it('is the end of the list, with a notice, for such a 404 on a later page', () => {
    const answer = pageOf(read(empty, { cursor: 'c' }));
    expect(answer.entries).toEqual([]);
    expect(answer.notices?.[0]).toContain('end of the list');
  });

  it.each(['', '<html>', '{}', '{"errors":"no"}', '{"errors":[{"code":404}]}', '["errors"]'])(
    'is a wrong address for a 404 without an envelope: %s',
    (body) => expect(failed(gong.answer(reply(404, body), ASK)).fault.code).toBe('not_found'),
  );

  const failures: readonly [string, Fixture, string, RegExp][] = [
    ['an untrusted IP address', refused, 'refuse forbidden', /trusted IPs.*both lists/],
    ['a wrong credential or address', wrongCredential, 'renew unauthorized', /base URL/],
    ['a missing scope, which no renewal mends', missingScope, 'refuse forbidden', /api:logs:read/],
    ['a dead cursor', deadCursor, 'restart unavailable', /read again/],
    ['a foreign host', wrongAddress, 'refuse not_found', /base URL/],
    ['too many requests', rateLimited, 'wait rate_limited', /10,000 a day/],
    [
      'a parameter it does not like',
      { status: 400, headers: {}, body: { errors: ['logType: must not be null'] } },
      'refuse invalid_query',
      /parameter/,
    ],
    [
      'a cursor parameter it does not like',
      { status: 400, headers: {}, body: { errors: ['cursor: bad'] } },
      'refuse invalid_query',
      /parameter/,
    ],
    [
      'a method it does not know',
      { status: 405, headers: {}, body: { errors: ['Method Not Allowed'] } },
      'refuse invalid_query',
      /./,
    ],
    [
      'a redirect',
      { status: 302, headers: { location: 'https://example.com' }, body: '' },
      'refuse bad_response',
      /redirect/,
    ],
    [
      'its own failure',
      { status: 500, headers: {}, body: { errors: ['Internal server error occurred'] } },
      'wait unavailable',
      /later/,
    ],
    ['an outage', { status: 503, headers: {}, body: '<html>' }, 'wait unavailable', /later/],
    [
      'neither list',
      { status: 200, headers: {}, body: { requestId: 'r', records: {} } },
      'refuse bad_response',
      /documented format/,
    ],
    [
      'a list that is null',
      { status: 200, headers: {}, body: { logEntries: null } },
      'refuse bad_response',
      /documented format/,
    ],
    [
      'half a body',
      { status: 200, headers: {}, body: '{"logEntries":[{"us' },
      'refuse bad_response',
      /documented format/,
    ],
    ['no content', { status: 204, headers: {}, body: '' }, 'refuse bad_response', /documented format/],
  ];
  it.each(failures)('recognizes %s', (_, fixture, meaning, hint) => {
    const answer = failed(read(fixture));
    expect(`${answer.kind} ${answer.fault.code}`).toBe(meaning);
    expect(answer.fault.hint).toMatch(hint);
  });

  it("quotes Gong's own text, truncated, and the request id, also from the header", () => {
    const body = { errors: ['Bad request', `why: ${'x'.repeat(500)}`] };
    const { fault } = failed(gong.answer(reply(400, body, { 'x-traceid': 'trace' }), ASK));
    expect(fault.requestId).toBe('trace');
    expect(fault.vendorSaid).toMatch(/^Bad request; why: x+…$/);
    expect(fault.vendorSaid?.length).toBe(200);
  });

  it('never quotes a body that is not an envelope', () => {
    const answer = gong.answer(reply(502, '<html>internal-host-7</html>'), ASK);
    expect(JSON.stringify(answer)).not.toContain('internal-host-7');
  });

  const waits: readonly [string, Record<string, string>, number | undefined, number | undefined][] = [
    ['seconds', { 'retry-after': '40000' }, 40_000_000, undefined],
    ['no seconds', { 'retry-after': '0' }, 0, undefined],
    [
      'a date beside its own clock',
      { 'retry-after': 'Mon, 05 Jan 2026 08:00:30 GMT', date: 'Mon, 05 Jan 2026 08:00:00 GMT' },
      30_000,
      undefined,
    ],
    ['a date alone', { 'retry-after': 'Mon, 05 Jan 2026 08:00:30 GMT' }, undefined, Date.UTC(2026, 0, 5, 8, 0, 30)],
    ['an ISO date alone', { 'retry-after': '2026-01-05T08:00:30Z' }, undefined, Date.UTC(2026, 0, 5, 8, 0, 30)],
    ['nonsense', { 'retry-after': 'soon' }, undefined, undefined],
    ['nothing', {}, undefined, undefined],
  ];
  it.each(waits)('waits as told: %s', (_, headers, afterMs, retryAt) => {
    const answer = failed(gong.answer(reply(429, {}, headers), ASK));
    expect([answer.afterMs, answer.fault.retryAt]).toEqual([afterMs, retryAt]);
  });

  it('never throws', () => {
    const anyBody = fc.oneof(
      fc.string(),
      fc.json(),
      fc.json().map((list) => `{"logEntries":${list},"records":${list},"errors":${list}}`),
    );
    const anyStatus = fc.oneof(fc.integer({ min: -1, max: 1000 }), fc.constantFrom(200, 400, 401, 403, 404, 429, 500));
    const anyHeaders = fc.dictionary(fc.constantFrom('retry-after', 'date', 'x-traceid'), fc.string());
    fc.assert(
      fc.property(anyStatus, anyBody, anyHeaders, (status, body, headers) => {
        const { kind } = gong.answer({ status, body, headers }, ASK);
        expect(['page', 'wait', 'renew', 'restart', 'refuse']).toContain(kind);
      }),
    );
  });

  it('processes a long error text quickly', () => {
    const body = { errors: ['cursor'.repeat(200_000)] };
    const before = performance.now();
    gong.answer(reply(400, body), ASK);
    expect(performance.now() - before).toBeLessThan(1000);
  });
});

describe('an entry of Gong', () => {
  it('is a web request, with the call whose page was requested', () => {
    expect(events(page, 'AccessLog')[0]).toEqual({
      time: Date.parse('2026-01-05T08:00:00.123Z'),
      actor: { kind: 'user', id: '4100000000000000001', email: 'dana@example.com', name: 'Dana Example' },
      verb: 'access',
      action: 'http.get',
      category: 'access',
      target: { type: 'call', id: CALL, name: '/call' },
      changes: [],
      outcome: 'success',
      ip: '203.0.113.7',
      userAgent: 'Mozilla/5.0 (Example)',
      requestId: 'tracefixture00000001',
      message: `Dana Example requested GET /call (call ${CALL}), answered 200.`,
      flags: [],
      identity: ['trace', 'tracefixture00000001', String(Date.parse('2026-01-05T08:00:00.123Z')), '/call'],
    });
  });

  it('is a denied request if Gong answered 403, and a failed one on a server error', () => {
    expect(events(page, 'AccessLog')[1]).toMatchObject({
      time: Date.parse('2026-01-05T08:00:01Z'),
      outcome: 'denied',
      flags: ['denied'],
      target: { type: 'url', id: '/company/save' },
    });
    expect(events(lastPage, 'AccessLog')[0]).toMatchObject({ outcome: 'failure', requestId: 'tracefixture00000003' });
  });

  it('shows no query string of a URL, because it may contain secrets', () => {
    const logRecord = {
      method: 'GET',
      requested_uri: '/login?code=hush',
      requested_url: 'https://x.app.gong.io/login?code=hush',
    };
    const { identity, ...shown } = event({ eventTime: '2026-01-05T08:00:00Z', logRecord });
    expect(identity.join(' ')).toContain('hush');
    expect(JSON.stringify(shown)).not.toContain('hush');
  });

  it('is an operation under impersonation, with only the rows that changed', () => {
    expect(events(userActivity, 'UserActivityLog')[0]).toEqual({
      nativeId: '7400000000000000004',
      time: Date.parse('2026-01-05T08:05:14.638Z'),
      actor: { kind: 'user', id: '4100000000000000001', email: 'dana@example.com', name: 'Dana Example' },
      impersonator: {
        id: '4100000000000000009',
        email: 'support@example.com',
        name: 'Sam Support',
        company: '6300000000000000003',
      },
      verb: 'update',
      action: 'POST /company/team-members/save',
      category: 'configuration',
      targets: [{ type: 'public.appuser', id: '4100000000000000001' }],
      changes: [{ field: 'public.appuser.title', from: null, to: 'Account Executive' }],
      ip: '203.0.113.7',
      message: 'Sam Support as Dana Example: POST /company/team-members/save, changed 1 row in public.appuser.',
      flags: ['impersonated', 'derived_action'],
      identity: ['audit', '7400000000000000004'],
    });
  });

  it('detects an impersonation that only the custom data shows', () => {
    expect(events(userActivity, 'UserActivityLog')[1]).toMatchObject({
      verb: 'impersonate',
      impersonator: { company: '6300000000000000003' },
      message: 'Somebody of company 6300000000000000003 as Dana Example: GET /animate-avatar.',
      flags: ['impersonated', 'derived_action'],
    });
  });

  it("never claims that an impersonator is the vendor's staff", () => {
    expect(events(userActivity, 'UserActivityLog').flatMap(({ flags }) => flags)).not.toContain('vendor_staff');
  });

  it('is a playback of a segment of a call', () => {
    expect(events(callPlay, 'UserCallPlay')).toEqual([
      {
        time: Date.parse('2026-01-05T09:00:31.002Z'),
        actor: { kind: 'user', id: '4100000000000000001', email: 'dana@example.com', name: 'Dana Example' },
        verb: 'play',
        action: 'call.play',
        category: 'content-access',
        targets: [{ type: 'call', id: CALL }],
        changes: [],
        outcome: 'success',
        message: `Dana Example played 60–90.5 s of call ${CALL}, on WEB.`,
        flags: ['assumed_outcome'],
        identity: ['play', CALL, 'player-a1', '4', String(Date.parse('2026-01-05T09:00:31.002Z'))],
      },
    ]);
  });

  it('is a shared call opened by an outsider', () => {
    const [opened] = events(sharedOpen, 'ExternallySharedCallAccess');
    expect(opened).toMatchObject({
      actor: { kind: 'external', email: 'buyer@customer.example' },
      verb: 'access',
      action: 'call.shared.open',
      category: 'external-access',
      targets: [
        { type: 'call', id: CALL },
        { type: 'sharing', id: '8500000000000000005' },
      ],
      outcome: 'success',
      ip: '198.51.100.20',
      message: `Reported viewer buyer@customer.example opened shared call ${CALL} (sharing 8500000000000000005) from 198.51.100.20.`,
      flags: ['external', 'assumed_outcome'],
    });
    expect(opened?.identity.slice(0, 2)).toEqual(['entry', 'buyer@customer.example']);
  });

  it('is a shared call played by an outsider', () => {
    expect(events(sharedPlay, 'ExternallySharedCallPlay')[0]).toMatchObject({
      actor: { kind: 'external', email: 'buyer@customer.example', name: 'Bo Buyer' },
      verb: 'play',
      action: 'call.shared.play',
      flags: ['external', 'assumed_outcome'],
      identity: ['play', CALL, 'player-d4', '1', String(Date.parse('2026-01-05T10:01:10.500Z'))],
    });
  });

  it('is an anonymous outsider if a share entry names nobody, and a user if it has a user id', () => {
    const entry = { eventTime: '2026-01-05T10:00:00Z', logRecord: { call_id: 7 } };
    expect(event(entry, 'ExternallySharedCallAccess')).toMatchObject({
      actor: { kind: 'external' },
      message: 'An unnamed viewer opened shared call 7.',
    });
    expect(event({ ...entry, userId: 5 }, 'ExternallySharedCallAccess')).toMatchObject({
      actor: { kind: 'user', id: '5' },
      flags: ['assumed_outcome'],
    });
  });

  it('matches the catalog', () => {
    expect(events(catalogue, 'UserActivityLog')).toEqual([
      {
        nativeId: 'log-1',
        time: Date.parse('2026-01-05T11:00:00Z'),
        actor: { kind: 'user', id: '4100000000000000001', email: 'dana@example.com' },
        verb: 'delete',
        action: 'DeleteScorecard',
        category: 'scorecard',
        target: { type: 'scorecard', id: '42' },
        changes: [],
        ip: '203.0.113.7',
        message: 'dana@example.com: DeleteScorecard on scorecard 42.',
        flags: [],
        identity: ['id', 'log-1'],
      },
    ]);
  });

  it('reads a newer log type by the field names of the others', () => {
    const logRecord = { status: 403, call_id: CALL, request_headers: { 'x-forwarded-for': ' 203.0.113.7 , 10.0.0.1' } };
    expect(event({ eventTime: '2026-01-05T08:00:00Z', logRecord }, 'other:NewTypeName')).toMatchObject({
      action: 'NewTypeName',
      actor: { kind: 'unknown' },
      verb: 'other',
      targets: [{ type: 'call', id: CALL }],
      outcome: 'denied',
      ip: '203.0.113.7',
      message: 'Somebody: NewTypeName.',
      flags: ['derived_action', 'denied'],
    });
  });

  it.each(
    gong.logs.map(({ id }, index) => [id, [page, userActivity, callPlay, sharedOpen, sharedPlay][index]] as const),
  )('has the documented shape in every example of %s', (id, fixture) => {
    const schema = gong.logs.find((log) => log.id === id)?.entry;
    for (const entry of fixture === undefined ? [] : pageOf(read(fixture)).entries) {
      expect(schema?.safeParse(entry).error).toBeUndefined();
    }
  });
});

describe('the verb', () => {
  const deeds: readonly [string | null, string, string, string][] = [
    [null, 'GET', '/company/users', 'read'],
    [null, 'GET', '/users/create', 'read'],
    [null, 'GET', '/library/export', 'export'],
    [null, 'GET', '/animate-avatar', 'impersonate'],
    [null, 'POST', '/company/animate-avatar?user=1', 'impersonate'],
    [null, 'POST', '/company/users/save', 'update'],
    [null, 'POST', '/company/addUser', 'create'],
    [null, 'POST', '/shared-calls/delete', 'delete'],
    [null, 'POST', '/call/share', 'share'],
    [null, 'POST', '/address/book', 'update'],
    [null, 'DELETE', '/call/share', 'delete'],
    [null, 'PATCH', '/constructor/__proto__', 'update'],
    [null, 'OPTIONS', '/home', 'other'],
    ['CALL_SHARED', 'POST', '/x/delete', 'share'],
    ['apiKeyCreated', 'GET', '/x', 'create'],
    ['ROLE_GRANTED', 'POST', '/x', 'create'],
    ['apiKeyRevoked', 'POST', '/x', 'delete'],
    ['ownerAssigned', 'POST', '/x', 'update'],
    ['userSuspended', 'POST', '/x', 'update'],
    ['userReinstated', 'POST', '/x', 'update'],
    [null, 'POST', '/oauth/revoke', 'delete'],
    ['frobnicate', 'put', '/x', 'update'],
  ];
  it.each(deeds)('%s by %s %s is %s', (action, verb, endpointUri, expected) => {
    expect(activity({ action, httpRequest: { verb, endpointUri } }).verb).toBe(expected);
  });

  it('lists a table only if one of its rows changed', () => {
    const httpRequest = { verb: 'POST', endpointUri: '/x' };
    const tables = (rowChanges: unknown[]) => [{ tableName: 'public.call_sharing', rowChanges }];
    expect(activity({ httpRequest, tableChanges: tables([]) })).toMatchObject({
      verb: 'update',
      targets: [{ type: 'endpoint', id: '/x' }],
      message: 'Dana Example: POST /x, changed no rows.',
    });
    expect(activity({ httpRequest, tableChanges: tables([{}]) })).toMatchObject({
      verb: 'share',
      targets: [{ type: 'public.call_sharing' }],
      message: 'Dana Example: POST /x, changed 1 row in public.call_sharing.',
    });
  });

  it.each([
    [null, { httpRequest: null }, 'unknown'],
    [{ name: 'x' }, { httpRequest: { verb: 'get' } }, 'GET'],
    [' ', { tableChanges: [{ tableName: 't', rowChanges: [{}] }] }, 'change t'],
  ])('derives an action where there is %j', (action, more, expected) => {
    expect(activity({ action, ...more })).toMatchObject({ action: expected, flags: ['derived_action'] });
  });

  it("keeps Gong's own action without a flag", () => {
    expect(activity({ action: 'DELETE_CALL' })).toMatchObject({ action: 'DELETE_CALL', verb: 'delete', flags: [] });
  });

  it('distinguishes the columns of several rows', () => {
    const row = (id: number, columns: object[]) => ({
      primaryKeyColumns: [{ columnName: 'id', columnValue: id }],
      columnChanges: columns,
    });
    const tableChanges = [
      {
        tableName: 't',
        rowChanges: [row(1, [{ columnName: 'a', newValue: 1 }]), row(2, [{ columnName: 'a', oldValue: 2 }, {}])],
      },
    ];
    expect(activity({ tableChanges }).changes).toEqual([
      { field: 't#1.a', to: 1 },
      { field: 't#2.a', from: 2 },
    ]);
  });
});

describe('the identity of entries', () => {
  const TIME = '2026-01-05T09:00:31.002Z';
  const [played] = callPlay.body.logEntries;

  it('is the same for a sequence number as number and as text', () => {
    const asText = { ...played, logRecord: { ...played?.logRecord, sequence_num: '4' } };
    expect(event(asText, 'UserCallPlay').identity).toEqual(event(played, 'UserCallPlay').identity);
  });

  it('is the same however the time is written', () => {
    const elsewhere = { ...played, eventTime: '2026-01-05T11:00:31.002+02:00' };
    expect(event(elsewhere, 'UserCallPlay').identity).toEqual(event(played, 'UserCallPlay').identity);
  });

  it.each(['AccessLog', 'UserActivityLog', 'ExternallySharedCallAccess', 'other:X'])(
    'does not include names, so that renaming a user duplicates no event in %s',
    (log) => {
      const entry = { userId: '1', eventTime: TIME, logRecord: { a: [{ b: 1 }] } };
      const named = { ...entry, userFullName: 'New Name', impersonatorFullName: 'Other', laterField: 1 };
      expect(event(named, log).identity).toEqual(event(entry, log).identity);
    },
  );

  it.each(['AccessLog', 'UserActivityLog', 'UserCallPlay', 'ExternallySharedCallAccess', 'other:X'])(
    'is the record if two entries of %s share their millisecond and have no id',
    (log) => {
      const entries = [{ n: 1 }, { n: 2 }, null].map((logRecord) => ({ userId: '1', eventTime: TIME, logRecord }));
      expect(new Set(entries.map((entry) => event(entry, log).identity.join('|'))).size).toBe(3);
    },
  );

  it('is the trace id, or its copy, together with the request', () => {
    const record = { requested_uri: '/a', mdc: { xtid: 't' } };
    const of = (logRecord: object) => event({ eventTime: TIME, logRecord }).identity;
    expect(of(record)).toEqual(of({ requested_uri: '/a', response_headers: { 'x-traceid': 't' } }));
    expect(of(record)).not.toEqual(of({ ...record, requested_uri: '/b' }));
  });
});

describe('times of entries', () => {
  it.each([
    ['2026-01-05T08:00:00Z', '2026-01-05T08:00:00.000Z'],
    ['2026-01-05T08:00:00.5Z', '2026-01-05T08:00:00.500Z'],
    ['2026-01-05T08:00:00.123456789Z', '2026-01-05T08:00:00.123Z'],
    ['2026-01-05T02:30:00-08:00', '2026-01-05T10:30:00.000Z'],
  ])('reads %s', (eventTime, expected) => {
    expect(event({ eventTime, logRecord: {} }).time).toBe(Date.parse(expected));
  });

  it.each(['2026-01-05T08:00:00', 'yesterday', '', null, 1_767_600_000, {}])('does not guess at %j', (eventTime) => {
    expect(event({ eventTime, logRecord: {} }).time).toBeUndefined();
  });
});

describe('a malformed entry', () => {
  const LOGS = [...gong.logs.map(({ id }) => id), 'other:X'];

  it('becomes an event that says so', () => {
    expect(event([1])).toMatchObject({
      actor: { kind: 'unknown' },
      action: 'unknown',
      flags: ['parse'],
      identity: ['[1]'],
    });
  });

  it('becomes an event even with extreme nesting', () => {
    const deep = `{"eventTime":"x","logRecord":{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`;
    expect(event(parseJson(deep)).identity[0]).toBe('entry');
  });

  it('never causes an exception, an empty string or an unknown flag', () => {
    const Draft = AuditEvent.omit({
      uid: true,
      provider: true,
      tenant: true,
      log: true,
      time: true,
      raw: true,
    })
      .extend({ targets: z.array(Target).optional() })
      .loose();
    const value = fc.jsonValue({ maxDepth: 4 });
    const seeds = [page, userActivity, callPlay, sharedOpen, catalogue].flatMap(({ body }) =>
      Object.values(body).flat(),
    );
    const nearby = fc.tuple(fc.constantFrom(...seeds), value, fc.nat()).map(([entry, odd, at]) => {
      const paths = JSON.stringify(entry).split(/(?<=":)(?=[^,}]+[,}])/);
      const index = 1 + (at % Math.max(1, paths.length - 1));
      const broken = paths.map((part, i) =>
        i === index ? part.replace(/^("[^"]*"|[\w.]+)/, () => JSON.stringify(odd)) : part,
      );
      return parseJson(broken.join(''));
    });
    fc.assert(
      fc.property(fc.oneof(value, nearby), fc.constantFrom(...LOGS), (entry, log) => {
        const { time, ...draft } = gong.event(entry, log);
        expect(time === undefined || Number.isFinite(time)).toBe(true);
        expect(Draft.safeParse(draft).error).toBeUndefined();
        expect(draft.flags.filter((flag) => !Object.hasOwn(FLAGS, flag))).toEqual([]);
        expect(draft.identity.length).toBeGreaterThan(0);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the address of a Gong account', () => {
  it.each([
    ['https://api.gong.io', 'https://api.gong.io', 'default'],
    [' https://us-00000.api.gong.io/ ', 'https://us-00000.api.gong.io', 'default'],
    ['https://us-00000.api.gong.io/v2', 'https://us-00000.api.gong.io', 'default'],
    ['https://us-00000.api.gong.io/v2/', 'https://us-00000.api.gong.io', 'default'],
    ['https://API.GONG.IO', 'https://api.gong.io', 'default'],
    ['https://proxy.example.com:8443/gong/v2', 'https://proxy.example.com:8443/gong', 'proxy.example.com:8443'],
    ['https://evilgong.io', 'https://evilgong.io', 'evilgong.io'],
    ['http://127.0.0.1:4010', 'http://127.0.0.1:4010', '127.0.0.1:4010'],
  ])('is read from %s', (typed, baseUrl, tenant) => {
    expect(gong.site.locate(typed)).toEqual({ baseUrl, tenant });
  });

  it.each([
    '',
    'us-00000.api.gong.io',
    'http://api.gong.io',
    'ftp://api.gong.io',
    'https://user:pass@api.gong.io',
    'https://api.gong.io?x=1',
    'https://api.gong.io/v2/logs',
    'https://api.gong.io/v3',
  ])('is refused with a hint: %j', (typed) => {
    const { code, hint } = thrown(() => gong.site.locate(typed));
    expect(code).toBe('invalid_query');
    expect(hint).not.toBe('');
  });

  it('has a valid default', () => {
    expect(gong.site.locate(gong.site.default ?? '').baseUrl).toBe(gong.site.default);
  });
});

describe('authentication with Gong', () => {
  const FULL = {
    access_key: { accessKey: 'key', accessKeySecret: 'hush' },
    oauth: { clientId: 'id', clientSecret: 'hush', refreshToken: 'again', tokenUrl: 'https://login.example.com/token' },
    access_token: { accessToken: 'bearer-me' },
  };
  const kindOf = (kind: keyof typeof FULL): CredentialKind => gong.credentials[kind];
  const schemeOf = (kind: keyof typeof FULL, baseUrl = 'https://api.gong.io') =>
    kindOf(kind).scheme(FULL[kind], baseUrl);
  const assigned = (url: unknown, configured?: string): string | undefined => {
    const scheme = schemeOf('oauth', configured) as OAuthScheme;
    return scheme.baseUrl?.({ api_base_url_for_customer: url });
  };

  it('uses a key and secret, a refresh token or a fixed token', () => {
    expect(Object.keys(gong.credentials)).toEqual(['access_key', 'oauth', 'access_token']);
    expect(schemeOf('access_key')).toEqual({ kind: 'basic', user: 'key', password: 'hush' });
    expect(schemeOf('access_token')).toEqual({ kind: 'bearer', token: 'bearer-me' });
    expect(schemeOf('oauth')).toMatchObject({
      kind: 'oauth',
      grant: 'refresh_token',
      clientId: 'id',
      clientSecret: 'hush',
      clientAuth: 'basic',
      body: 'form',
      refreshToken: 'again',
      tokenUrl: 'https://login.example.com/token',
    });
  });

  it('documents its environment variables', () => {
    const named = Object.values(gong.credentials).flatMap(({ schema }) =>
      Object.values(schema.shape).map((field) => field.meta()?.['env']),
    );
    expect(named).toEqual([
      'GONG_ACCESS_KEY',
      'GONG_ACCESS_KEY_SECRET',
      'GONG_CLIENT_ID',
      'GONG_CLIENT_SECRET',
      'GONG_REFRESH_TOKEN',
      'GONG_TOKEN_URL',
      'GONG_ACCESS_TOKEN',
    ]);
  });

  it("uses Gong's token URL by default", () => {
    const { tokenUrl: _, ...rest } = FULL.oauth;
    expect(kindOf('oauth').schema.parse(rest)['tokenUrl']).toBe('https://app.gong.io/oauth2/generate-customer-token');
  });

  it.each(['http://login.example.com/token', 'login.example.com', '', 'https://u:p@login.example.com/'])(
    'refuses to send a client secret to %j',
    (tokenUrl) => expect(kindOf('oauth').schema.safeParse({ ...FULL.oauth, tokenUrl }).success).toBe(false),
  );

  it('may use a token URL on this machine over http', () => {
    const tokenUrl = 'http://localhost:4010/oauth2/generate-customer-token';
    expect(kindOf('oauth').schema.safeParse({ ...FULL.oauth, tokenUrl }).success).toBe(true);
  });

  it.each([
    ['missing', {}, 'Access key is missing.'],
    ['empty', { accessKey: ' ', accessKeySecret: 'hush' }, 'Access key is empty.'],
  ])('says which setting is %s', (_, values, message) => {
    expect(kindOf('access_key').schema.safeParse(values).error?.issues[0]?.message).toBe(message);
  });

  it.each([
    ['https://us-00000.api.gong.io', 'https://us-00000.api.gong.io'],
    ['https://us-00000.api.gong.io/v2/', 'https://us-00000.api.gong.io'],
    ['https://api.gong.io/', 'https://api.gong.io'],
    [undefined, undefined],
    ['', undefined],
    [null, undefined],
  ])('follows a token response to %j', (url, expected) => {
    expect(assigned(url)).toBe(expected);
  });

  it.each([
    'http://us-00000.api.gong.io',
    'https://api.gong.io.example.com',
    'https://evilapi.gong.io',
    'https://app.gong.io',
    'https://api.gong.io:8443',
    'https://api.gong.io@example.com',
    'https://x@api.gong.io',
    'https://127.0.0.1:4010',
    'http://localhost:4010',
    'javascript:alert(1)',
    'us-00000.api.gong.io',
    7,
  ])('does not follow a token response to %j', (url) => {
    const { code, hint } = thrown(() => assigned(url));
    expect(code).toBe('bad_response');
    expect(hint).toContain('not sent');
  });

  it('follows a token response within this machine if the request was sent there', () => {
    const here = 'http://127.0.0.1:4010';
    expect(assigned('http://127.0.0.1:4011/v2', here)).toBe('http://127.0.0.1:4011');
    expect(assigned('https://us-00000.api.gong.io', here)).toBe('https://us-00000.api.gong.io');
    expect(thrown(() => assigned('http://192.0.2.1', here)).code).toBe('bad_response');
  });
});

describe("the catalog's entry", () => {
  it('has every documented field, all optional', () => {
    const schema = z.toJSONSchema(GongCatalogueEntry);
    expect(schema).toMatchObject({
      title: 'AuditLogEntry',
      type: 'object',
      properties: {
        timestamp: { type: 'string', format: 'date-time' },
        userEmail: { type: 'string', format: 'email' },
        details: { type: 'object', additionalProperties: { type: 'string' } },
      },
    });
    expect(Object.keys(schema.properties ?? {})).toEqual([
      'id',
      'logType',
      'timestamp',
      'userId',
      'userEmail',
      'action',
      'resourceType',
      'resourceId',
      'details',
      'ipAddress',
    ]);
    expect(schema.required).toBeUndefined();
  });

  it('fits such a response, and nothing that contradicts it', () => {
    expect(GongCatalogueEntry.safeParse(catalogue.body.logs[0]).success).toBe(true);
    expect(GongCatalogueEntry.safeParse({}).success).toBe(true);
    expect(GongCatalogueEntry.safeParse({ details: { n: 1 } }).success).toBe(false);
    expect(GongCatalogueEntry.safeParse({ userEmail: 'nobody' }).success).toBe(false);
  });
});
