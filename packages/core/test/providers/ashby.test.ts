import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { AuditEvent } from '../../src/event.ts';
import { isAuditError } from '../../src/errors.ts';
import type { HttpResponse } from '../../src/ports.ts';
import type { Answer, Ask, OtherAnswer } from '../../src/provider.ts';
import { ashby } from '../../src/providers/ashby/index.ts';
import deadCursor from '../../src/providers/ashby/fixtures/dead-cursor.json' with { type: 'json' };
import empty from '../../src/providers/ashby/fixtures/empty.json' with { type: 'json' };
import invalidInput from '../../src/providers/ashby/fixtures/invalid-input.json' with { type: 'json' };
import lastPage from '../../src/providers/ashby/fixtures/last-page.json' with { type: 'json' };
import notEnabled from '../../src/providers/ashby/fixtures/not-enabled.json' with { type: 'json' };
import outage from '../../src/providers/ashby/fixtures/outage.json' with { type: 'json' };
import page from '../../src/providers/ashby/fixtures/page.json' with { type: 'json' };
import partnerLimited from '../../src/providers/ashby/fixtures/partner-limited.json' with { type: 'json' };
import rateLimited from '../../src/providers/ashby/fixtures/rate-limited.json' with { type: 'json' };
import refused from '../../src/providers/ashby/fixtures/refused.json' with { type: 'json' };
import refusedByErrors from '../../src/providers/ashby/fixtures/refused-by-errors.json' with { type: 'json' };
import warned from '../../src/providers/ashby/fixtures/warned.json' with { type: 'json' };
import wrongCredential from '../../src/providers/ashby/fixtures/wrong-credential.json' with { type: 'json' };

const JOB = '0b6f2a52-7c1e-4f6b-9a35-2f0f6c0f1a11';

const ASK: Ask = {
  operation: 'list',
  log: 'audit_log',
  window: { from: Date.parse('2026-11-01T00:00:00.000Z'), to: Date.parse('2026-11-08T00:00:00.000Z') },
  filters: {},
  order: 'newest',
};

function body(ask: Partial<Ask>): unknown {
  return JSON.parse(ashby.request({ ...ASK, ...ask }).body ?? '');
}

function reply(status: number, content: unknown, headers: Record<string, string> = {}): HttpResponse {
  return { status, headers, body: typeof content === 'string' ? content : JSON.stringify(content) };
}

function read(response: HttpResponse): Answer {
  return ashby.answer(response, ASK);
}

function readFixture(fixture: { status: number; headers: object; body: unknown }): Answer {
  return read(reply(fixture.status, fixture.body, { ...fixture.headers }));
}

function failed(answer: Answer): OtherAnswer {
  if (answer.kind === 'page') throw new Error('a page, where a failure was expected');
  return answer;
}

function event(entry: unknown): ReturnType<typeof ashby.event> {
  return ashby.event(entry, 'audit_log');
}

const WIDENED = { startDate: '2026-10-31T23:59:59.999Z', endDate: '2026-11-08T00:00:00.001Z', limit: 100 };

describe('requests to Ashby', () => {
  it('post JSON to the one method of API version 1, and may be repeated', () => {
    expect(ashby.request(ASK)).toEqual({
      method: 'POST',
      path: '/auditLog.list',
      headers: { Accept: 'application/json; version=1', 'Content-Type': 'application/json' },
      body: JSON.stringify(WIDENED),
      replay: true,
    });
  });

  const questions: readonly [string, Partial<Ask>, object][] = [
    ['both bounds, a millisecond wider on each side', {}, WIDENED],
    ['the same body on the next page, with the cursor', { cursor: 'c' }, { ...WIDENED, cursor: 'c' }],
    ['every filter', { filters: filled() }, { ...WIDENED, ...filled() }],
    ['a smaller page', { filters: { limit: 7 } }, { ...WIDENED, limit: 7 }],
    ['at most 100 entries a page', { filters: { limit: 5000 } }, WIDENED],
    ['the same for either order, because Ashby knows one', { order: 'oldest' }, WIDENED],
  ];
  it.each(questions)('asks for %s', (_, ask, expected) => {
    expect(body(ask)).toEqual(expected);
  });

  it('keep the longest window, once widened, under 18 months', () => {
    const [months18, days540] = [Date.UTC(2026, 7, 31) - Date.UTC(2025, 1, 28), ashby.limits.windowMs ?? 0];
    expect(days540 + 2).toBeLessThan(months18);
  });
});

