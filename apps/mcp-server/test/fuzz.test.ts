import { readFileSync } from 'node:fs';
import type { ServerContext } from '@modelcontextprotocol/server';
import { connect, providers, type HttpResponse, type Provider } from '@trailhound/core';
import { createSimulator, type VendorId } from '@trailhound/simulator';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { callTool } from '../src/call.ts';
import { toolsOf } from '../src/tools/index.ts';
import { ashbyWith, NOW, serviceWith } from './one-vendor.ts';

/** Random for each run; the seed of a failure is in its title, and reproduces the same calls. */
const { FUZZ_SEED, FUZZ_RUNS = '1000' } = process.env;
const SEED = FUZZ_SEED === undefined ? Math.trunc(Math.random() * 2 ** 31) : Number(FUZZ_SEED);
const RUNS = Number(FUZZ_RUNS);

const AT = new Date(NOW - 60_000).toISOString();
const PROVIDERS = Object.values<Provider>(providers);
const FIXTURES = new URL('../../../packages/core/src/providers/', import.meta.url);
const TIME = /\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)/g;

/** A valid response of each vendor, dated now, to be corrupted. */
const PAGES = new Map(
  PROVIDERS.map(({ id }) => {
    const fixture = readFileSync(new URL(`${id}/fixtures/page.json`, FIXTURES), 'utf8').replaceAll(TIME, AT);
    return [id, JSON.parse(fixture) as { headers: Readonly<Record<string, string>>; body: unknown }] as const;
  }),
);

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
    'th2.1.zzzzzzzzzzzz.aaaaaaaaaaaaaaaa.zzzzzzzzzzzz.x',
    'gong-zzzzzzzzzzzzzz-aaaaaaaaaaaaaaaa',
    'zendesk:1',
    'ashby:x',
  ),
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ maxLength: 200 }),
);

/** Replaces, removes or adds something anywhere in a value. */
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

function answerOf(id: string): fc.Arbitrary<HttpResponse | Error> {
  const { headers: usual = {}, body: good } = PAGES.get(id) ?? {};
  const page = spoilt(good).map((body) => JSON.stringify(body));
  const withUsual = headers.map((spoiling) => ({ ...usual, ...spoiling }));
  const cut = page.chain((body) => fc.nat(body.length).map((end) => body.slice(0, end)));
  const error = odd.map((said) => JSON.stringify({ error: said, errors: [said], errorInfo: said, description: said }));
  return fc.oneof(
    { weight: 8, arbitrary: fc.record({ status: fc.constant(200), headers: withUsual, body: page }) },
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
const answers = fc.record(Object.fromEntries(PROVIDERS.map(({ id }) => [id, some(answerOf(id))])));

type Answers = typeof answers extends fc.Arbitrary<infer T> ? T : never;

/** Three accounts that answer what they are given to answer, one after the other and then again. */
function fuzzed(): {
  service: ReturnType<typeof serviceWith>['service'];
  outcomes: string[];
  logged: string[];
  vendors: { say: Answers };
  defects: unknown[];
} {
  const { service, accessed, logged } = serviceWith(ashbyWith([]));
  const vendors: { say: Answers } = { say: {} };
  const [{ ports } = { ports: undefined }] = service.connections;
  if (ports === undefined) throw new Error('serviceWith connects one account');
  const defects: unknown[] = [];
  const trials = createSimulator();
  const connections = PROVIDERS.map((provider) => {
    const { id } = provider;
    let asked = 0;
    const send = async (): Promise<HttpResponse> => {
      // Advance the clock, or a call would never reach its deadline.
      await ports.sleep(500);
      const say = vendors.say[id] ?? [];
      const said = say[(asked += 1) % say.length];
      if (said === undefined || said instanceof Error) throw said ?? new Error('silent');
      return said;
    };
    const { pageSize, concurrency } = provider.limits;
    const { credential } = trials.trial(id as VendorId);
    const options = { site: `https://${id}.example.com`, tenant: 'default', credential };
    const defect = (thrown: unknown): unknown => defects.push(thrown);
    return connect({ ...provider, limits: { pageSize, concurrency } }, options, { ...ports, send, defect });
  });
  const outcomes: string[] = [];
  const access = ({ outcome }: (typeof accessed)[number]): number => outcomes.push(outcome);
  return { service: { ...service, connections, access }, outcomes, logged, vendors, defects };
}

describe(`Of ${RUNS} calls (FUZZ_SEED=${SEED})`, { timeout: 3_600_000 }, () => {
  const { service, outcomes, logged, vendors, defects } = fuzzed();
  const tools = toolsOf(service);
  const context = { mcpReq: { signal: new AbortController().signal } } as ServerContext;

  test('none fails without an error code, whatever is asked or answered', async () => {
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
        expect(outcomes.pop(), logged.slice(-1).join('')).not.toBe('internal');
        expect(defects).toEqual([]);
        expect(content).toHaveLength(1);
        expect(structuredContent).toBeDefined();
        logged.length = 0;
      }),
      { seed: SEED, numRuns: RUNS, endOnFailure: true },
    );
  });
});
