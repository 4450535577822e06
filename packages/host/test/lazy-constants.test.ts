import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'tsdown';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lazyConstants } from '../packaging/lazy-constants.ts';
import { startChunk } from '../packaging/start-chunk.ts';

/** Takes the place of zod, and counts what it makes. */
const SCHEMAS = `
export const made = [];
class Schema {
  constructor(name) {
    made.push(name);
    this.name = name;
  }
  optional() {
    return new Schema(this.name + '?');
  }
}
export function string(name) {
  return new Schema(name);
}`;

const PROGRAM = `
import * as z from './zod/v4/classic/schemas.js';
function entry(name) {
  return z.string(name);
}
const Used = z.string('used').optional();
const Record = { used: Used, unused: z.string('unused') };
const Entry = entry('entry');
const Hidden = z.string('hidden');
const Pattern = new RegExp(['a', 'b'].join('|'), 'g');
const Names = new Set([Used.name]);
const provider = { id: 'gong', Used, entry: Entry, [Hidden.name]: 1 };
export const Exported = z.string('exported');
export const made = () => [...z.made];
export const withOther = (Hidden) => ({ Hidden });
export const later = () => import('./later.js');
export { provider };
export const used = () => ({ Used, again: Used, record: Record.used, name: Used.name });
export const matches = (text) => [Pattern.test(text), Pattern.lastIndex, Names.has('used?')];
`;

interface Program {
  readonly Exported: object;
  readonly provider: Readonly<Record<string, unknown>>;
  readonly made: () => readonly string[];
  readonly withOther: (given: unknown) => object;
  readonly later: () => Promise<{ default: unknown }>;
  readonly used: () => Readonly<Record<string, unknown>>;
  readonly matches: (text: string) => readonly unknown[];
}

const folder = mkdtempSync(path.join(tmpdir(), 'trailhound-lazy-'));
let program: Program;

beforeAll(async () => {
  mkdirSync(path.join(folder, 'zod/v4/classic'), { recursive: true });
  const files = {
    'package.json': '{ "type": "module" }',
    'zod/v4/classic/schemas.js': SCHEMAS,
    'program.js': PROGRAM,
    'main.js': "export const load = () => import('./program.js');",
    'later.js': "export { Exported as default } from './program.js';",
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  await build({
    config: false,
    cwd: folder,
    entry: ['main.js'],
    platform: 'node',
    dts: false,
    minify: true,
    logLevel: 'silent',
    plugins: [startChunk('program.js'), lazyConstants()],
  });
  const { load } = (await import(pathToFileURL(path.join(folder, 'dist/main.mjs')).href)) as {
    load: () => Promise<Program>;
  };
  program = await load();
});

afterAll(() => rmSync(folder, { recursive: true }));

test('A bundle makes its schemas when they are used, once', async () => {
  const { made, used, provider, Exported, later } = program;
  // Another thing is called Hidden, too, and other chunks may import what is exported.
  expect(made()).toEqual(['hidden', 'exported']);
  const { Used, again, record, name } = used();
  expect(made().slice(2)).toEqual(['used', 'used?', 'unused']);
  expect(again).toBe(Used);
  expect(record).toBe(Used);
  expect(name).toBe('used?');
  expect(provider).toMatchObject({ id: 'gong', hidden: 1, entry: { name: 'entry' } });
  expect(provider['Used']).toBe(Used);
  expect(made().slice(2)).toEqual(['used', 'used?', 'unused', 'entry']);
  expect((await later()).default).toBe(Exported);
});

test('A bundle keeps apart what functions call the same, and what a pattern remembers', () => {
  expect(program.withOther(1)).toEqual({ Hidden: 1 });
  expect(program.matches('b')).toEqual([true, 1, true]);
  expect(program.matches('b')).toEqual([false, 0, true]);
});