function filled(): Record<string, unknown> {
  return { actorIds: ['a'], targetIds: [JOB], targetTypes: ['job'], categories: ['JobStatusChanged'] };
}

describe('the filters', () => {
  const accepts = (filters: unknown): boolean => ashby.filters.safeParse(filters).success;

  it('can be absent, single or combined', () => {
    expect(accepts({})).toBe(true);
    expect(accepts({ ...filled(), limit: 100 })).toBe(true);
  });

  it.each(['actorIds', 'targetIds', 'targetTypes', 'categories'])(
    'refuses an empty %s, which would match everything',
    (name) => {
      const { error } = ashby.filters.safeParse({ [name]: [] });
      expect(error?.issues[0]?.path).toEqual([name]);
      expect(error?.issues[0]?.message).toContain('would send everything');
    },
  );

  it('refuses more than 100 values and says how to split them', () => {
    const ids = Array.from({ length: 101 }, (_, index) => `id-${index}`);
    expect(accepts({ actorIds: ids.slice(1) })).toBe(true);
    expect(ashby.filters.safeParse({ actorIds: ids }).error?.issues[0]?.message).toContain('Ask once per 100 values');
  });

  it.each([{ actorIds: [' '] }, { actorIds: 'a' }, { limit: 0 }, { limit: 1.5 }, { ips: ['192.0.2.1'] }])(
    'refuses %j',
    (filters) => {
      expect(accepts(filters)).toBe(false);
    },
  );

  it('describes every filter, and the OR in the two that it joins', () => {
    const { properties = {} } = z.toJSONSchema(ashby.filters);
    const texts = Object.entries(properties).map(([name, schema]) => [
      name,
      z.object({ description: z.string() }).parse(schema).description,
    ]);
    expect(texts).toHaveLength(5);
    expect(texts.filter(([, text]) => text?.includes('with OR')).map(([name]) => name)).toEqual([
      'targetTypes',
      'categories',
    ]);
  });

  it('passes the ids of an actor and a target to Ashby, in lower case', () => {
    expect(ashby.narrow?.({ actor: JOB.toUpperCase(), target: JOB }, 'audit_log')).toEqual({
      took: ['actor', 'target'],
      filters: { actorIds: [JOB], targetIds: [JOB] },
    });
  });

  it('leaves everything else to local filtering', () => {
    const criteria = { actor: 'robin@example.com', target: 'job', actions: ['JobStatusChanged'], ip: '192.0.2.17' };
    expect(ashby.narrow?.(criteria, 'audit_log')).toEqual({ took: [], filters: {} });
  });
});

