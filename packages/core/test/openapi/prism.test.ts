import { spawn, type ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { authorized } from '../../src/auth.ts';
import type { HttpResponse, Send } from '../../src/ports.ts';
import type { Ask, HttpRequest, Provider } from '../../src/provider.ts';
import { providers } from '../../src/providers/index.ts';
import { START } from '../fake-host.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const PRISM = createRequire(import.meta.url).resolve('@stoplight/prism-cli/dist/index.js');
const READY_TRIES = 300;
const WINDOW = { from: START - 86_400_000, to: START - 1 };

type Asked = Pick<Ask, 'operation'> & Partial<Ask>;

/** A mock server that nobody here wrote: it answers 422 to what its document does not allow. */
interface Mock {
  readonly ask: (provider: Provider, asked: Asked) => Promise<HttpResponse>;
  readonly send: (request: HttpRequest, authorization?: string) => Promise<HttpResponse>;
  readonly stop: () => void;
}

/** The mock cannot match names with brackets, so they travel to it under other names. */
function withoutBrackets(url: string): string {
  const { origin, pathname, search } = new URL(url);
  return `${origin}${pathname}${search.replaceAll('%5B%5D', '.list').replaceAll(/%5B(\w+)%5D/g, '.$1')}`;
}

const send: Send = async ({ method, url, headers, body }) => {
  const response = await fetch(withoutBrackets(url), { method, headers, ...(body === undefined ? {} : { body }) });
  return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
};

async function startMock(document: string): Promise<Mock> {
  const port = await freePort();
  const file = path.join(import.meta.dirname, document);
  const child = spawn(process.execPath, [PRISM, 'mock', '--errors', '-h', '127.0.0.1', '-p', String(port), file], {
    stdio: 'ignore',
  });
  const baseUrl = `http://127.0.0.1:${port}`;
  await untilReady(baseUrl, child);
  const sendTo: Mock['send'] = async (request, authorization) => {
    const authorizer =
      authorization === undefined ? undefined : { renewable: false, authorize: async () => ({ authorization }) };
    return (await authorized({ send, baseUrl, authorizer, userAgent: undefined })(request, { maxBytes: 1e6 })).response;
  };
  return {
    send: sendTo,
    ask: (provider, asked) =>
      sendTo(
        provider.request({ log: provider.logs[0].id, window: WINDOW, filters: {}, order: 'newest', ...asked }),
        'Basic YTpi',
      ),
    stop: () => void child.kill(),
  };
}

function freePort(): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address() as AddressInfo;
    server.close(() => resolve(port));
  });
  return promise;
}

async function untilReady(baseUrl: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < READY_TRIES; tries += 1) {
    if (child.exitCode !== null) throw new Error(`The mock ended with ${child.exitCode}`);
    const up = await fetch(baseUrl).then(
      () => true,
      () => false,
    );
    if (up) return;
    await new Promise((resolve) => {
      setTimeout(resolve, 100);
    });
  }
  throw new Error('The mock did not start');
}

const text = fc.constantFrom('job', 'zendesk/app_market/app', 'a b', 'a+b', 'Grüße', '100%', 'x&y=z', '192.0.2.1');
const times = fc.record({ from: fc.integer({ min: 0, max: START - 1e9 }), length: fc.integer({ min: 1, max: 4e10 }) });
const base = fc.record({
  window: times.map(({ from, length }) => ({ from, to: from + length })),
  order: fc.constantFrom('newest' as const, 'oldest' as const),
  cursor: fc.option(fc.constantFrom('abc', 'eyJhbGciOiJIUzI1NiJ9.e30.x-_'), { nil: undefined }),
});
const id = fc.bigInt({ min: 1n, max: 9_007_199_254_740_991n }).map(String);
const oneOrMore = fc.oneof(text, fc.uniqueArray(text, { minLength: 1, maxLength: 4 }));

const ASKS: Readonly<Record<string, fc.Arbitrary<Asked>>> = {
  gong: fc
    .tuple(base, fc.constantFrom(...providers.gong.logs.map((log) => log.id)))
    .map(([ask, log]) => ({ ...ask, operation: 'list' as const, log })),
  zendesk: fc
    .tuple(
      base,
      fc.constantFrom('list' as const, 'count' as const, 'export' as const, 'show' as const),
      fc.record(
        {
          action: oneOrMore,
          actorId: id,
          ipAddress: text,
          sourceType: oneOrMore,
          pageSize: fc.integer({ min: 1, max: 500 }),
        },
        { requiredKeys: [] },
      ),
      fc.option(id, { nil: undefined }),
    )
    .map(([ask, operation, filters, sourceId]) => ({
      ...ask,
      operation,
      id: '498483',
      filters: sourceId === undefined ? filters : { ...filters, sourceType: 'user', sourceId },
    })),
  ashby: fc
    .tuple(
      base,
      fc.dictionary(
        fc.constantFrom('actorIds', 'targetIds', 'targetTypes', 'categories'),
        fc.array(text, { minLength: 1, maxLength: 100 }),
      ),
    )
    .map(([ask, filters]) => ({ ...ask, operation: 'list' as const, filters })),
};

