import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { startSimulator, type Simulator, type VendorId } from '@trailhound/simulator';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { accountsOf, BIN, ENV, run } from './processes.ts';

const DEADLINE_S = 3;
/** How much later than its deadline a call may answer. */
const LATE_MS = 1000;
/** One log of each: Gong's five cannot be read within a few seconds at its rate. */
const LOGS = ['UserActivityLog', 'audit_logs', 'audit_log'];
const VENDORS: readonly VendorId[] = ['gong', 'zendesk', 'ashby'];

/** A program in which names are looked up without end. */
const NO_NAMES = `data:text/javascript,${encodeURIComponent('import dns from "node:dns"; dns.lookup = () => undefined;')}`;

interface Answer {
  readonly ms: number;
  readonly isError: boolean;
  readonly body: {
    readonly returned?: number;
    readonly total?: number;
    readonly coverage?: readonly { log: string; complete: boolean; gaps?: { reason: string }[] }[];
    readonly error?: { code: string };
  };
}

describe('A call of the real server answers at its deadline', () => {
  let simulator: Simulator;
  let client: Client;
  const folder = mkdtempSync(path.join(tmpdir(), 'trailhound-deadline-'));
  beforeAll(async () => {
    simulator = await startSimulator({ events: 60, switches: { gong: { limitPerSecond: 0 } } });
    const env = { ...ENV, ...accountsOf(simulator) };
    const args = [BIN, '--no-memory', '--deadline', String(DEADLINE_S)];
    client = new Client({ name: 'test', version: '1.0.0' });
    await client.connect(new StdioClientTransport({ command: process.execPath, args, env, stderr: 'ignore' }));
  });
  afterEach(() => simulator.reset());
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await client.close();
    await simulator.close();
  });

  async function ask(name: string, asking = client): Promise<Answer> {
    const start = performance.now();
    const answer = await asking.callTool({ name, arguments: { since: '5d', logs: LOGS } });
    const ms = performance.now() - start;
    return { ms, isError: answer.isError === true, body: answer.structuredContent as Answer['body'] };
  }

  const stalls = ['silent', 'body', 'headers', 'informational'].map(
    (stall, index) => [stall, VENDORS[index % 3] ?? 'gong'] as const,
  );
  test.each(stalls.flatMap(([stall, vendor]) => ['query', 'summarize'].map((verb) => ({ stall, vendor, verb }))))(
    '$verb, when answers of $vendor do not end: $stall',
    async ({ stall, vendor, verb }) => {
      simulator.set(vendor, { stall });
      const { ms, isError, body } = await ask(`${verb}_audit_logs`);
      expect(ms).toBeLessThan(DEADLINE_S * 1000 + LATE_MS);
      expect(isError).toBe(false);
      const { coverage = [], returned, total } = body;
      for (const { log, complete, gaps = [] } of coverage) {
        const reasons = gaps.map(({ reason }) => reason).filter((reason) => reason !== 'limit');
        if (log.startsWith(`${vendor}.`)) expect([log, reasons]).toEqual([log, ['timeout']]);
        else expect([log, reasons, complete || returned !== undefined]).toEqual([log, [], true]);
      }
      expect(returned ?? total).toBeGreaterThan(0);
    },
  );

  test.each(['query_audit_logs', 'summarize_audit_logs'])(
    '%s, when a host name cannot be resolved and a token endpoint hangs',
    async (name) => {
      simulator.set('zendesk', { stallTokens: true });
      const { clientId = '', clientSecret = '' } = simulator.credentials('zendesk')['client_credentials'] ?? {};
      const {
        GONG_BASE_URL = '',
        GONG_ACCESS_KEY = '',
        GONG_ACCESS_KEY_SECRET = '',
        ...others
      } = accountsOf(simulator);
      const env = {
        ...ENV,
        XDG_STATE_HOME: folder,
        GONG_BASE_URL,
        GONG_ACCESS_KEY,
        GONG_ACCESS_KEY_SECRET,
        ZENDESK_BASE_URL: others['ZENDESK_BASE_URL'] ?? '',
        ZENDESK_CLIENT_ID: clientId,
        ZENDESK_CLIENT_SECRET: clientSecret,
        ASHBY_BASE_URL: 'https://vendor.example',
        ASHBY_API_KEY: others['ASHBY_API_KEY'] ?? '',
      };
      const silent = new Client({ name: 'test', version: '1.0.0' });
      const args = ['--import', NO_NAMES, BIN, '--deadline', String(DEADLINE_S)];
      await silent.connect(new StdioClientTransport({ command: process.execPath, args, env, stderr: 'ignore' }));
      const { ms, isError, body } = await ask(name, silent);
      await silent.close();
      expect(ms).toBeLessThan(DEADLINE_S * 1000 + LATE_MS);
      expect(isError).toBe(false);
      const reasons = body.coverage?.map(({ log, gaps = [] }) => [log, ...gaps.map(({ reason }) => reason)]);
      expect(reasons).toEqual([
        ['gong.UserActivityLog'],
        ['zendesk.audit_logs', 'timeout'],
        ['ashby.audit_log', 'timeout'],
      ]);
    },
  );

  test('with an error that says so, when all vendors hang', async () => {
    for (const vendor of VENDORS) simulator.set(vendor, { stall: 'silent' });
    const { ms, body } = await ask('query_audit_logs');
    expect(ms).toBeLessThan(DEADLINE_S * 1000 + LATE_MS);
    expect(body.error?.code).toBe('timeout');
  });

  test('and works as before once the vendor recovers', async () => {
    simulator.set('ashby', { stall: 'silent' });
    await ask('query_audit_logs');
    simulator.reset();
    const { body } = await ask('summarize_audit_logs');
    expect(body.coverage?.filter(({ complete }) => !complete)).toEqual([]);
  });

  test('and so does doctor', async () => {
    for (const vendor of VENDORS) simulator.set(vendor, { stall: 'silent' });
    const { code, out } = await run([BIN, 'doctor', '--deadline', '1'], accountsOf(simulator));
    expect(code).toBe(1);
    expect(out.match(/did not answer in time \(timeout\)/g)).toHaveLength(3);
  });
});