describe('a page of Ashby', () => {
  it('has entries, a cursor and the request id for support', () => {
    expect(readFixture(page)).toEqual({
      kind: 'page',
      entries: page.body.results,
      cursor: 'fixture-place-1',
      requestId: '01JSFIXTURE0000000000PAGE1',
    });
  });

  it.each([
    ['null', lastPage],
    ['absent', empty],
  ])('is the last if no more is promised and the cursor is %s', (_, fixture) => {
    const answer = readFixture(fixture);
    expect(answer).toMatchObject({ kind: 'page', entries: fixture.body.results });
    expect(answer).not.toHaveProperty('cursor');
  });

  it("passes on Ashby's warnings, on one line", () => {
    expect(readFixture(warned)).toMatchObject({ notices: ['Ashby warns: The parameter fixture is deprecated.'] });
  });

  const ends: readonly [string, object, string | undefined][] = [
    ['ends at false, whatever cursor comes with it', { moreDataAvailable: false, nextCursor: 'c' }, undefined],
    ['ends when nothing is said', {}, undefined],
    ['ends at an empty cursor when nothing is said', { nextCursor: '' }, undefined],
    ['goes on with a cursor when nothing is said', { nextCursor: 'c' }, 'c'],
    ['goes on past an empty page with a cursor', { moreDataAvailable: true, nextCursor: 'c' }, 'c'],
  ];
  it.each(ends)('%s', (_, more, cursor) => {
    const answer = read(reply(200, { success: true, results: [], ...more }));
    expect(answer.kind === 'page' && answer.cursor).toBe(cursor);
  });

  it.each([{ nextCursor: null }, { nextCursor: '' }, {}, { moreDataAvailable: 'true' }])(
    'refuses more entries without a cursor: %j',
    (cursor) => {
      const answer = failed(read(reply(200, { success: true, results: [{}], moreDataAvailable: true, ...cursor })));
      expect(answer).toMatchObject({ kind: 'refuse', fault: { code: 'bad_response' } });
      expect(answer.fault.hint).toContain('without a cursor');
    },
  );

  it.each([{}, { results: null }, { results: {} }])('refuses a success without a list: %j', (results) => {
    const answer = read(reply(200, { success: true, moreDataAvailable: false, ...results }));
    expect(answer).toMatchObject({ kind: 'refuse', fault: { code: 'bad_response' } });
  });

  it('keeps integers that are too long for a number', () => {
    const answer = read(reply(200, '{"success":true,"results":[{"id":12345678901234567890}]}'));
    expect(answer).toMatchObject({ entries: [{ id: '12345678901234567890' }] });
  });

  it.each([
    [
      { 'ratelimit-remaining': '3', 'ratelimit-reset': '20' },
      { remaining: 3, resetMs: 20_000 },
    ],
    [{ 'ratelimit-remaining': '3', 'ratelimit-reset': '1794000000' }, { remaining: 3 }],
    [{ 'ratelimit-remaining': 'many' }, undefined],
  ])('reads the remaining quota from %j', (headers, headroom) => {
    expect(read(reply(200, empty.body, headers)).headroom).toEqual(headroom);
  });
});

