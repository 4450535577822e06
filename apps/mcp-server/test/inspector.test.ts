import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BIN, packageBin, run, serveDemo, type Ended } from './processes.ts';

const INSPECTOR = packageBin('@modelcontextprotocol/inspector', 'mcp-inspector');
const scratch = mkdtempSync(path.join(tmpdir(), 'trailhound-inspector-'));

let demo: Awaited<ReturnType<typeof serveDemo>>;
beforeAll(async () => {
  demo = await serveDemo();
});
afterAll(async () => {
  await demo.stop();
  rmSync(scratch, { recursive: true, force: true });
});

const TRANSPORTS = {
  stdio: () => [process.execPath, BIN, '--demo'],
  HTTP: () => ['--transport', 'http', '--server-url', demo.url],
} as const;
const ERAS = ['legacy', 'modern'] as const;
const WAYS = Object.entries(TRANSPORTS).flatMap(([name, target]) => ERAS.map((era) => [name, era, target] as const));

async function inspect(target: readonly string[], args: readonly string[]): Promise<Ended> {
  return run([INSPECTOR, '--cli', ...target, ...args, '--format', 'json'], {
    MCP_CATALOG_PATH: path.join(scratch, 'catalog.json'),
  });
}

const calling = (tool: string, args: object): string[] => [
  '--method',
  'tools/call',
  '--tool-name',
  tool,
  '--tool-args-json',
  JSON.stringify(args),
];

describe.each(WAYS)('The Inspector over %s, %s era,', (_, era, target) => {
  const ask = async (...args: string[]): Promise<Ended> => inspect(target(), ['--protocol-era', era, ...args]);

  test('finds no schema that a client would reject', async () => {
    const { code, out, err } = await ask('--method', 'tools/list', '--strict');
    expect(code, `${out}\n${err}`).toBe(0);
    expect(out).toContain('summarize_audit_logs');
  });

  test('calls a tool and gets events', async () => {
    const { code, out, err } = await ask(...calling('query_audit_logs', { since: '7d', limit: 2 }));
    expect(code, err).toBe(0);
    expect(out).toContain('"returned":2');
  });

  test('exits with 5 when arguments are wrong', async () => {
    const { code, out } = await ask(...calling('query_audit_logs', { limit: 0 }));
    expect(code).toBe(5);
    expect(out).toContain('invalid_query');
  });

  test('reads a resource and a prompt', async () => {
    const sources = await ask('--method', 'resources/read', '--uri', 'audit://sources');
    expect(sources.code, sources.err).toBe(0);
    expect(sources.out).toContain('ashby');
    const prompt = [
      '--method',
      'prompts/get',
      '--prompt-name',
      'investigate_actor',
      '--prompt-args',
      'actor=dana@example.com',
    ];
    const asked = await ask(...prompt);
    expect(asked.code, asked.err).toBe(0);
    expect(asked.out).toContain('dana@example.com');
  });
});

describe('Under load', () => {
  test('two hundred calls, ten at a time, all succeed', async () => {
    const load = ['--load', '--load-requests', '200', '--load-concurrency', '10'];
    const query = { since: '1d', limit: 5 };
    const { code, out, err } = await inspect(TRANSPORTS.HTTP(), [...calling('query_audit_logs', query), ...load]);
    expect(code, `${out}\n${err}`).toBe(0);
    const { result } = JSON.parse(out.slice(out.indexOf('{'))) as { result: object };
    expect(result).toMatchObject({ requests: 200, ok: 200, toolErrors: 0, errors: 0 });
  });
});