describe.each<Provider>([providers.gong, providers.zendesk, providers.ashby])(
  'A mock of $label by its documented parameters',
  (provider) => {
    let mock: Mock;
    beforeAll(async () => {
      mock = await startMock(`${provider.id}.yaml`);
    });
    afterAll(() => mock.stop());

    test('accepts every request that the provider can build, and its answer is understood', async () => {
      await fc.assert(
        fc.asyncProperty(ASKS[provider.id] ?? fc.constant<Asked>({ operation: 'list' }), async (asked) => {
          const filters = provider.filters.parse(asked.filters ?? {});
          const response = await mock.ask(provider, { ...asked, filters });
          expect([200, 202], response.body).toContain(response.status);
          const ask = { log: provider.logs[0].id, window: WINDOW, order: 'newest' as const, ...asked, filters };
          expect(provider.answer(response, ask).kind).toBe('page');
        }),
        { numRuns: 60 },
      );
    });

    test('refuses a request without a credential, so it does look', async () => {
      const request = provider.request({
        operation: 'list',
        log: provider.logs[0].id,
        window: WINDOW,
        filters: {},
        order: 'newest',
      });
      expect((await mock.send(request)).status).toBe(401);
    });

    test('refuses what is not documented, so it does check', async () => {
      for (const request of WRONG[provider.id] ?? []) {
        const { status, body } = await mock.send({ replay: true, ...request }, 'Basic YTpi');
        expect(WRONG_STATUS, `${JSON.stringify(request)} ${body}`).toContain(status);
      }
    });
  },
);

/** 400 where the document has one, 422 where it has none. */
const WRONG_STATUS = [400, 422];

const DATES = [
  ['filter[created_at][]', '2026-01-01T00:00:00Z'],
  ['filter[created_at][]', '2026-01-02T00:00:00Z'],
] as const;
const JSON_HEADERS = { 'content-type': 'application/json' };
const SPAN = { startDate: '2026-01-01T00:00:00.000Z', endDate: '2026-01-02T00:00:00.000Z' };

const WRONG: Readonly<Record<string, readonly Omit<HttpRequest, 'replay'>[]>> = {
  gong: [
    { method: 'GET', path: '/v2/logs', query: [['logType', 'AccessLog']] },
    {
      method: 'GET',
      path: '/v2/logs',
      query: [
        ['logType', 'Nonsense'],
        ['fromDateTime', '2026-01-01T00:00:00Z'],
        ['toDateTime', '2026-01-02T00:00:00Z'],
      ],
    },
    {
      method: 'GET',
      path: '/v2/logs',
      query: [
        ['logType', 'AccessLog'],
        ['fromDateTime', 'yesterday'],
        ['toDateTime', '2026-01-02T00:00:00Z'],
      ],
    },
  ],
  zendesk: [
    { method: 'GET', path: '/api/v2/audit_logs', query: [['page[size]', '10']] },
    { method: 'GET', path: '/api/v2/audit_logs', query: [...DATES, ['page[size]', '101']] },
    { method: 'GET', path: '/api/v2/audit_logs', query: [...DATES, ['filter[actor_id]', 'dana']] },
    { method: 'GET', path: '/api/v2/audit_logs', query: [DATES[0], ['page[size]', '10']] },
  ],
  ashby: [
    { method: 'POST', path: '/auditLog.list', headers: JSON_HEADERS, body: JSON.stringify({ ...SPAN, per_page: 10 }) },
    {
      method: 'POST',
      path: '/auditLog.list',
      headers: JSON_HEADERS,
      body: JSON.stringify({ ...SPAN, categories: [] }),
    },
    {
      method: 'POST',
      path: '/auditLog.list',
      headers: JSON_HEADERS,
      body: JSON.stringify({ startDate: SPAN.startDate }),
    },
    { method: 'POST', path: '/auditLog.list', headers: JSON_HEADERS, body: JSON.stringify({ ...SPAN, limit: 101 }) },
  ],
};