describe('a failure of Ashby', () => {
  const fixtures: readonly [string, Parameters<typeof readFixture>[0], object][] = [
    [
      'a missing permission',
      refused,
      { kind: 'refuse', fault: { code: 'forbidden', status: 403, requestId: '01JSFIXTURE00000000REFUSED' } },
    ],
    [
      'a missing permission that only the old error list names',
      refusedByErrors,
      { kind: 'refuse', fault: { code: 'forbidden', vendorSaid: 'missing_endpoint_permission' } },
    ],
    [
      'a wrong API key in plain text',
      wrongCredential,
      { kind: 'refuse', fault: { code: 'unauthorized', vendorSaid: 'Forbidden' } },
    ],
    [
      'a value outside the vocabulary',
      invalidInput,
      {
        kind: 'refuse',
        fault: {
          code: 'invalid_query',
          vendorSaid: 'invalid_input. categories holds a value that is not in the vocabulary',
        },
      },
    ],
    [
      'the feature switched off',
      notEnabled,
      { kind: 'refuse', fault: { code: 'not_enabled', requestId: '01JSFIXTURE0000000000NOTON' } },
    ],
    [
      'a cursor that grew too old',
      deadCursor,
      { kind: 'restart', fault: { vendorSaid: 'next_cursor_expired. The cursor is too old.' } },
    ],
    [
      'a limit with a stated pause',
      rateLimited,
      { kind: 'wait', afterMs: 30_000, fault: { code: 'rate_limited', vendorSaid: 'Rate limit exceeded' } },
    ],
    [
      'a limit of a partner, with a minute of pause',
      partnerLimited,
      { kind: 'wait', afterMs: 60_000, fault: { code: 'rate_limited' } },
    ],
    ['an outage', outage, { kind: 'wait', fault: { code: 'unavailable', status: 502 } }],
  ];
  it.each(fixtures)('recognizes %s', (_, fixture, expected) => {
    expect(readFixture(fixture)).toMatchObject(expected);
  });

  const codes: readonly [string, string, string][] = [
    ['invalid_input', 'refuse', 'invalid_query'],
    ['audit_logs_not_enabled', 'refuse', 'not_enabled'],
    ['missing_endpoint_permission', 'refuse', 'forbidden'],
    ['cursor_invalid', 'restart', 'bad_response'],
    ['invalid_next_cursor', 'restart', 'bad_response'],
    ['next_cursor_expired', 'restart', 'bad_response'],
    ['rate_limit_exceeded', 'wait', 'rate_limited'],
    ['concurrent_limit_exceeded', 'wait', 'rate_limited'],
    ['a_code_of_tomorrow', 'refuse', 'bad_response'],
    ['constructor', 'refuse', 'bad_response'],
  ];
  it.each(codes)('recognizes %s in every shape, with status 200 and 400', (code, kind, expected) => {
    const shapes = [
      { errorInfo: { code, message: 'Told in words.' } },
      { errorInfo: { code }, errors: [code] },
      { errorInfo: null, errors: [code] },
      { errors: [{ code, message: 'Told in words.' }] },
      { errors: [{ type: code, message: 'Told in words.' }] },
      { errors: [{ message: code, parameter: 'startDate' }] },
    ];
    for (const status of [200, 400]) {
      for (const shape of shapes) {
        const answer = failed(read(reply(status, { success: false, ...shape })));
        expect([answer.kind, answer.fault.code]).toEqual([kind, expected]);
        expect(answer.fault.vendorSaid).toContain(code);
      }
    }
  });

  const statuses: readonly [string, HttpResponse, string, string][] = [
    ['401 without a word', reply(401, ''), 'refuse', 'unauthorized'],
    ['401 with a code of tomorrow', reply(401, { success: false, errors: ['no_key'] }), 'refuse', 'unauthorized'],
    ['403 with a code of tomorrow', reply(403, { success: false, errors: ['no_such_key'] }), 'refuse', 'unauthorized'],
    ['404', reply(404, 'Not Found'), 'refuse', 'not_found'],
    ['405', reply(405, ''), 'refuse', 'not_found'],
    ['400 without a code', reply(400, { success: false, errors: null, errorInfo: null }), 'refuse', 'invalid_query'],
    ['429 with HTML', reply(429, '<html>'), 'wait', 'rate_limited'],
    [
      '200 with a text about rates',
      reply(200, { success: false, errors: ['Rate limit exceeded'] }),
      'wait',
      'rate_limited',
    ],
    [
      '503 with a body of Ashby',
      reply(503, { success: false, errorInfo: { code: 'invalid_input' } }),
      'wait',
      'unavailable',
    ],
    ['500 that claims success', reply(500, empty.body), 'wait', 'unavailable'],
    ['408', reply(408, { success: false, errors: ['timeout'] }), 'wait', 'unavailable'],
    ['200 with HTML', reply(200, '<html>maintenance</html>'), 'wait', 'unavailable'],
    ['200 with JSON cut short', reply(200, '{"success":true,"results":[{"id'), 'wait', 'unavailable'],
    ['200 with a list', reply(200, []), 'wait', 'unavailable'],
    ['200 whose success is a word', reply(200, { success: 'true', results: [] }), 'wait', 'unavailable'],
    ['204', reply(204, ''), 'wait', 'unavailable'],
    [
      '200 that fails without a reason',
      reply(200, { success: false, errors: null, errorInfo: null }),
      'refuse',
      'bad_response',
    ],
    ['302', reply(302, ''), 'refuse', 'bad_response'],
  ];
  it.each(statuses)('understands %s', (_, response, kind, code) => {
    const answer = failed(read(response));
    expect([answer.kind, answer.fault.code]).toEqual([kind, code]);
  });

  it('mentions both names of the permission', () => {
    for (const fixture of [refused, wrongCredential]) {
      const { hint } = failed(readFixture(fixture)).fault;
      expect(hint).toContain('auditLogsRead');
      expect(hint).toContain('auditLogs:read');
    }
  });

  it('says that a limit of a partner is not about the API key', () => {
    expect(failed(readFixture(partnerLimited)).fault.hint).toContain('your API key is not the reason');
  });

  it('names the parameter that Ashby complains about', () => {
    const answer = read(reply(400, { success: false, errors: [{ message: 'Invalid date', parameter: 'startDate' }] }));
    expect(failed(answer).fault.vendorSaid).toBe('startDate: Invalid date');
  });

  it('keeps HTML and long bodies out of the error', () => {
    for (const upstream of ['<b>private</b>', 'private '.repeat(100)]) {
      expect(JSON.stringify(read(reply(403, upstream)))).not.toContain('private');
    }
  });

  const LIMIT = 'report limit reached, 15 requests a minute. Try again in 45 seconds';
  const pauses: readonly [string, Record<string, string>, string, object][] = [
    ['seconds', { 'retry-after': '7' }, LIMIT, { afterMs: 7000 }],
    [
      'a date beside a date',
      { 'retry-after': 'Fri, 20 Nov 2026 10:00:09 GMT', date: 'Fri, 20 Nov 2026 10:00:00 GMT' },
      LIMIT,
      { afterMs: 9000 },
    ],
    [
      'a date alone',
      { 'retry-after': 'Fri, 20 Nov 2026 10:00:09 GMT' },
      LIMIT,
      { fault: { retryAt: Date.UTC(2026, 10, 20, 10, 0, 9) } },
    ],
    ['the reset header', { 'ratelimit-reset': '5' }, LIMIT, { afterMs: 5000 }],
    ['the message', {}, LIMIT, { afterMs: 45_000 }],
    ['the message, not from a header that says nothing', { 'retry-after': 'soon 1' }, LIMIT, { afterMs: 45_000 }],
  ];
  it.each(pauses)('learns how long to wait from %s', (_, headers, message, expected) => {
    const limited = { success: false, errorInfo: { code: 'rate_limit_exceeded', message } };
    expect(read(reply(429, limited, headers))).toMatchObject(expected);
  });

  it('leaves the pause to the engine if none is given', () => {
    expect(read(reply(429, ''))).not.toHaveProperty('afterMs');
  });
});

