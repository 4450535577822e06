import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { isAuditError } from '../../src/errors.ts';
import { AuditEvent } from '../../src/event.ts';
import { object } from '../../src/json.ts';
import type { HttpResponse } from '../../src/ports.ts';
import type { Answer, Ask, Criteria, Operation, Provider } from '../../src/provider.ts';
import { zendesk } from '../../src/providers/zendesk/index.ts';
import badCursor from '../../src/providers/zendesk/fixtures/bad-cursor.json' with { type: 'json' };
import badFilter from '../../src/providers/zendesk/fixtures/bad-filter.json' with { type: 'json' };
import countPage from '../../src/providers/zendesk/fixtures/count.json' with { type: 'json' };
import empty from '../../src/providers/zendesk/fixtures/empty.json' with { type: 'json' };
import expired from '../../src/providers/zendesk/fixtures/expired.json' with { type: 'json' };
import exportAccepted from '../../src/providers/zendesk/fixtures/export-accepted.json' with { type: 'json' };
import exportLimited from '../../src/providers/zendesk/fixtures/export-limited.json' with { type: 'json' };
import invalidRecord from '../../src/providers/zendesk/fixtures/invalid-record.json' with { type: 'json' };
import lastPage from '../../src/providers/zendesk/fixtures/last-page.json' with { type: 'json' };
import noHelpDesk from '../../src/providers/zendesk/fixtures/no-help-desk.json' with { type: 'json' };
import noRecord from '../../src/providers/zendesk/fixtures/no-record.json' with { type: 'json' };
import numberedPage from '../../src/providers/zendesk/fixtures/numbered-page.json' with { type: 'json' };
import outage from '../../src/providers/zendesk/fixtures/outage.json' with { type: 'json' };
import page from '../../src/providers/zendesk/fixtures/page.json' with { type: 'json' };
import rateLimited from '../../src/providers/zendesk/fixtures/rate-limited.json' with { type: 'json' };
import refused from '../../src/providers/zendesk/fixtures/refused.json' with { type: 'json' };
import scopeMissing from '../../src/providers/zendesk/fixtures/scope-missing.json' with { type: 'json' };
import show from '../../src/providers/zendesk/fixtures/show.json' with { type: 'json' };
import tooDeep from '../../src/providers/zendesk/fixtures/too-deep.json' with { type: 'json' };
import unauthenticated from '../../src/providers/zendesk/fixtures/unauthenticated.json' with { type: 'json' };

interface Fixture {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

const LIST: Ask = {
  operation: 'list',
  log: 'audit_logs',
  window: { from: Date.UTC(2026, 10, 1), to: Date.UTC(2026, 10, 2, 12) },
  filters: {},
  order: 'newest',
};

function ask(changes: Partial<Ask> = {}): Ask {
  return { ...LIST, ...changes };
}

function query(changes: Partial<Ask> = {}): (readonly [string, string])[] {
  return [...(zendesk.request(ask(changes)).query ?? [])];
}

function values(name: string, changes: Partial<Ask> = {}): string[] {
  return query(changes).flatMap(([key, value]) => (key === name ? [value] : []));
}

function response({ status, headers, body }: Fixture): HttpResponse {
  return { status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) };
}

function answer(fixture: Fixture, changes: Partial<Ask> = {}): Answer {
  return zendesk.answer(response(fixture), ask(changes));
}

function failing(status: number, headers: Record<string, string> = {}, body: unknown = {}): Fixture {
  return { status, headers, body };
}

function fault(given: Answer) {
  if (given.kind === 'page') throw new Error('expected a failure');
  return given.fault;
}

function thrown(work: () => unknown): { code: string; message: string; hint: string } {
  try {
    work();
  } catch (error) {
    if (isAuditError(error)) return { code: error.code, message: error.message, hint: error.hint };
    throw error;
  }
  throw new Error('expected it to throw');
}

const { credentials }: Provider = zendesk;

describe('site', () => {
  test.each([
    'acme',
    ' Acme ',
    'acme.zendesk.com',
    'acme.zendesk.com/',
    'acme.zendesk.com/agent/home',
    'https://acme.zendesk.com',
    'https://ACME.zendesk.com/api/v2/audit_logs.json?page=2#top',
    'http://acme.zendesk.com',
  ])('resolves %j to the account acme', (typed) => {
    expect(zendesk.site.locate(typed)).toEqual({ baseUrl: 'https://acme.zendesk.com', tenant: 'acme' });
  });

  test.each([
    ['https://proxy.example.com/zendesk/', 'https://proxy.example.com/zendesk', 'proxy.example.com'],
    ['https://proxy.example.com:8443/api/v2', 'https://proxy.example.com:8443', 'proxy.example.com:8443'],
    ['http://127.0.0.1:4010', 'http://127.0.0.1:4010', '127.0.0.1:4010'],
  ])('accepts the full URL %s of another host unchanged', (typed, baseUrl, tenant) => {
    expect(zendesk.site.locate(typed)).toEqual({ baseUrl, tenant });
  });

  test.each([
    '',
    'zendesk.com',
    'https://zendesk.com',
    'https://www.zendesk.com',
    'www',
    'acme.example.com',
    'acme.zendesk.com.example.com',
    'localhost:4010',
    'ac me',
    'a.b.zendesk.com',
    'someone@acme.zendesk.com',
    'https://user:pass@acme.zendesk.com',
    'http://proxy.example.com',
    'ftp://acme.zendesk.com',
  ])('refuses %j', (typed) => {
    const error = thrown(() => zendesk.site.locate(typed));
    expect(error.code).toBe('invalid_query');
    expect(error.message).toMatch(/^site: /);
    expect(error.hint).not.toBe('');
  });
});

