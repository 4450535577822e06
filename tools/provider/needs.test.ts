import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { missing } from './needs.ts';

const ROOT = path.join(import.meta.dirname, '../..');
const NOWHERE = path.join(ROOT, 'nowhere');
const VENDOR = 'zendesk';
const NEEDED = missing(NOWHERE, VENDOR).map((line) => ({ line, file: line.split(': ')[0] ?? '' }));

describe('provider:check', () => {
  let copy: string;
  const restore = (): void => {
    for (const { file } of NEEDED) cpSync(path.join(ROOT, file), path.join(copy, file));
  };
  beforeAll(() => {
    copy = mkdtempSync(path.join(tmpdir(), 'needs-'));
    restore();
  });
  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  test('reports nothing if everything exists', () => {
    expect(NEEDED.length).toBeGreaterThan(15);
    expect(missing(copy, VENDOR)).toEqual([]);
  });

  test.each(NEEDED)('reports what is missing: $line', ({ line, file }) => {
    rmSync(path.join(copy, file));
    expect(missing(copy, VENDOR)).toEqual([line]);
    restore();
  });

  test.each(NEEDED.filter(({ file }) => !file.toLowerCase().includes(VENDOR)))(
    'is said when its place is empty: $line',
    (need) => {
      writeFileSync(path.join(copy, need.file), '');
      expect(missing(copy, VENDOR)).toEqual([need.line]);
      restore();
    },
  );
});

test.each([
  [['zendesk'], 'zendesk: nothing is missing\n', 0],
  [['okta'], /^okta lacks:\n {2}packages\/core\/src\/providers\/okta\/index\.ts: the provider\n/, 1],
  [['Okta'], '', 1],
])('The check reports %j', (ids, said, code) => {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['tools/provider/check.ts', ...ids], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  expect(stdout).toMatch(said);
  expect(status).toBe(code);
  if (said === '') expect(stderr).toContain('Okta is no id: use lower-case letters and digits');
});