describe('an entry of Ashby', () => {
  it('reads a change by a person', () => {
    expect(event(page.body.results[0])).toEqual({
      nativeId: '5f1d8c1e-3c0a-4a3c-8f0e-0c7b6b9f4d21',
      time: Date.parse('2026-11-05T09:12:44.031Z'),
      actor: {
        kind: 'user',
        id: 'e9ed20fd-d45f-4aad-8a00-a19bfba0083e',
        email: 'robin@example.com',
        name: 'Robin Example',
      },
      verb: 'update',
      action: 'JobStatusChanged',
      category: 'job',
      target: { type: 'job', id: JOB },
      changes: [{ field: 'status', from: 'Open', to: 'Closed' }, { field: 'closedAt' }],
      ip: '192.0.2.17',
      requestId: '01JSFIXTURE000000000CAUSE1',
      message: 'Robin Example changed the status of the job Platform Engineer from Open to Closed.',
      flags: [],
      identity: ['5f1d8c1e-3c0a-4a3c-8f0e-0c7b6b9f4d21'],
    });
  });

  it('by an automation lacks what the vendor leaves out, and gets a description', () => {
    expect(event(page.body.results[1])).toEqual({
      nativeId: 'a6b1c1de-02b7-4b2b-9a0c-5d1d5a1f7c02',
      time: Date.parse('2026-11-05T09:12:44.031Z'),
      actor: { kind: 'automation' },
      verb: 'delete',
      action: 'FixtureJobPostingRemoved',
      category: 'job',
      target: { type: 'job', id: JOB },
      changes: [],
      message: `FixtureJobPostingRemoved on job ${JOB}.`,
      flags: [],
      identity: ['a6b1c1de-02b7-4b2b-9a0c-5d1d5a1f7c02'],
    });
  });

  it.each([
    ['User', 'user', []],
    ['ApiUser', 'service', []],
    ['Automation', 'automation', []],
    ['Support', 'vendor_staff', ['vendor_staff']],
    ['Operations', 'vendor_staff', ['vendor_staff']],
    ['Candidate', 'candidate', ['external']],
    ['System', 'system', []],
    ['Other', 'unknown', []],
    ['FixtureOfTomorrow', 'unknown', []],
    ['toString', 'unknown', []],
    [null, 'unknown', []],
  ])('knows what kind of actor %s is', (type, kind, flags) => {
    expect(event({ actor: { type, id: 'a' } })).toMatchObject({ actor: { kind, id: 'a' }, flags });
  });

  it.each([
    ['FixtureCreated', 'create'],
    ['FixtureAdded', 'create'],
    ['FixtureUpdated', 'update'],
    ['JobStatusChanged', 'update'],
    ['FixtureEdited', 'update'],
    ['FixtureMoved', 'update'],
    ['FixtureDeleted', 'delete'],
    ['FixtureRemoved', 'delete'],
    ['FixtureArchived', 'delete'],
    ['FixtureUnarchived', 'update'],
    ['RoleGranted', 'create'],
    ['RoleRevoked', 'delete'],
    ['RoleAssigned', 'update'],
    ['RoleUnassigned', 'update'],
    ['OfferApproved', 'update'],
    ['OfferRejected', 'update'],
    ['UserSuspended', 'update'],
    ['UserReinstated', 'update'],
    ['FixtureExported', 'export'],
    ['FixtureShared', 'share'],
    ['FixtureViewed', 'read'],
    ['FixtureLoggedIn', 'login'],
    ['FixtureLoggedOut', 'logout'],
    ['FixtureUnshared', 'other'],
    ['constructor', 'other'],
  ])('takes the verb from the ending of %s', (category, verb) => {
    expect(event({ category })).toMatchObject({ action: category, verb });
  });

  const changed: readonly [string, unknown, object[]][] = [
    [
      'pairs',
      { a: { old: 1, new: null }, b: { before: [], after: {} }, c: { oldValue: 'x', newValue: 'y' } },
      [
        { field: 'a', from: 1, to: null },
        { field: 'b', from: [], to: {} },
        { field: 'c', from: 'x', to: 'y' },
      ],
    ],
    [
      'names alone where the sides are not obvious',
      { a: 'new?', b: { from: 'robin@example.com' }, c: ['x', 'y'], d: null },
      [{ field: 'a' }, { field: 'b' }, { field: 'c' }, { field: 'd' }],
    ],
    [
      'a list',
      [{ field: 'a', from: 1, to: 2 }, { name: 'b' }, 'c', null, {}],
      [{ field: 'a', from: 1, to: 2 }, { field: 'b' }, { field: 'c' }],
    ],
    ['nothing', null, []],
    ['text', 'status', []],
    ['a field without a name', { '': 1 }, []],
  ];
  it.each(changed)('reads %s as changes', (_, changedFields, changes) => {
    expect(event({ changedFields }).changes).toEqual(changes);
  });

  it.each([
    [{}, 'an entry without a category.'],
    [{ category: 'FixtureDone' }, 'FixtureDone.'],
    [{ category: 'FixtureDone', actor: { name: 'Robin' }, target: { type: 'job' } }, 'Robin: FixtureDone on job.'],
    [{ category: 'FixtureDone', actor: { id: 7 }, target: { id: 8 } }, '7: FixtureDone on other 8.'],
  ])('describes %j from its facts', (entry, message) => {
    expect(event(entry).message).toBe(message);
  });

  it.each(['2026-11-05T09:12:44', 'yesterday', '', null, 1_794_000_000_000])('parses no time from %j', (timestamp) => {
    expect(event({ timestamp }).time).toBeUndefined();
  });

  it.each([null, 'entry', 7, [], undefined])('still makes an event of %j', (entry) => {
    expect(event(entry)).toMatchObject({
      verb: 'other',
      action: 'unknown',
      category: 'other',
      actor: { kind: 'unknown' },
      flags: ['parse'],
    });
  });

  it('distinguishes entries without an id by their whole content', () => {
    const [one, same, other] = [
      { a: 1, b: 2 },
      { b: 2, a: 1 },
      { a: 1, b: 3 },
    ].map((entry) => event(entry).identity);
    expect(one).toEqual(same);
    expect(one).not.toEqual(other);
  });
});

