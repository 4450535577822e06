import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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