test('does not repeat a password that was typed into the address', () => {
  expect(JSON.stringify(thrown(() => zendesk.site.locate('ann:hunter2@acme.zendesk.com')))).not.toContain('hunter2');
});

describe('credentials', () => {
  const BASE = 'https://acme.zendesk.com';

  test('lists OAuth clients first and API tokens last', () => {
    expect(Object.keys(zendesk.credentials)).toEqual([
      'client_credentials',
      'refresh_token',
      'access_token',
      'api_token',
    ]);
  });

  test.each([
    [
      'client_credentials',
      { clientId: 'id', clientSecret: 's' },
      {
        kind: 'oauth',
        grant: 'client_credentials',
        tokenUrl: `${BASE}/oauth/tokens`,
        clientAuth: 'body',
        body: 'json',
        scope: 'auditlogs:read',
        clientId: 'id',
        clientSecret: 's',
      },
    ],
    [
      'refresh_token',
      { clientId: 'id', clientSecret: 's', refreshToken: 'r' },
      expect.objectContaining({
        kind: 'oauth',
        grant: 'refresh_token',
        refreshToken: 'r',
        tokenUrl: `${BASE}/oauth/tokens`,
      }),
    ],
    ['access_token', { accessToken: 'a' }, { kind: 'bearer', token: 'a' }],
    [
      'api_token',
      { email: 'ann@example.com', apiToken: 't' },
      { kind: 'basic', user: 'ann@example.com/token', password: 't' },
    ],
    [
      'api_token',
      { email: 'ann@example.com/token', apiToken: 't' },
      { kind: 'basic', user: 'ann@example.com/token', password: 't' },
    ],
  ])('builds an authentication scheme from %s', (kind, given, scheme) => {
    expect(credentials[kind]?.scheme(given, BASE)).toEqual(scheme);
  });

  test.each([
    ['client_credentials', {}, 'The client id is missing.'],
    ['client_credentials', { clientId: 'id', clientSecret: ' ' }, 'The client secret is missing.'],
    ['access_token', { accessToken: 'two words' }, 'The access token contains a blank'],
    ['api_token', { email: 'ann', apiToken: 't' }, 'The e-mail address is not one.'],
    ['api_token', { email: 'ann@example.com' }, 'The API token is missing.'],
  ])('says what is wrong with %s of %j', (kind, given, message) => {
    const issues = credentials[kind]?.schema.safeParse(given).error?.issues ?? [];
    expect(issues.map((issue) => issue.message).join(' ')).toContain(message);
  });

  test('warns about the end of API tokens, with its dates', () => {
    const { warning } = zendesk.credentials.api_token;
    for (const date of ['28 July 2026', '27 October 2026', '30 April 2027']) expect(warning?.text).toContain(date);
    expect(warning?.ends).toBe('2027-04-30');
  });

  test('describes every field for a form and for the environment', () => {
    for (const { schema } of Object.values(zendesk.credentials)) {
      for (const field of Object.values(object(z.toJSONSchema(schema)['properties']))) {
        const { title, description, secret, env } = object(field);
        expect([typeof title, typeof description, typeof secret]).toEqual(['string', 'string', 'boolean']);
        expect(env).toMatch(/^ZENDESK_[A-Z_]+$/);
      }
    }
  });
});

describe('filters', () => {
  function problems(filters: unknown): string[] {
    const issues = zendesk.filters.safeParse(filters).error?.issues ?? [];
    return issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  }

  test('accepts every filter at once, and ids as numbers', () => {
    const given = {
      action: ['login', 'update'],
      actorId: 12,
      ipAddress: '192.0.2.1',
      sourceType: 'user',
      sourceId: '34',
      pageSize: 500,
    };
    expect(zendesk.filters.parse(given)).toEqual({ ...given, actorId: '12' });
  });

  test.each([
    [{ action: [] }, 'action: An empty list'],
    [{ sourceType: [] }, 'sourceType: An empty list'],
    [{ action: ' ' }, 'action: A blank value'],
    [{ action: 3 }, 'action: Give a text, or a list'],
    [{ sourceId: '5' }, 'sourceId: sourceId works only together with sourceType'],
    [{ actorId: 'ann' }, 'actorId: An id consists of digits'],
    [{ actorId: 1.5 }, 'actorId: Give the id as digits'],
    [{ actorId: 2 ** 60 }, 'actorId: Give the id as digits, in quotes'],
    [{ pageSize: 0 }, 'pageSize: A page holds at least 1'],
    [{ pageSize: 2.5 }, 'pageSize: Give a whole number'],
    [{ start_time: 1 }, ': Unrecognized key'],
  ])('refuses %j and says why', (filters, message) => {
    expect(problems(filters).join('\n')).toContain(message);
  });

  test('are a plain object schema that describes each filter', () => {
    expect(zendesk.filters).toBeInstanceOf(z.ZodObject);
    const properties = object(z.toJSONSchema(zendesk.filters)['properties']);
    expect(Object.keys(properties)).toEqual(['action', 'actorId', 'ipAddress', 'sourceType', 'sourceId', 'pageSize']);
    for (const property of Object.values(properties)) expect(String(object(property)['description'])).toMatch(/\.$/);
  });
});

