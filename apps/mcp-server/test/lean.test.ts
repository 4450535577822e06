import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { BIN, run } from './processes.ts';

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

test('The program loads the rules that it may be asked about with the first question, not at its start', () => {
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
  expect([...loaded].filter(([, code]) => code.includes('fresh-admin-makes-key'))).toEqual([]);
});
