import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, describe, expect, test } from 'vitest';
import { BIN, ENV, run } from './processes.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'trailhound-lean-'));
const counter = path.join(folder, 'count.mjs');
// zod compiles by `new Function`, and tries once whether it may before it makes the first schema.
writeFileSync(
  counter,
  `let count = 0;
globalThis.Function = new Proxy(Function, { construct: (...given) => ((count += 1), Reflect.construct(...given)) });
process.on('exit', () => process.stderr.write('compiled ' + count));`,
);

afterAll(() => rmSync(folder, { recursive: true }));

test('The program compiles no schema with new Function, from startup to an answer', async () => {
  const { code, err } = await run(['--import', counter, BIN, 'doctor', '--demo']);
  expect(code).toBe(0);
  expect(err).toMatch(/compiled 0$/);
});

const list = { method: 'tools/list' };

/** What a server with something loaded before it has written to stderr after these calls. */
async function saidAfter(before: string, calls: readonly object[], args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, ['--import', before, BIN, ...args], {
    env: { ...ENV, ASHBY_API_KEY: 'key-of-the-test' },
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let err = '';
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const client = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '1' } };
  const requests = [{ method: 'initialize', params: client }, ...calls];
  for (const [id, request] of requests.entries()) {
    child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id, ...request })}\n`);
    expect(JSON.parse(String((await lines.next()).value))).toMatchObject({ id, result: {} });
  }
  child.stdin.end();
  await once(child, 'close');
  return err;
}

test('The program takes no more of Node than it needs to list its tools', async () => {
  const parts = path.join(folder, 'parts.mjs');
  writeFileSync(parts, `process.on('exit', () => process.stderr.write('parts ' + process.moduleLoadList.join()));`);
  const [, loaded = ''] = (await saidAfter(parts, [list], [])).split('parts ');
  const names = loaded.split(',').map((part) => part.replace('NativeModule ', ''));
  expect(names).toContain('net');
  // Node loads these for an `import`, whether or not anybody uses them.
  for (const unused of ['crypto', 'internal/crypto/webcrypto', 'fs/promises', 'internal/fs/streams', 'worker_threads'])
    expect(names).not.toContain(unused);
});

test('The program makes few schemas before it lists its tools', async () => {
  const schemas = path.join(folder, 'schemas.mjs');
  writeFileSync(
    schemas,
    `let count = 0;
const config = { postProcessor: () => (count += 1) };
Object.defineProperty(globalThis, '__zod_globalConfig', { get: () => config, set: (more) => Object.assign(config, more) });
process.on('exit', () => process.stderr.write('schemas ' + count));`,
  );
  const [, count] = /schemas (\d+)$/.exec(await saidAfter(schemas, [list], [])) ?? [];
  // With all of its own and of the SDK's there would be 3100. The SDK makes 900 for the first message alone.
  expect(Number(count)).toBeGreaterThan(0);
  expect(Number(count)).toBeLessThan(2000);
});

describe('What the program has read', () => {
  const threads = path.join(folder, 'threads.mjs');
  // The thread that stores it is the only one over stdio.
  writeFileSync(
    threads,
    `import { syncBuiltinESMExports } from 'node:module';
import threads, { isMainThread } from 'node:worker_threads';
let count = 0;
const { Worker } = threads;
threads.Worker = class extends Worker { constructor(...given) { super(...given); count += 1; } };
syncBuiltinESMExports();
if (isMainThread) process.on('exit', () => process.stderr.write('threads ' + count));`,
  );

  /** How many threads the server started for these calls. */
  async function started(calls: readonly object[], args: readonly string[] = []): Promise<string> {
    const said = await saidAfter(threads, calls, ['--demo', ...args]);
    return /threads \d+$/.exec(said)?.[0] ?? said;
  }

  const question = { method: 'tools/call', params: { name: 'query_audit_logs', arguments: { since: '7d' } } };
  const sources = { method: 'tools/call', params: { name: 'list_audit_sources', arguments: {} } };

  test('starts no thread until there is something to keep', async () => {
    expect(await started([list, sources])).toBe('threads 0');
  });

  test('is kept by one thread after the first answer, and by none if nothing is to be kept', async () => {
    expect(await started([question, question, list])).toBe('threads 1');
    expect(await started([question, question, list], ['--no-memory'])).toBe('threads 0');
  });
});

test('The program loads rules and storage with the first question that needs them, not at its start', () => {
  const loaded = new Map<string, string>();
  const load = (file: string): void => {
    if (loaded.has(file)) return;
    const code = readFileSync(file, 'utf8');
    loaded.set(file, code);
    for (const [, name = ''] of code.matchAll(/(?:from|import)\s*["'](\.\/[^"']+)["']/g))
      load(path.join(path.dirname(file), name));
  };
  const [, main = ''] = /import\(`(\.\/[^`]+)`\)/.exec(readFileSync(BIN, 'utf8')) ?? [];
  load(path.join(path.dirname(BIN), main));
  expect(loaded.size).toBeGreaterThan(1);
  // Node takes longer for ten files than for one.
  expect(loaded.size).toBeLessThan(4);
  expect([...loaded].filter(([, code]) => code.includes('node:sqlite'))).toEqual([]);
  expect([...loaded].filter(([, code]) => code.includes('fresh-admin-makes-key'))).toEqual([]);
});
