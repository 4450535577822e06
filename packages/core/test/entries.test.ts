import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, test } from 'vitest';

const ROOT = path.join(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

const { exports } = JSON.parse(read('package.json')) as { exports: Readonly<Record<string, string>> };
const ENTRIES = Object.entries(exports).flatMap(([name, file]) => {
  const source = /^\.\/dist\/(.+)\.js$/.exec(file)?.[1];
  return source === undefined ? [] : [{ name, file: `src/${source}.ts` }];
});

const LINE = /export (?:type )?\{([^}]*)\} from '[^']+';\n/g;

describe.each(ENTRIES)('The entry $name', ({ file }) => {
  it('starts with a sentence that says it is public, and for whom', () => {
    expect(read(file)).toMatch(/^\/\/ Every export here is public API for .+\.\n/);
  });

  it('is built from its file', () => {
    expect(read('tsdown.config.ts')).toContain(`'${file}'`);
  });
});

test('the entries are eight', () => {
  const names = ENTRIES.map(({ name }) => name);
  expect(names).toEqual(['.', './findings', './ledger', './provider', './reply', './siem', './source', './testing']);
});

test('the main entry exports at most 45 names, none twice, and contains no code', () => {
  const text = read('src/index.ts');
  const names = [...text.matchAll(LINE)].flatMap(([, list = '']) => list.split(','));
  expect(new Set(names.map((name) => name.trim().replace(/^type /, ''))).size).toBe(names.length);
  expect(names.length).toBeGreaterThan(30);
  expect(names.length).toBeLessThanOrEqual(45);
  expect(text.replaceAll(LINE, '').replaceAll(/^\/\/.*\n/gm, '')).toBe('');
});