describe('the documented shape of an entry', () => {
  const fits = (entry: unknown): boolean => ashby.logs[0].entry.safeParse(entry).success;
  const least = { id: 'a', timestamp: '2026-11-05T09:12:44.031Z', category: 'FixtureDone' };

  it('fits every entry of the fixtures', () => {
    expect([...page.body.results, ...lastPage.body.results].every(fits)).toBe(true);
  });

  it.each([
    least,
    { ...least, actor: null, target: null, request: null, description: null, changedFields: null },
    {
      ...least,
      actor: { type: 'FixtureOfTomorrow', id: null },
      request: { ipAddress: null },
      changedFields: ['status'],
    },
    { ...least, addedLater: { deep: true } },
  ])('allows %j', (entry) => {
    expect(fits(entry)).toBe(true);
  });

  it.each([
    { ...least, id: null },
    { ...least, timestamp: 'soon' },
    { ...least, category: '' },
    { ...least, actor: 'Robin' },
  ])('marks %j', (entry) => {
    expect(fits(entry)).toBe(false);
  });

  it('can be written as JSON Schema', () => {
    expect(z.toJSONSchema(ashby.logs[0].entry)).toMatchObject({
      type: 'object',
      required: ['id', 'timestamp', 'category'],
    });
  });
});

describe('the address and credential of an account', () => {
  it.each([
    ['https://api.ashbyhq.com', 'https://api.ashbyhq.com', 'default'],
    [' https://API.ashbyhq.com/ ', 'https://api.ashbyhq.com', 'default'],
    ['https://audit.example.com/ashby/', 'https://audit.example.com/ashby', 'audit.example.com'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080', '127.0.0.1:8080'],
    ['https://notashbyhq.com', 'https://notashbyhq.com', 'notashbyhq.com'],
  ])('finds %j', (typed, baseUrl, tenant) => {
    expect(ashby.site.locate(typed)).toEqual({ baseUrl, tenant });
  });

  it.each([
    '',
    'api.ashbyhq.com',
    'http://api.ashbyhq.com',
    'https://u:p@api.ashbyhq.com',
    'https://api.ashbyhq.com?a=1',
  ])('refuses the address %j and suggests a valid one', (typed) => {
    expect(thrown(() => ashby.site.locate(typed))).toMatchObject({
      code: 'invalid_query',
      hint: expect.stringMatching(/\S/),
    });
  });

  it('has the tenant default at its default address', () => {
    expect(ashby.site.locate(ashby.site.default ?? '').tenant).toBe('default');
  });

  it('sends the API key as user name with an empty password', () => {
    const { schema, scheme } = apiKey();
    expect(schema.parse({ apiKey: ' abc123\n' })).toEqual({ apiKey: 'abc123' });
    expect(scheme({ apiKey: 'abc123' }, 'https://api.ashbyhq.com')).toEqual({
      kind: 'basic',
      user: 'abc123',
      password: '',
    });
  });

  it.each([
    [{}, 'is missing'],
    [{ apiKey: ' ' }, 'is empty'],
    [{ apiKey: 'abc123:' }, 'holds a colon'],
    [{ apiKey: 'Basic abc123' }, 'a space'],
    [{ apiKey: 'schlüssel' }, 'outside ASCII'],
  ])('refuses the credential %j and does not repeat it', (values, message) => {
    const { error } = apiKey().schema.safeParse(values);
    expect(error?.message).toContain(message);
    expect(error?.message).not.toContain('abc123');
  });

  it('describes its one field for a form', () => {
    const { properties } = z.toJSONSchema(apiKey().schema);
    expect(properties?.['apiKey']).toMatchObject({ title: 'API key', secret: true, env: 'ASHBY_API_KEY' });
  });
});

function apiKey(): typeof ashby.credentials.api_key {
  return ashby.credentials.api_key;
}

function thrown(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return isAuditError(error) ? error.fault : error;
  }
}

