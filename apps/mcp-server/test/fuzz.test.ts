import type { ServerContext } from '@modelcontextprotocol/server';
import { connect, providers, type HttpResponse, type Provider } from '@trailhound/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { callTool } from '../src/call.ts';
import { toolsOf } from '../src/tools/index.ts';
import { ashbyWith, NOW, serviceWith } from './one-vendor.ts';

/** Another one each time; the one of a failure is in its title, and gives the same calls again. */
const { FUZZ_SEED, FUZZ_RUNS = '1000' } = process.env;
const SEED = FUZZ_SEED === undefined ? Math.trunc(Math.random() * 2 ** 31) : Number(FUZZ_SEED);
const RUNS = Number(FUZZ_RUNS);

const AT = new Date(NOW - 60_000).toISOString();
const CREDENTIALS = { gong: 'access_token', zendesk: 'access_token', ashby: 'api_key' } as const;
const VALUES = { gong: { accessToken: 'token' }, zendesk: { accessToken: 'token' }, ashby: { apiKey: 'key' } } as const;

/** A good answer of each vendor, to be spoilt. */
const PAGES: Readonly<Record<keyof typeof VALUES, object>> = {
  gong: {
    requestId: 'r',
    records: { totalRecords: 1, currentPageSize: 1, cursor: 'next' },
    logEntries: [
      { userId: '1', userEmailAddress: 'a@example.com', eventTime: AT, logRecord: { action: 'a', callId: '2' } },
    ],
  },
  zendesk: {
    audit_logs: [
      {
        id: 1,
        created_at: AT,
        actor_id: 2,
        actor_name: 'A',
        source_type: 'user',
        source_id: 3,
        action: 'update',
        change_description: 'Role changed from A to B',
        ip_address: '192.0.2.1',
      },
    ],
    meta: { has_more: true, after_cursor: 'next' },
  },
  ashby: {
    success: true,
    moreDataAvailable: true,
    nextCursor: 'next',
    results: [
      {
        id: '1',
        timestamp: AT,
        category: 'C',
        actor: { type: 'user', id: '1', email: 'a@example.com' },
        target: { type: 'job', id: '2' },
        changedFields: { a: { from: 1, to: 2 } },
        request: { id: 'r' },
      },
    ],
  },
};

const odd = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    '',
    ' ',
    0,
    -1,
    1e308,
    true,
    [],
    {},
    [[]],
    [null],
    '__proto__',
    'constructor',
    '\u0000',
    '\ud800',
  ),
  fc.constantFrom(
    '99999999999999999999d',
    '0000-01-01',
    'th1.1.zzzzzzzzzzzz.aaaaaaaaaaaaaaaa.zzzzzzzzzzzz.x',
    'gong-zzzzzzzzzzzzzz-aaaaaaaaaaaaaaaa',
    'zendesk:1',
    'ashby:x',
  ),
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ maxLength: 200 }),
);

/** Something in its place, or away, or beside it, anywhere in a value. */
function spoilt(value: unknown): fc.Arbitrary<unknown> {
  if (typeof value !== 'object' || value === null)
    return fc.oneof({ weight: 6, arbitrary: fc.constant(value) }, { weight: 1, arbitrary: odd });
  const whole = Array.isArray(value)
    ? fc
        .tuple(...value.map(spoilt))
        .chain((items) => fc.nat(3).map((times) => Array.from({ length: times }, () => items).flat()))
    : fc.record(Object.fromEntries(Object.entries(value).map(([name, member]) => [name, spoilt(member)])), {
        requiredKeys: [],
      });
  return fc.oneof({ weight: 12, arbitrary: whole }, { weight: 1, arbitrary: odd });
}

const header = fc.constantFrom(
  '0',
  '-1',
  '1e99',
  '99999999999999999999',
  'Thu, 01 Jan 1970',
  'Fri, 31 Dec 99999 23:59:59 GMT',
  'NaN',
  '',
  '60',
);
const headers = fc.dictionary(
  fc.constantFrom(
    'retry-after',
    'ratelimit-reset',
    'ratelimit-remaining',
    'ratelimit-limit',
    'x-rate-limit',
    'x-rate-limit-remaining',
    'date',
    'x-request-id',
  ),
  header,
  { maxKeys: 4 },
);