describe('narrow', () => {
  const DELETES = ['destroy', 'delete', 'soft_destroy'];

  test.each<[string, Criteria, Record<string, unknown>, string[]]>([
    ['an actor of digits', { actor: '380001' }, { actorId: '380001' }, ['actor']],
    ['no actor by name', { actor: 'Ann Lee' }, {}, []],
    ['an address', { ip: '192.0.2.7' }, { ipAddress: '192.0.2.7' }, ['ip']],
    ['no IPv6 address, which has many spellings', { ip: '2001:db8::7' }, {}, []],
    ['no range of addresses', { ip: '192.0.2.0/24' }, {}, []],
    ['actions', { actions: ['login'] }, { action: ['login'] }, ['actions']],
    ['no action in capitals', { actions: ['Login'] }, {}, []],
    ['no placeholder for a missing action', { actions: ['unknown'] }, {}, []],
    ['verbs in all spellings', { verbs: ['delete', 'export'] }, { action: [...DELETES, 'exported'] }, ['verbs']],
    ['no verb that stands for an open set', { verbs: ['login', 'other'] }, {}, []],
    ['no verb that Zendesk has no action for', { verbs: ['read'] }, {}, []],
    ['actions rather than verbs', { actions: ['login'], verbs: ['update'] }, { action: ['login'] }, ['actions']],
    ['no verbs beside actions that it cannot ask for', { actions: ['Login'], verbs: ['login'] }, {}, []],
    ['a target with kind and id', { target: 'user:123' }, { sourceType: 'user', sourceId: '123' }, ['target']],
    [
      'a target of two names without taking it',
      { target: 'api_token:5' },
      { sourceType: 'api_token', sourceId: '5' },
      [],
    ],
    ['no target by name', { target: 'Bob Cat' }, {}, []],
    ['empty criteria', { verbs: [], actions: [] }, {}, []],
  ])('asks Zendesk for %s', (_, criteria, filters, took) => {
    expect(zendesk.narrow?.(criteria, 'audit_logs')).toEqual({ filters, took });
  });

  test('yields valid filters for several combined criteria', () => {
    const criteria = { actor: '1', ip: '192.0.2.1', verbs: ['update'], target: 'sla/policy:9' } satisfies Criteria;
    expect(zendesk.filters.safeParse(zendesk.narrow?.(criteria, 'audit_logs').filters).success).toBe(true);
  });
});

describe('request', () => {
  test('asks for a page in cursor mode, newest first, a second wider than the window', () => {
    expect(zendesk.request(ask())).toEqual({
      method: 'GET',
      path: '/api/v2/audit_logs',
      query: [
        ['filter[created_at][]', '2026-10-31T23:59:59Z'],
        ['filter[created_at][]', '2026-11-02T12:00:01Z'],
        ['page[size]', '100'],
        ['sort', '-created_at'],
      ],
      headers: { accept: 'application/json' },
      replay: true,
    });
  });

  test('repeats the whole query for the next page', () => {
    const filters = { action: 'login', pageSize: 20 };
    const [first, second] = [query({ filters }), query({ filters, cursor: 'abc==' })];
    expect(second.filter(([name]) => name !== 'page[after]')).toEqual(first);
    expect(values('page[after]', { filters, cursor: 'abc==' })).toEqual(['abc==']);
  });

  test('widens a window with odd milliseconds to whole seconds', () => {
    const window = { from: Date.UTC(2026, 0, 1, 0, 0, 5, 1), to: Date.UTC(2026, 0, 1, 0, 0, 9, 999) };
    expect(values('filter[created_at][]', { window })).toEqual(['2026-01-01T00:00:04Z', '2026-01-01T00:00:11Z']);
  });

  test('sorts ascending when the oldest come first', () => {
    expect(values('sort', { order: 'oldest' })).toEqual(['created_at']);
  });

  test.each([
    ['one action plainly', { action: 'login' }, [['filter[action]', 'login']]],
    ['a list of one plainly', { action: ['login'] }, [['filter[action]', 'login']]],
    [
      'several actions with brackets, each once',
      { action: ['login', 'update', 'login'] },
      [
        ['filter[action][]', 'login'],
        ['filter[action][]', 'update'],
      ],
    ],
    ['an actor', { actorId: '12' }, [['filter[actor_id]', '12']]],
    ['an address', { ipAddress: '192.0.2.1' }, [['filter[ip_address]', '192.0.2.1']]],
    [
      'an item',
      { sourceType: 'user', sourceId: '3' },
      [
        ['filter[source_type]', 'user'],
        ['filter[source_id]', '3'],
      ],
    ],
    [
      'both spellings of API tokens',
      { sourceType: 'api_token' },
      [
        ['filter[source_type][]', 'apitoken'],
        ['filter[source_type][]', 'api_token'],
      ],
    ],
    [
      'triggers under both names',
      { sourceType: 'trigger' },
      [
        ['filter[source_type][]', 'trigger'],
        ['filter[source_type][]', 'rule'],
      ],
    ],
    [
      'rules under all their names',
      { sourceType: 'rule' },
      ['rule', 'automation', 'macro', 'trigger', 'view'].map((name) => ['filter[source_type][]', name]),
    ],
    [
      'a type with slashes',
      { sourceType: 'zendesk/app_market/app' },
      [['filter[source_type]', 'zendesk/app_market/app']],
    ],
  ])('filters by %s', (_, filters, pairs) => {
    const filtering = ([name]: readonly [string, string]) => name.startsWith('filter') && !name.includes('created_at');
    for (const operation of ['list', 'count', 'export'] satisfies Operation[]) {
      expect(query({ operation, filters }).filter(filtering)).toEqual(pairs);
    }
  });

  test.each([
    [250, '100'],
    [100, '100'],
    [7, '7'],
  ])('asks for pages of %i as %s', (pageSize, sent) => {
    expect(values('page[size]', { filters: { pageSize } })).toEqual([sent]);
  });

  test('counts with one numbered entry and exact bounds', () => {
    expect(query({ operation: 'count', order: 'oldest' })).toEqual([
      ['filter[created_at][]', '2026-11-01T00:00:00Z'],
      ['filter[created_at][]', '2026-11-02T11:59:59Z'],
      ['page', '1'],
      ['per_page', '1'],
      ['sort_by', 'created_at'],
      ['sort_order', 'asc'],
    ]);
  });

  test('never lets the start of a count pass its end', () => {
    const window = { from: Date.UTC(2026, 0, 1, 0, 0, 0, 200), to: Date.UTC(2026, 0, 1, 0, 0, 0, 500) };
    const [from, to] = values('filter[created_at][]', { operation: 'count', window });
    expect(from).toBe(to);
  });

  test('fetches one entry by its id, even a long one', () => {
    const id = '12345678901234567890';
    expect(zendesk.request(ask({ operation: 'show', id }))).toMatchObject({
      method: 'GET',
      path: `/api/v2/audit_logs/${id}`,
      query: [],
    });
  });

  test.each([undefined, '', '12a', '../users', '-1', '1'.repeat(21)])('refuses to fetch the id %j', (id) => {
    expect(thrown(() => zendesk.request(ask({ operation: 'show', id })))).toMatchObject({ code: 'invalid_query' });
  });

  test('requests an export once, with the filters in the query string and no body', () => {
    expect(zendesk.request(ask({ operation: 'export', filters: { action: 'login' } }))).toEqual({
      method: 'POST',
      path: '/api/v2/audit_logs/export',
      query: [
        ['filter[action]', 'login'],
        ['filter[created_at][]', '2026-11-01T00:00:00Z'],
        ['filter[created_at][]', '2026-11-02T12:00:00Z'],
      ],
      headers: { accept: 'application/json', 'content-type': 'application/json' },
      replay: false,
    });
  });

  test('always sends both bounds in order, and covers the window', () => {
    const moment = fc.integer({ min: 0, max: Date.UTC(2100, 0) });
    fc.assert(
      fc.property(moment, fc.integer({ min: 1, max: 1e10 }), (from, length) => {
        const window = { from, to: from + length };
        for (const operation of ['list', 'export', 'count'] satisfies Operation[]) {
          const bounds = values('filter[created_at][]', { operation, window });
          expect(bounds).toHaveLength(2);
          for (const bound of bounds) expect(bound).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
          const [start = Number.NaN, end = Number.NaN] = bounds.map(Date.parse);
          expect(start).toBeLessThanOrEqual(end);
          if (operation !== 'count') expect([start <= window.from, end >= window.to]).toEqual([true, true]);
        }
      }),
    );
  });
});

