import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { startSimulator, type Simulator } from '@trailhound/simulator';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { readAccounts } from '@trailhound/program';
import { BIN, ENV, run } from './processes.ts';

const DAY = 86_400_000;
const LOG = 'UserActivityLog';
const TOKENS = 40;

function gongOf({ baseUrl }: Simulator, prefix = ''): Record<string, string> {
  return {
    [`${prefix}GONG_BASE_URL`]: baseUrl('gong'),
    [`${prefix}GONG_ACCESS_KEY`]: 'GONGDEMOKEY',
    [`${prefix}GONG_ACCESS_KEY_SECRET`]: 'gong-demo-secret',
  };
}

interface Body {
  readonly [name: string]: unknown;
  readonly columns?: readonly string[];
  readonly rows?: readonly (readonly unknown[])[];
  readonly coverage?: readonly { readonly log: string; readonly account?: string; readonly matched: number }[];
  readonly warnings?: readonly string[];
}

describe('A server with two accounts of Gong', () => {
  let simulators: Simulator[];
  let client: Client;
  let env: Record<string, string>;
  const folder = mkdtempSync(path.join(tmpdir(), 'accounts-'));
  const accessLog = path.join(folder, 'access.log');

  beforeAll(async () => {
    const from = Date.now() - 6 * DAY;
    simulators = await Promise.all(
      [1, 2].map((seed) => startSimulator({ seed, events: seed * 10, from, unlimited: true })),
    );
    const [ours, emea] = simulators as [Simulator, Simulator];
    env = { ...ENV, ...gongOf(ours), ...gongOf(emea, 'EMEA_'), TRAILHOUND_ACCOUNTS: 'emea' };
    const args = [BIN, '--no-memory', '--access-log', accessLog, '--export-dir', folder, '--deadline', '30'];
    client = new Client({ name: 'test', version: '1.0.0' });
    await client.connect(new StdioClientTransport({ command: process.execPath, args, env, stderr: 'ignore' }));
  });
  afterEach(() => simulators.forEach((simulator) => simulator.reset()));
  afterAll(async () => {
    await client.close();
    await Promise.all(simulators.map((simulator) => simulator.close()));
    rmSync(folder, { recursive: true });
  });

  const ask = async (name: string, given: Record<string, unknown> = {}): Promise<Body> => {
    const { structuredContent } = await client.callTool({ name, arguments: given });
    return structuredContent as Body;
  };
  /** The plain account goes by its address, as the simulator is none of Gong's. */
  const plain = (): string => `gong/${new URL(simulators[0]?.baseUrl('gong') ?? '').host}`;

  test('lists both, one tool for both, and a choice among them', async () => {
    const { sources } = await ask('list_audit_sources');
    expect(sources).toMatchObject([{ account: plain() }, { account: 'gong/emea', tenant: 'emea' }]);
    const { tools } = await client.listTools();
    expect(tools.filter(({ name }) => name === 'query_gong_audit_logs')).toHaveLength(1);
    for (const name of ['query_audit_logs', 'query_gong_audit_logs', 'summarize_audit_logs', 'trace_audit_actor']) {
      const schema = JSON.stringify(tools.find((tool) => tool.name === name)?.inputSchema);
      expect(schema, name).toContain('"gong/emea"');
    }
  });

  test('costs a few tokens for each tool that returns events', async () => {
    const tokens = async (environment: Record<string, string>): Promise<number> => {
      const other = new Client({ name: 'test', version: '1.0.0' });
      const args = [BIN, '--export-dir', folder];
      const stdio = { command: process.execPath, args, env: environment, stderr: 'ignore' as const };
      await other.connect(new StdioClientTransport(stdio));
      const { tools } = await other.listTools();
      await other.close();
      return countTokens(JSON.stringify(tools));
    };
    const key = { GONG_ACCESS_KEY: 'a', GONG_ACCESS_KEY_SECRET: 'b' };
    const further = { EMEA_GONG_ACCESS_KEY: 'c', EMEA_GONG_ACCESS_KEY_SECRET: 'd', TRAILHOUND_ACCOUNTS: 'emea' };
    const [one, both] = [await tokens({ ...ENV, ...key }), await tokens({ ...ENV, ...key, ...further })];
    expect(both - one).toBeGreaterThan(0);
    // Five tools have the choice.
    expect((both - one) / 5).toBeLessThan(TOKENS);
  });

  test.each(['query_audit_logs', 'query_gong_audit_logs'])('tells them apart in every row of %s', async (tool) => {
    const { columns = [], rows = [], coverage } = await ask(tool, { since: '7d', logs: [LOG], limit: 100 });
    const tenants = rows.map((row) => row[columns.indexOf('tenant')]);
    expect(tenants.filter((tenant) => tenant === 'emea')).toHaveLength(20);
    expect(tenants).toHaveLength(30);
    expect(coverage).toMatchObject([
      { log: `gong.${LOG}`, account: plain(), matched: 10 },
      { log: `gong.${LOG}`, account: 'gong/emea', matched: 20 },
    ]);
  });

  test('queries one alone, page by page, and fetches its events by uid', async () => {
    const uids: unknown[] = [];
    let cursor: unknown;
    do {
      const page = await ask('query_audit_logs', {
        since: '7d',
        logs: [LOG],
        accounts: ['gong/emea'],
        limit: 8,
        cursor,
      });
      uids.push(...(page.rows ?? []).map((row) => row.at(-1)));
      cursor = page['next_cursor'];
      expect(page['query']).toMatchObject({ accounts: ['gong/emea'] });
    } while (cursor !== undefined);
    expect(new Set(uids).size).toBe(20);
    expect(uids).toHaveLength(20);
    const { event } = await ask('get_audit_log', { uid: uids[0] });
    expect(event).toMatchObject({ uid: expect.stringMatching(`^${String(uids[0])}`), tenant: 'emea' });
  });

  test('summarizes, traces and exports each under its name', async () => {
    const { groups } = await ask('summarize_audit_logs', { since: '7d', logs: [LOG], by: ['account'] });
    expect(groups).toMatchObject([
      {
        by: 'account',
        top: [
          ['gong/emea', 20],
          [plain(), 10],
        ],
      },
    ]);
    // Who acted hangs on the day of the week, so the actors are asked for: one of each account, and both in the end.
    const seen = await ask('query_audit_logs', { since: '7d', logs: [LOG], limit: 100 });
    const cells = (body: Body, ...names: string[]): unknown[][] =>
      (body.rows ?? []).map((row) => names.map((name) => row[body.columns?.indexOf(name) ?? -1]));
    const acted = cells(seen, 'tenant', 'actor');
    const traced = new Set<unknown>();
    for (const tenant of new Set(acted.map(([of]) => of))) {
      const actor = acted.find(([of]) => of === tenant)?.[1];
      const accounts = cells(await ask('trace_audit_actor', { since: '7d', logs: [LOG], actor }), 'account').flat();
      expect(new Set(accounts).size).toBe(new Set(acted.filter(([, by]) => by === actor).map(([of]) => of)).size);
      accounts.forEach((account) => traced.add(account));
    }
    expect(traced).toEqual(new Set([plain(), 'gong/emea']));
    const { file } = await ask('export_audit_logs', { since: '7d', logs: [LOG], format: 'csv' });
    const [header = '', ...lines] = readFileSync(path.join(folder, String(file)), 'utf8')
      .trim()
      .split('\r\n');
    expect(header.split(',').slice(0, 4)).toEqual(['time', 'provider', 'tenant', 'log']);
    expect(lines.filter((line) => line.includes(',emea,'))).toHaveLength(20);
  });

  test('says which account failed, in the answer and in the error', async () => {
    const refuse = (index: number): void => simulators[index]?.set('gong', { untrustedAddress: true });
    refuse(1);
    const { warnings, rows } = await ask('query_audit_logs', { since: '7d', logs: [LOG] });
    expect(warnings?.join(' ')).toContain(`gong.${LOG} of gong/emea is missing`);
    expect(rows).toHaveLength(10);
    refuse(0);
    const { error } = await ask('query_audit_logs', { since: '7d', logs: [LOG] });
    expect(error).toMatchObject({
      code: 'forbidden',
      message: expect.stringContaining(`${plain()} and gong/emea could not be read`),
    });
  });

  test('refuses an unknown account and lists the known ones', async () => {
    const { error } = await ask('query_audit_logs', { accounts: ['gong/apac'] });
    expect(error).toMatchObject({ code: 'invalid_query', hint: expect.stringContaining('gong/emea') });
  });

  test('logs which accounts were read', async () => {
    await ask('query_audit_logs', { since: '7d', logs: [LOG], accounts: ['gong/emea'] });
    const lines = readFileSync(accessLog, 'utf8').trim().split('\n');
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ logs: [`gong.${LOG}`], accounts: ['gong/emea'] });
  });

  test("fetches an entry by the vendor's id only from an account that is named", async () => {
    const zendeskOf = ({ baseUrl, credentials }: Simulator, prefix: string): Record<string, string> => ({
      [`${prefix}ZENDESK_BASE_URL`]: baseUrl('zendesk'),
      [`${prefix}ZENDESK_EMAIL`]: credentials('zendesk')['api_token']?.['email'] ?? '',
      [`${prefix}ZENDESK_API_TOKEN`]: credentials('zendesk')['api_token']?.['apiToken'] ?? '',
    });
    const [one, two] = simulators as [Simulator, Simulator];
    const environment = { ...ENV, ...zendeskOf(one, 'EU_'), ...zendeskOf(two, 'US_'), TRAILHOUND_ACCOUNTS: 'eu,us' };
    const args = [BIN, '--allow-zendesk-export'];
    const other = new Client({ name: 'test', version: '1.0.0' });
    await other.connect(
      new StdioClientTransport({ command: process.execPath, args, env: environment, stderr: 'ignore' }),
    );
    const get = async (uid: string): Promise<unknown> =>
      (await other.callTool({ name: 'get_audit_log', arguments: { uid } })).structuredContent;
    expect(await get('zendesk/us:400003')).toMatchObject({ event: { tenant: 'us', nativeId: '400003' } });
    expect(await get('zendesk:400003')).toMatchObject({
      error: { code: 'invalid_query', hint: 'Choose one: zendesk/eu:400003 or zendesk/us:400003.' },
    });
    // Only the second account has so many entries.
    expect(await get('zendesk:400015')).toMatchObject({ event: { tenant: 'us' } });
    expect(await get('zendesk/asia:400003')).toMatchObject({ error: { hint: expect.stringContaining('zendesk/us') } });
    const request = { name: 'request_zendesk_audit_export', arguments: { since: '2d' } };
    expect((await other.callTool(request)).structuredContent).toMatchObject({ error: { field: 'account' } });
    await other.callTool({ ...request, arguments: { since: '2d', account: 'zendesk/us' } });
    const exports = simulators.map((simulator) =>
      simulator.stats('zendesk').log.filter(({ method }) => method === 'POST'),
    );
    expect(exports.map(({ length }) => length)).toEqual([0, 1]);
    await other.close();
  });

  test('is checked by doctor, account by account', async () => {
    const { code, out } = await run([BIN, 'doctor'], env);
    expect(code).toBe(0);
    expect(out).toMatch(/✓ Gong \(127\.0\.0\.1:\d+\)[^]*✓ Gong \(emea\)/);
  });
});