function answerOf(id: keyof typeof PAGES): fc.Arbitrary<HttpResponse | Error> {
  const page = spoilt(PAGES[id]).map((body) => JSON.stringify(body));
  const cut = page.chain((body) => fc.nat(body.length).map((end) => body.slice(0, end)));
  const error = odd.map((said) => JSON.stringify({ error: said, errors: [said], errorInfo: said, description: said }));
  return fc.oneof(
    { weight: 8, arbitrary: fc.record({ status: fc.constant(200), headers, body: page }) },
    { weight: 1, arbitrary: fc.record({ status: fc.constant(200), headers, body: cut }) },
    {
      weight: 2,
      arbitrary: fc.record({
        status: fc.constantFrom(204, 302, 400, 401, 403, 404, 408, 413, 422, 429, 500, 503, 999),
        headers,
        body: fc.oneof(error, page),
      }),
    },
    { weight: 1, arbitrary: fc.constant(new Error('ECONNRESET')) },
  );
}

const some = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(one, { minLength: 1, maxLength: 4 });
const answers = fc.record({
  gong: some(answerOf('gong')),
  zendesk: some(answerOf('zendesk')),
  ashby: some(answerOf('ashby')),
});

type Answers = typeof answers extends fc.Arbitrary<infer T> ? T : never;

/** Three accounts that answer what they are given to answer, one after the other and then again. */
function fuzzed(): {
  service: ReturnType<typeof serviceWith>['service'];
  outcomes: string[];
  logged: string[];
  vendors: { say: Answers };
} {
  const { service, accessed, logged } = serviceWith(ashbyWith([]));
  const vendors: { say: Answers } = { say: { gong: [], zendesk: [], ashby: [] } };
  const [{ ports } = { ports: undefined }] = service.connections;
  if (ports === undefined) throw new Error('serviceWith connects one account');
  const connections = Object.values<Provider>(providers).map((provider) => {
    const id = provider.id as keyof Answers;
    let asked = 0;
    const send = async (): Promise<HttpResponse> => {
      // Time passes, or a call would never come to its deadline.
      await ports.sleep(500);
      const said = vendors.say[id][(asked += 1) % vendors.say[id].length];
      if (said === undefined || said instanceof Error) throw said ?? new Error('silent');
      return said;
    };
    const { pageSize, concurrency } = provider.limits;
    const credential = { kind: CREDENTIALS[id], values: VALUES[id] };
    const options = { site: `https://${id}.example.com`, tenant: 'default', credential };
    return connect({ ...provider, limits: { pageSize, concurrency } }, options, { ...ports, send });
  });
  const outcomes: string[] = [];
  const access = ({ outcome }: (typeof accessed)[number]): number => outcomes.push(outcome);
  return { service: { ...service, connections, access }, outcomes, logged, vendors };
}

describe(`Of ${RUNS} calls (FUZZ_SEED=${SEED})`, { timeout: 3_600_000 }, () => {
  const { service, outcomes, logged, vendors } = fuzzed();
  const tools = toolsOf(service);
  const context = { mcpReq: { signal: new AbortController().signal } } as ServerContext;

  test('none fails otherwise than with a code, whatever is asked and whatever is answered', async () => {
    const calls = fc.constantFrom(...tools).chain((tool) =>
      fc.record({
        tool: fc.constant(tool),
        say: answers,
        given: fc.oneof(
          {
            weight: 2,
            arbitrary: fc.constant<unknown>({ since: '2h', ...('actor' in tool.input.shape ? { actor: 'A' } : {}) }),
          },
          {
            weight: 3,
            arbitrary: fc.dictionary(
              fc.constantFrom(...Object.keys(tool.input.shape), 'constructor', 'toString', 'hasOwnProperty'),
              odd,
              { maxKeys: 4 },
            ),
          },
          { weight: 1, arbitrary: odd },
        ),
      }),
    );
    await fc.assert(
      fc.asyncProperty(calls, async ({ tool, say, given }) => {
        vendors.say = say;
        const { content, structuredContent } = await callTool(tool, given, context, service);
        expect(outcomes.pop(), logged.slice(-1).join('')).not.toBe('failed');
        expect(content).toHaveLength(1);
        expect(structuredContent).toBeDefined();
        logged.length = 0;
      }),
      { seed: SEED, numRuns: RUNS, endOnFailure: true },
    );
  });
});