describe('any input', () => {
  const anything = fc.jsonValue();
  const word = fc.constantFrom('invalid_input', 'Rate limit exceeded', 'next_cursor_expired', '__proto__', '', 'x: y');
  const loose = fc.oneof(
    anything,
    word,
    fc.record({ code: anything, type: anything, message: fc.oneof(anything, word), parameter: anything }),
  );
  const envelope = fc.record(
    {
      success: fc.oneof(fc.boolean(), anything),
      results: fc.oneof(fc.array(anything), anything),
      moreDataAvailable: fc.oneof(fc.boolean(), anything),
      nextCursor: fc.oneof(fc.string(), anything),
      warnings: fc.oneof(fc.array(anything), anything),
      errorInfo: loose,
      errors: fc.oneof(fc.array(loose), anything),
    },
    { requiredKeys: [] },
  );
  const text = fc.oneof(
    fc.string(),
    anything.map((value) => JSON.stringify(value)),
    envelope.map((value) => JSON.stringify(value)),
  );
  const header = fc.constantFrom(
    'retry-after',
    'ratelimit-reset',
    'ratelimit-remaining',
    'date',
    'x-ratelimit-scope',
    'x-ashby-request-id',
  );
  const headers = fc.dictionary(
    header,
    fc.oneof(fc.string(), fc.constantFrom('5', '-1', '1e999', 'Fri, 20 Nov 2026 10:00:09 GMT', 'x GMT')),
  );
  const status = fc.oneof(
    fc.constantFrom(200, 204, 400, 401, 403, 404, 429, 500, 503),
    fc.integer({ min: 100, max: 599 }),
  );

  it('becomes one of the five outcomes, and a page only if successful', () => {
    fc.assert(
      fc.property(status, headers, text, (code, fields, content) => {
        const answer = read({ status: code, headers: fields, body: content });
        expect(['page', 'wait', 'restart', 'refuse']).toContain(answer.kind);
        if (answer.kind === 'page') expect(JSON.parse(content)).toMatchObject({ success: true });
        else
          expect([answer.fault.hint.length > 0, (answer.fault.vendorSaid ?? '').length <= 200]).toEqual([true, true]);
      }),
      { numRuns: 1000 },
    );
  });

  const part = fc.oneof(
    anything,
    fc.record({ type: anything, id: anything, email: anything, name: anything, ipAddress: anything }),
  );
  const entry = fc.record(
    {
      id: anything,
      timestamp: fc.oneof(
        anything,
        fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
      ),
      actor: part,
      target: part,
      category: fc.oneof(anything, fc.constant('JobStatusChanged')),
      description: anything,
      request: part,
      changedFields: fc.oneof(
        anything,
        fc.array(part),
        fc.dictionary(fc.string(), fc.record({ from: anything, to: anything })),
      ),
    },
    { requiredKeys: [] },
  );

  it('becomes a valid event', () => {
    const Draft = AuditEvent.omit({ uid: true, provider: true, tenant: true, log: true, time: true, raw: true });
    fc.assert(
      fc.property(fc.oneof(anything, entry), (value) => {
        const { identity, time, ...draft } = event(value);
        expect(Draft.safeParse(draft).error).toBeUndefined();
        expect(identity).toHaveLength(1);
        expect(time === undefined || Number.isSafeInteger(time)).toBe(true);
        expect(event(structuredClone(value)).identity).toEqual(identity);
      }),
      { numRuns: 1000 },
    );
  });
});