describe('Additional accounts', () => {
  const ports = {
    send: async () => ({ status: 500, headers: {}, body: '' }),
    sleep: async () => undefined,
    timeout: () => new AbortController().signal,
    now: Date.now,
    random: Math.random,
  };
  const read = (env: Record<string, string>, names: string[], only?: string[]): ReturnType<typeof readAccounts> =>
    readAccounts({ env, names, only, ports, userAgent: 'test' });
  const KEY = { GONG_ACCESS_KEY: 'a', GONG_ACCESS_KEY_SECRET: 'b' };
  const EMEA = { EMEA_GONG_ACCESS_KEY: 'c', EMEA_GONG_ACCESS_KEY_SECRET: 'd' };

  test('of any product have names, with or without an unnamed account', () => {
    const accounts = (env: Record<string, string>, names: string[]): string[] =>
      read(env, names).connections.map(({ provider, tenant }) => `${provider.id}/${tenant}`);
    expect(accounts({ ...KEY, ...EMEA }, [])).toEqual(['gong/default']);
    expect(accounts({ ...KEY, ...EMEA }, ['emea'])).toEqual(['gong/default', 'gong/emea']);
    expect(accounts({ ...EMEA, EMEA_ASHBY_API_KEY: 'k', NEW_YORK_ASHBY_API_KEY: 'n' }, ['emea', 'new-york'])).toEqual([
      'gong/emea',
      'ashby/emea',
      'ashby/new-york',
    ]);
  });

  const WRONG: readonly [string, Record<string, string>, RegExp][] = [
    [
      'half of a credential',
      { EMEA_GONG_ACCESS_KEY: 'c' },
      /^Gong \(emea\): EMEA_GONG_ACCESS_KEY_SECRET is not set, but EMEA_GONG_ACCESS_KEY is\.$/,
    ],
    ['an address without a credential', { EMEA_GONG_BASE_URL: 'https://api.gong.io' }, /EMEA_GONG_ACCESS_KEY \+ EMEA_/],
    [
      'a credential without an address',
      { EMEA_ZENDESK_EMAIL: 'a@b.example', EMEA_ZENDESK_API_TOKEN: 't' },
      /EMEA_ZENDESK_SUBDOMAIN is not set/,
    ],
    [
      'nothing at all',
      {},
      /^Account emea: none of its variables is set; they begin with EMEA_\. For Gong, set EMEA_GONG_ACCESS_KEY \+/,
    ],
    [
      'a credential that another has',
      { EMEA_GONG_ACCESS_KEY: 'a', EMEA_GONG_ACCESS_KEY_SECRET: 'b' },
      /^Gong \(emea\): it has the credential of gong\/default\. Set its own/,
    ],
  ];
  test.each(WRONG)('with %s are reported by variable name, and the others work', (_, env, problem) => {
    const { connections, problems } = read({ ...KEY, ...env }, ['emea']);
    expect(problems).toEqual([expect.stringMatching(problem)]);
    expect(connections).toHaveLength(1);
  });

  test('that have a whole credential but are not listed are reported', () => {
    const half = {
      APAC_GONG_ACCESS_KEY: 'e',
      OTHER_ASHBY_API_KEY: '${ASHBY}',
      MY_GONG_BASE_URL: 'https://api.gong.io',
    };
    expect(read({ ...KEY, ...EMEA, ...half, NEW_YORK_ASHBY_API_KEY: 'n' }, []).warnings).toEqual([
      'Gong: variables that begin with EMEA_ hold a credential that is not used. To use it, add emea to TRAILHOUND_ACCOUNTS.',
      expect.stringMatching(/^Ashby: variables that begin with NEW_YORK_ .* add new-york to TRAILHOUND_ACCOUNTS\.$/),
    ]);
    expect(read({ ...KEY, ...EMEA }, ['emea']).warnings).toEqual([]);
  });

  test('that are not listed are reported at startup and by doctor, which still succeeds', async () => {
    const simulator = await startSimulator({ events: 5, unlimited: true });
    const { code, out, err } = await run([BIN, 'doctor'], { ...ENV, ...gongOf(simulator), ...EMEA });
    await simulator.close();
    expect([code, out]).toEqual([
      0,
      expect.stringMatching(/! Gong: variables that begin with EMEA_ hold a credential/),
    ]);
    expect(err.match(/variables that begin with EMEA_/g)).toHaveLength(1);
  });

  test('with duplicate names are a problem', () => {
    const zendesk = { ZENDESK_SUBDOMAIN: 'acme', ZENDESK_EMAIL: 'a@b.example', ZENDESK_API_TOKEN: 't' };
    const other = {
      ACME_ZENDESK_SUBDOMAIN: 'acme-two',
      ACME_ZENDESK_EMAIL: 'a@b.example',
      ACME_ZENDESK_API_TOKEN: 't',
    };
    expect(read({ ...zendesk, ...other }, ['acme']).problems).toEqual([
      'Zendesk (acme): another account is called zendesk/acme, too. Give it another name in TRAILHOUND_ACCOUNTS.',
    ]);
  });

  test('of a product that is switched off are no problem', () => {
    expect(read(EMEA, ['emea'], ['zendesk'])).toEqual({ connections: [], problems: [], warnings: [] });
    expect(read(EMEA, [], ['zendesk']).warnings).toEqual([]);
  });

  test.each(['EMEA', 'a b', '-a', 'a/b', ''])('cannot be named %j', async (name) => {
    const { code, err } = await run([BIN, 'doctor', '--accounts', `us,${name}`.replace(/,$/, ', ,x y')]);
    expect(code).toBe(2);
    expect(err).toMatch(/--accounts.*is no name: use up to 31 small letters/);
  });
});