describe('answer', () => {
  test('reads a page with its cursor, request id and headroom', () => {
    expect(answer(page)).toEqual({
      kind: 'page',
      entries: page.body.audit_logs,
      cursor: 'eyJvIjoiLWNyZWF0ZWRfYXQifQ==',
      requestId: '4f1c2d3e-0001-4a5b-8c6d-000000000001',
      headroom: { perMinute: 700, remaining: 689 },
    });
  });

  test('never takes anything from the links', () => {
    expect(JSON.stringify({ ...answer(page), entries: [] })).not.toContain('elsewhere');
  });

  test.each([
    ['the vendor says so', lastPage, 1],
    ['there is nothing', empty, 0],
  ])('ends when %s', (_, fixture, entries) => {
    const given = answer(fixture);
    expect(given).toMatchObject({ kind: 'page' });
    expect(given).not.toHaveProperty('cursor');
    expect(given.kind === 'page' && given.entries.length).toBe(entries);
  });

  test('goes on after an empty page that has a cursor', () => {
    const body = { audit_logs: [], meta: { has_more: true, after_cursor: 'next' } };
    expect(answer({ ...page, body })).toMatchObject({ kind: 'page', entries: [], cursor: 'next' });
  });

  test.each([null, '', undefined])('refuses to end where there is more but the cursor is %j', (after_cursor) => {
    const given = answer({ ...page, body: { audit_logs: [], meta: { has_more: true, after_cursor } } });
    expect(given).toMatchObject({ kind: 'refuse', fault: { code: 'bad_response' } });
  });

  test('keeps ids that are longer than a number can hold', () => {
    const body = '{"audit_logs":[{"id":12345678901234567890}],"meta":{"has_more":false}}';
    expect(answer({ ...page, body })).toMatchObject({ entries: [{ id: '12345678901234567890' }] });
  });

  test('rejects numbered pages, which would end the log early', () => {
    expect(answer(numberedPage)).toMatchObject({ kind: 'refuse', fault: { code: 'bad_response' } });
  });

  test('counts without entries', () => {
    expect(answer(countPage, { operation: 'count' })).toMatchObject({ kind: 'page', entries: [], total: 48211 });
  });

  test('shows the one entry', () => {
    expect(answer(show, { operation: 'show', id: '900071' })).toMatchObject({ entries: [show.body.audit_log] });
  });

  test('says that an export is sent by e-mail', () => {
    expect(answer(exportAccepted, { operation: 'export' })).toMatchObject({
      kind: 'page',
      entries: [],
      notices: [expect.stringContaining('e-mails the CSV')],
      requestId: '4f1c2d3e-0001-4a5b-8c6d-000000000002',
    });
  });

  test.each<[Operation, unknown]>([
    ['list', {}],
    ['list', { audit_logs: {} }],
    ['list', '<html>sign in</html>'],
    ['list', '{"audit_logs":['],
    ['count', { audit_logs: [] }],
    ['count', { count: -1 }],
    ['show', { audit_log: null }],
    ['show', { audit_logs: [] }],
  ])('does not believe a success for %s with the body %j', (operation, body) => {
    expect(answer({ status: 200, headers: {}, body }, { operation })).toMatchObject({
      kind: 'refuse',
      fault: { code: 'bad_response' },
    });
  });

  test('does not mistake an HTML page for an accepted export', () => {
    expect(answer({ status: 200, headers: {}, body: '<html>' }, { operation: 'export' })).toMatchObject({
      kind: 'refuse',
    });
  });

  const NEXT: Partial<Ask> = { cursor: 'abc' };

  test.each<[string, Fixture, Partial<Ask>, string, string, RegExp]>([
    ['an expired token', expired, {}, 'renew', 'unauthorized', /expired, revoked or wrong/],
    ['a wrong pair', unauthenticated, {}, 'refuse', 'unauthorized', /30 April 2027/],
    ['an unreadable 401', failing(401, {}, 'x'), {}, 'renew', 'unauthorized', /expired/],
    ['a missing scope', scopeMissing, {}, 'refuse', 'forbidden', /auditlogs:read/],
    ['a missing scope for an export', scopeMissing, { operation: 'export' }, 'refuse', 'forbidden', /write/],
    ['a plan or role without audit log', refused, {}, 'refuse', 'forbidden', /Enterprise plan/],
    ['an unreadable 403', failing(403, {}, ''), {}, 'refuse', 'forbidden', /Enterprise plan.*auditlogs:read/],
    ['a wrong subdomain', noHelpDesk, {}, 'refuse', 'not_found', /check the subdomain/],
    ['an unknown id', noRecord, { operation: 'show', id: '1' }, 'refuse', 'not_found', /no entry with this id/],
    ['a 404 for a list', noRecord, {}, 'refuse', 'not_found', /plan or the role/],
    ['pages past their depth', tooDeep, {}, 'refuse', 'invalid_query', /cursors do not/],
    ['pages past their depth with a cursor', tooDeep, NEXT, 'refuse', 'invalid_query', /cursors do not/],
    ['a dead cursor', badCursor, NEXT, 'restart', 'invalid_query', /again from the start/],
    ['a bad cursor that we did not send', badCursor, {}, 'refuse', 'invalid_query', /did not accept/],
    ['a bad filter', badFilter, {}, 'refuse', 'invalid_query', /did not accept/],
    ['a bad filter with a cursor', badFilter, NEXT, 'refuse', 'invalid_query', /did not accept/],
    ['a 400 without words, with a cursor', failing(400), NEXT, 'restart', 'invalid_query', /again from the start/],
    ['an unprocessable value', invalidRecord, {}, 'refuse', 'invalid_query', /which value is wrong/],
    ['too many requests', rateLimited, {}, 'wait', 'rate_limited', /share/],
    ['too many exports', exportLimited, { operation: 'export' }, 'wait', 'rate_limited', /one export a minute/],
    ['an outage', outage, {}, 'wait', 'unavailable', /./],
    ['an outage while exporting', outage, { operation: 'export' }, 'refuse', 'unavailable', /not known whether/],
    ['a redirect', failing(302), {}, 'refuse', 'bad_response', /./],
    ['a status nobody expects', failing(409), {}, 'refuse', 'invalid_query', /./],
  ])('understands %s', (_, fixture, asked, kind, code, hint) => {
    const given = answer(fixture, asked);
    expect(given.kind).toBe(kind);
    expect(fault(given)).toMatchObject({
      code,
      message: expect.stringMatching(/^Zendesk answered \d+$/),
      status: fixture.status,
      hint: expect.stringMatching(hint),
    });
  });

  test.each<[string, Fixture, string]>([
    ['A', scopeMissing, 'Forbidden. You are missing the following required scopes: read'],
    ['B', refused, 'Forbidden. You do not have access to this page.'],
    ['C', tooDeep, 'InvalidPaginationDepth. Invalid Pagination Depth. Requested response size'],
    ['D', expired, 'invalid_token. The access token provided is expired'],
    ['E', unauthenticated, "Couldn't authenticate you"],
    ['F', invalidRecord, 'RecordInvalid. Record validation errors. created_at is not a range'],
    ['G', exportLimited, 'Rate limit for Audit log CSV Export exceeded.'],
    ['C as texts', failing(422, {}, { errors: ['no such thing'] }), 'no such thing'],
  ])('quotes the vendor for an error body of shape %s', (_, fixture, words) => {
    expect(fault(answer(fixture)).vendorSaid).toContain(words);
  });

  test('quotes nothing from a page that is not a message of the vendor', () => {
    expect(fault(answer(outage))).not.toHaveProperty('vendorSaid');
  });

  test('quotes long texts as one short line', () => {
    const said = fault(answer(failing(400, {}, { error: `a\nb\u0007${'x'.repeat(500)}` }))).vendorSaid ?? '';
    expect(said).toMatch(/^a bx+…$/);
    expect(said).toHaveLength(200);
  });

  test('keeps the request id for support', () => {
    expect(fault(answer(refused)).requestId).toBe('4f1c2d3e-0001-4a5b-8c6d-000000000003');
  });

  const DATE = 'Mon, 02 Nov 2026 10:00:00 GMT';
  const SPENT = 'total=1; remaining=0; resets=41';

  test.each<[string, Record<string, string>, number]>([
    [
      'Retry-After before all others',
      { 'retry-after': '17', 'ratelimit-reset': '30', 'zendesk-ratelimit-x': SPENT },
      17_000,
    ],
    [
      'the endpoint limit before the account limit',
      { 'ratelimit-reset': '30', 'zendesk-ratelimit-audit-logs-export': SPENT },
      41_000,
    ],
    [
      'the longest of the spent endpoint limits',
      { 'zendesk-ratelimit-a': SPENT, 'zendesk-ratelimit-b': 'remaining=0; resets=90' },
      90_000,
    ],
    [
      'no endpoint limit that has some left',
      { 'ratelimit-reset': '30', 'zendesk-ratelimit-a': 'total=9; remaining=3; resets=41' },
      30_000,
    ],
    ['a date against the clock of the vendor', { 'retry-after': 'Mon, 02 Nov 2026 10:00:25 GMT', date: DATE }, 25_000],
    ['a date-time in ratelimit-reset', { 'ratelimit-reset': '2026-11-02T10:01:00Z', date: DATE }, 60_000],
    ['the next header when one is unreadable', { 'retry-after': 'soon', 'ratelimit-reset': '5' }, 5000],
    ['a minute when nothing is said', {}, 60_000],
    ['a minute when nothing can be read', { 'retry-after': '-5', 'ratelimit-reset': 'later' }, 60_000],
  ])('trusts %s', (_, headers, afterMs) => {
    expect(answer(failing(429, headers))).toMatchObject({ kind: 'wait', afterMs });
  });

  test('passes on a date unchanged if the vendor sends no Date header', () => {
    const given = answer(failing(429, { 'retry-after': '2026-11-02T10:01:00Z' }));
    expect(given).not.toHaveProperty('afterMs');
    expect(fault(given).retryAt).toBe(Date.UTC(2026, 10, 2, 10, 1));
  });

  test.each<[string, number, Record<string, string>, number | undefined]>([
    ['as long as it says', 503, { 'retry-after': '3' }, 3000],
    ['as the engine likes when it says nothing, as in maintenance', 503, {}, undefined],
    ['as the engine likes when nobody can read it', 503, { 'retry-after': 'soon', 'ratelimit-reset': '5' }, undefined],
    ['as the engine likes after a 500', 500, {}, undefined],
    ['without mistaking the reset of the rate for the end of a failure', 502, { 'ratelimit-reset': '41' }, undefined],
  ])('waits %s', (_, status, headers, afterMs) => {
    const given = answer(failing(status, headers));
    expect(given).toMatchObject({ kind: 'wait', fault: { code: 'unavailable' } });
    expect('afterMs' in given ? given.afterMs : undefined).toBe(afterMs);
  });

  test.each<[Record<string, string>, unknown]>([
    [{}, undefined],
    [{ 'x-rate-limit': 'many' }, undefined],
    [
      { 'x-rate-limit': '2500', 'x-rate-limit-remaining': '2499' },
      { perMinute: 2500, remaining: 2499 },
    ],
    [
      { 'ratelimit-limit': '700', 'ratelimit-remaining': '0', 'ratelimit-reset': '41' },
      { perMinute: 700, remaining: 0, resetMs: 41_000 },
    ],
  ])('reads the headroom of %j', (headers, headroom) => {
    expect(answer({ ...empty, headers }).headroom).toEqual(headroom);
    expect(answer(failing(500, headers)).headroom).toEqual(headroom);
  });

  test('never throws, whatever arrives', () => {
    const operation = fc.constantFrom<Operation>('list', 'count', 'show', 'export');
    const status = fc.oneof(fc.constantFrom(200, 202, 400, 401, 403, 404, 422, 429, 503), fc.integer());
    const envelope = fc.record(
      {
        audit_logs: fc.jsonValue(),
        audit_log: fc.jsonValue(),
        meta: fc.jsonValue(),
        count: fc.jsonValue(),
        error: fc.jsonValue(),
        errors: fc.jsonValue(),
        details: fc.jsonValue(),
        description: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    const body = fc.oneof(
      fc.string(),
      fc.json(),
      envelope.map((value) => JSON.stringify(value)),
    );
    const header = fc.constantFrom(
      'retry-after',
      'ratelimit-reset',
      'x-rate-limit',
      'zendesk-ratelimit-x',
      'date',
      'content-type',
    );
    const headers = fc.dictionary(header, fc.oneof(fc.string(), fc.nat().map(String), fc.constant('text/plain')));
    fc.assert(
      fc.property(operation, status, headers, body, fc.option(fc.string(), { nil: undefined }), (...given) => {
        const [asked, code, head, text, cursor] = given;
        const found = zendesk.answer({ status: code, headers: head, body: text }, ask({ operation: asked, cursor }));
        expect(['page', 'wait', 'renew', 'restart', 'refuse']).toContain(found.kind);
        if (found.kind !== 'page') expect(found.fault.hint).not.toBe('');
      }),
    );
  });
});

describe('event', () => {
  const ENTRY = {
    id: 498483,
    action: 'update',
    actor_id: 1234,
    actor_name: 'Ann Lee',
    source_type: 'user',
    source_id: 3456,
    source_label: 'Bob Cat',
    change_description: 'Role changed from Agent to Administrator',
    ip_address: '192.0.2.17',
    created_at: '2026-11-02T09:14:05Z',
  };

  function draft(changes: Record<string, unknown> = {}) {
    return zendesk.event({ ...ENTRY, ...changes }, 'audit_logs');
  }

  test('says who did what, when, to what and from where', () => {
    expect(draft()).toEqual({
      nativeId: '498483',
      time: Date.UTC(2026, 10, 2, 9, 14, 5),
      actor: { kind: 'user', id: '1234', name: 'Ann Lee' },
      verb: 'update',
      action: 'update',
      category: 'identity',
      target: { type: 'user', id: '3456', name: 'Bob Cat' },
      changes: [{ field: 'Role', from: 'Agent', to: 'Administrator' }],
      outcome: 'success',
      ip: '192.0.2.17',
      message: 'Ann Lee updated user "Bob Cat": Role changed from Agent to Administrator.',
      flags: ['assumed_outcome'],
      identity: ['498483'],
    });
  });

  test.each([
    ['create', 'create'],
    ['update', 'update'],
    ['destroy', 'delete'],
    ['delete', 'delete'],
    ['soft_destroy', 'delete'],
    ['exported', 'export'],
    ['login', 'login'],
    ['permanently_archived', 'other'],
    ['constructor', 'other'],
  ])('maps the action %s to the verb %s', (action, verb) => {
    expect(draft({ action })).toMatchObject({ action, verb });
  });

  test.each([
    ['user', 'identity'],
    ['user_setting', 'identity'],
    ['permission_set', 'identity'],
    ['group', 'identity'],
    ['apitoken', 'credential'],
    ['api_token', 'credential'],
    ['account', 'settings'],
    ['account_setting', 'settings'],
    ['brand', 'settings'],
    ['recipient_address', 'settings'],
    ['zendesk/business_hours/workweek', 'settings'],
    ['rule', 'automation'],
    ['trigger', 'automation'],
    ['macro', 'automation'],
    ['view', 'automation'],
    ['automation', 'automation'],
    ['sla/policy', 'automation'],
    ['zendesk/app_market/app', 'integration'],
    ['zendesk/app_market/installation', 'integration'],
    ['ticket', 'ticketing'],
    ['ticket_form', 'ticketing'],
    ['custom_status', 'ticketing'],
    ['custom_field/field', 'ticketing'],
    ['constructor', 'other'],
    ['something new', 'other'],
    ['', 'other'],
  ])('maps the source type %j to the category %s', (source_type, category) => {
    expect(draft({ source_type }).category).toBe(category);
  });

  test('categorizes every sign-in as authentication', () => {
    expect(draft({ action: 'login' }).category).toBe('authentication');
  });

  test.each<[string, Record<string, unknown>, unknown]>([
    ['a user', {}, { kind: 'user', id: '1234', name: 'Ann Lee' }],
    ['a user without a name', { actor_name: '' }, { kind: 'user', id: '1234' }],
    ['a long id', { actor_id: '12345678901234567890' }, { kind: 'user', id: '12345678901234567890', name: 'Ann Lee' }],
    [
      'the system by its name',
      { actor_name: 'Zendesk', ip_address: null },
      { kind: 'system', id: '1234', name: 'Zendesk' },
    ],
    [
      'a person called Zendesk with an address',
      { actor_name: 'Zendesk' },
      { kind: 'user', id: '1234', name: 'Zendesk' },
    ],
    ['the system by a negative id', { actor_id: -1 }, { kind: 'system', id: '-1', name: 'Ann Lee' }],
    ['the system by the id zero', { actor_id: 0, actor_name: null }, { kind: 'system', id: '0' }],
    ['nobody', { actor_id: null, actor_name: null }, { kind: 'unknown' }],
  ])('knows %s', (_, changes, actor) => {
    expect(draft(changes).actor).toEqual(actor);
  });

  test.each<[string, Record<string, unknown>, unknown]>([
    ['Suspension state: Bob Cat', {}, { type: 'user', id: '3456', name: 'Bob Cat' }],
    ['API token: nightly', {}, { type: 'user', id: '3456', name: 'nightly' }],
    ['Account: Account', {}, { type: 'user', id: '3456', name: 'Account' }],
    ['Escalate: urgent', {}, { type: 'user', id: '3456', name: 'Escalate: urgent' }],
    ['API token: ', {}, { type: 'user', id: '3456', name: 'API token: ' }],
    ['', { source_id: null }, { type: 'user' }],
    ['Bob Cat', { source_type: null }, undefined],
  ])('names the target of the label %j with %j', (source_label, changes, target) => {
    expect(draft({ source_label, ...changes }).target).toEqual(target);
  });

  test.each<[string, Record<string, unknown>, unknown[]]>([
    ['', {}, []],
    ['description changed from not set to nightly run', {}, [{ field: 'description', from: null, to: 'nightly run' }]],
    ['description changed from nightly run to not set', {}, [{ field: 'description', from: 'nightly run', to: null }]],
    ['Name changed from not set to Go to market', {}, [{ field: 'Name', from: null, to: 'Go to market' }]],
    ['Name changed from Go to market to Sales', {}, [{ field: 'Name' }]],
    ['Name changed from A', {}, [{ field: 'Name' }]],
    ['Name changed from  to B', {}, [{ field: 'Name', to: 'B' }]],
    [
      'Role changed from Agent to Admin\r\n\n Alias changed from b to c ',
      {},
      [
        { field: 'Role', from: 'Agent', to: 'Admin' },
        { field: 'Alias', from: 'b', to: 'c' },
      ],
    ],
    ['Suspended', { source_label: 'Suspension state: Bob Cat' }, [{ field: 'Suspension state', to: 'Suspended' }]],
    ['Unsuspended', { source_label: 'Suspension state: Bob Cat' }, [{ field: 'Suspension state', to: 'Unsuspended' }]],
    ['Disabled', { source_label: 'Credit Card Redaction' }, [{ field: 'Credit Card Redaction', to: 'Disabled' }]],
    ['Enabled', { source_label: null, source_type: 'account_setting' }, [{ field: 'account_setting', to: 'Enabled' }]],
    ['Turned off', { source_label: 'Signatures' }, [{ field: 'Signatures', to: 'Turned off' }]],
    ['Changed', { source_label: 'Account Assumption' }, [{ field: 'Account Assumption' }]],
    ['Enabled', { source_label: null, source_type: null }, []],
    ['Rolle von Agent auf Administrator geändert', {}, []],
    ['Something free', {}, []],
  ])('reads the changes of %j with %j', (change_description, changes, expected) => {
    expect(draft({ change_description, ...changes }).changes).toEqual(expected);
  });

  test.each<[string, Record<string, unknown>, string, boolean]>([
    ['assumes success', {}, 'success', true],
    [
      'believes a successful sign-in',
      { action: 'login', change_description: 'Successful sign-in using SSO' },
      'success',
      false,
    ],
    ['assumes success of a sign-in that says nothing', { action: 'login', change_description: null }, 'success', true],
    ['believes a failed sign-in', { action: 'login', change_description: 'Failed sign-in' }, 'failure', false],
    [
      'does not read an outcome out of other texts',
      { change_description: 'Failed calls changed from 1 to 2' },
      'success',
      true,
    ],
  ])('%s', (_, changes, outcome, assumed) => {
    const given = draft(changes);
    expect(given.outcome).toBe(outcome);
    expect(given.flags.includes('assumed_outcome')).toBe(assumed);
  });

  test.each<[Record<string, unknown>, string]>([
    [
      {
        action: 'create',
        source_type: 'account_setting',
        source_label: 'Credit Card Redaction',
        change_description: 'Disabled',
      },
      'Ann Lee changed account setting "Credit Card Redaction": Disabled.',
    ],
    [
      { source_type: 'user_setting', source_label: 'Suspension state: Bob Cat', change_description: 'Suspended' },
      'Ann Lee changed user setting "Suspension state: Bob Cat": Suspended.',
    ],
    [
      { action: 'login', change_description: 'Successful sign-in using SSO' },
      'Ann Lee signed in: Successful sign-in using SSO.',
    ],
    [{ action: 'login', change_description: 'Failed sign-in' }, 'Ann Lee tried to sign in: Failed sign-in.'],
    [
      { action: 'destroy', source_type: 'zendesk/app_market/app', source_label: null, change_description: '' },
      'Ann Lee deleted zendesk app market app 3456.',
    ],
    [
      { action: 'exported', source_type: null, source_label: null, change_description: null, actor_name: null },
      'User 1234 exported something.',
    ],
    [
      { action: 'merge', action_label: 'Merged', change_description: 'One.\nTwo!' },
      'Ann Lee did "Merged" to user "Bob Cat": One.; Two!',
    ],
    [
      { action: null, actor_id: null, actor_name: null, change_description: null },
      'Somebody did something to user "Bob Cat".',
    ],
    [{ actor_id: -1, actor_name: null, change_description: null }, 'The system updated user "Bob Cat".'],
  ])('tells %j in a sentence', (changes, message) => {
    expect(draft(changes).message).toBe(message);
  });

  test('omits what the vendor omits', () => {
    const given = zendesk.event({ id: 1, action: 'update', created_at: '2026-11-02T09:14:05Z' }, 'audit_logs');
    for (const field of ['target', 'ip', 'userAgent', 'requestId', 'impersonator'] as const)
      expect(given[field]).toBeUndefined();
  });

  test.each([
    ['a time without zone', { created_at: '2026-11-02T09:14:05' }],
    ['a time that is none', { created_at: 'yesterday' }],
    ['no time', { created_at: null }],
    ['no action', { action: null }],
  ])('flags an entry with %s', (_, changes) => {
    expect(draft(changes).flags).toContain('parse');
  });

  test('distinguishes entries without an id by their whole content', () => {
    const [one, same, other] = [draft({ id: null }), draft({ id: null }), draft({ id: null, actor_id: 9 })];
    expect(one.identity).toEqual(same.identity);
    expect(one.identity).not.toEqual(other.identity);
    expect(one.nativeId).toBeUndefined();
  });

  test('gives an id the same identity as number and as text', () => {
    expect(draft({ id: '498483' }).identity).toEqual(draft().identity);
  });

  test.each([null, undefined, 'text', 7, [ENTRY]])('makes an event draft even of %j', (entry) => {
    expect(zendesk.event(entry, 'audit_logs')).toMatchObject({
      verb: 'other',
      category: 'other',
      actor: { kind: 'unknown' },
      flags: ['parse'],
    });
  });

  const FIELDS = Object.keys({ ...ENTRY, action_label: '' });
  const anyEntry = fc.oneof(
    fc.jsonValue(),
    fc.record(Object.fromEntries(FIELDS.map((name) => [name, fc.oneof(fc.jsonValue(), fc.string())])), {
      requiredKeys: [],
    }),
  );

  test('never throws, and always fits the event', () => {
    fc.assert(
      fc.property(anyEntry, (entry) => {
        const { time, identity, ...rest } = zendesk.event(entry, 'audit_logs');
        const origin = { uid: 'u', provider: 'zendesk', tenant: 'acme', log: 'audit_logs', raw: entry };
        expect(
          AuditEvent.safeParse({ ...origin, ...rest, time: new Date(time ?? 0).toISOString() }).error,
        ).toBeUndefined();
        expect(identity.join('')).not.toBe('');
      }),
    );
  });
});

describe('entry', () => {
  const [{ entry }] = zendesk.logs;

  test.each([page, lastPage])('fits every entry of the fixtures', ({ body }) => {
    for (const one of body.audit_logs) expect(entry.safeParse(one).error).toBeUndefined();
  });

  test('fits an entry without any field, and one with new fields', () => {
    expect(entry.safeParse({}).success).toBe(true);
    expect(entry.parse({ id: '1', novelty: [1] })).toEqual({ id: '1', novelty: [1] });
  });

  test.each([null, 'text', { id: {} }, { created_at: 5 }, { source_label: ['x'] }])('does not fit %j', (value) => {
    expect(entry.safeParse(value).success).toBe(false);
  });

  test('can be written as JSON Schema', () => {
    expect(Object.keys(object(z.toJSONSchema(entry)['properties']))).toContain('change_description');
  });
});
