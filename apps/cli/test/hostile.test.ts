import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { clean, json } from '../src/output/clean.ts';
import { barLines } from '../src/output/bars.ts';
import { tableLines } from '../src/output/table.ts';
import { fitted, widthOf } from '../src/output/width.ts';
import { trailhound } from './run.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'trailhound-hostile-'));
afterAll(() => rmSync(folder, { recursive: true }));

const HOSTILE = 'a\u{1B}[2J\u{9B}31m\u{7}b\r\nc\u{202E}d\u{200B}e\u{E0041}\u{1B}]0;title\u{7}';

test('Vendor text moves no terminal cursor, rings no bell and hides nothing', () => {
  expect(clean(HOSTILE)).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});

test('JSON output contains no terminal control character and parses back to the same text', () => {
  const line = json({ message: HOSTILE });
  expect(line).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  expect(JSON.parse(line)).toEqual({ message: HOSTILE });
});

test.each([
  ['plain', 5],
  ['日本語', 6],
  ['한국어', 6],
  ['ｆｕｌｌ', 8],
  ['e\u{301}', 1],
  ['🎉', 2],
  ['👩‍🚀', 2],
  ['🇩🇪', 2],
  ['Ünïcödé', 7],
])('%j is %i columns wide', (text, width) => {
  expect(widthOf(text)).toBe(width);
});

test.each([1, 2, 3, 4, 7, 20])('Text fitted to %i columns is exactly that wide', (columns) => {
  for (const text of ['', 'a', 'plain text', '日本語のテキスト', '🎉🎉🎉'])
    expect(widthOf(fitted(text, columns))).toBe(columns);
});

test.each([60, 80, 132])('A table of any characters is at most %i columns wide', (width) => {
  const rows = [['2026-10-01 12:00:00', '日本語'.repeat(30), 'action', '🎉'.repeat(80)]];
  const columns = [{ title: 'TIME' }, { title: 'WHO', most: 20 }, { title: 'WHAT', most: 20 }, { title: 'MESSAGE' }];
  const [head = '', line = ''] = tableLines(columns, rows, width);
  expect(widthOf(head)).toBeLessThanOrEqual(width);
  expect(widthOf(line)).toBeLessThanOrEqual(width);
  expect(line).toContain('2026-10-01 12:00:00');
  expect(line).toContain('…');
});

test('Bars are proportional to their counts', () => {
  const lines = barLines(
    [
      { label: 'one', count: 10 },
      { label: 'two', count: 5 },
    ],
    40,
  );
  const [one = 0, two = 0] = lines.map((line) => line.split('█').length - 1);
  expect(Math.abs(one - two * 2)).toBeLessThanOrEqual(1);
});

test.each([
  [['serch'], /^trailhound: There is no command "serch"\. Did you mean "search"\?/],
  [['search', '--verb', 'login'], /^trailhound: --verb: is not known\. Did you mean "--verbs"\?/],
  [['search', '--verbs', 'logins', '--demo'], /^trailhound: --verbs: .*Valid: create, read, /],
  [['search', 'x'], /^trailhound: "x" is one word too many/],
  [
    ['search', '--demo', '--zendesk-source-id', '5'],
    /--zendesk-source-id works only together with --zendesk-source-type/,
  ],
  [['search', '--demo', '--fields', 'tme'], /^trailhound: --fields: there is no field "tme"/],
  [['search', '--offline', '--demo'], /^trailhound: --offline: there is no archive/],
  [['trace', '--demo'], /^trailhound: WHO is missing/],
  [['export', '--demo'], /^trailhound: --out is missing/],
  [['search'], /^trailhound: No account is connected\. .*GONG_ACCESS_KEY.*--demo/],
  [
    ['archive', 'verify', '--archive', '/nowhere/at/all'],
    /^trailhound: --archive: there is no folder \/nowhere\/at\/all/,
  ],
  [['sync', '--demo', '--budget', '50'], /^trailhound: --budget: "50" is no share/],
  [['follow', '--demo', '--every', 'often'], /^trailhound: --every: "often" is no duration/],
  [['archive', 'erase', 'dana', '--archive', '.'], /Add --yes to do it/],
])('%j is refused with exit code 2 and a sentence, without a stack trace', async (args, said) => {
  const { code, out, err } = await trailhound(args, { HOME: folder });
  expect([code, out]).toEqual([2, '']);
  expect(err).toMatch(said);
  expect(err).not.toMatch(/\n +at /);
});
