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
  beforeAll(async () => {
    simulator = await startSimulator({ events: 60, switches: { gong: { limitPerSecond: 0 } } });
    const env = { ...ENV, ...accountsOf(simulator) };
    const args = [BIN, '--deadline', String(DEADLINE_S)];
    client = new Client({ name: 'test', version: '1.0.0' });
    await client.connect(new StdioClientTransport({ command: process.execPath, args, env, stderr: 'ignore' }));
  });
  afterEach(() => simulator.reset());
  afterAll(async () => {
    await client.close();
    await simulator.close();
  });

  async function ask(name: string): Promise<Answer> {
    const start = performance.now();
    const answer = await client.callTool({ name, arguments: { since: '5d', logs: LOGS } });
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

  test('with an error that says so, when all of them hang', async () => {
    for (const vendor of VENDORS) simulator.set(vendor, { stall: 'silent' });
    const { ms, body } = await ask('query_audit_logs');
    expect(ms).toBeLessThan(DEADLINE_S * 1000 + LATE_MS);
    expect(body.error?.code).toBe('timeout');
  });

  test('and goes on as before when the vendor does', async () => {
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
