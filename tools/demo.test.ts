import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';

test('The demo answers five questions, with a count and a bar in every row that counts', () => {
  const printed = execFileSync(process.execPath, [path.join(import.meta.dirname, 'demo.ts')], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [, ...answers] = printed.split('\n» ');
  expect(answers).toHaveLength(5);
  const tables = answers.flatMap((answer) => answer.split('\n\n').filter((part) => /^ {2}by /.test(part)));
  expect(tables.map((table) => table.split('\n')[0])).toEqual([
    '  by actor and target',
    '  by day',
    '  by actor and provider',
  ]);
  for (const table of tables) {
    const rows = table.split('\n').filter((line) => !/^(?: {2}(?:by|Covers) .*)?$/.test(line));
    expect(rows.length).toBeGreaterThan(1);
    for (const row of rows) expect(row).toMatch(/^ {2}\S.* \d+ █+$/);
  }
  expect(answers[1]).toMatch(/\d+ events; known as .+@example\.com/);
  expect(printed).not.toMatch(/undefined|NaN|\[object/);
});
