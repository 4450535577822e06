import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createSimulator } from '@trailhound/simulator';
import { describe, expect, test } from 'vitest';

const ROOT = path.join(import.meta.dirname, '..');
const rows = readFileSync(path.join(ROOT, 'docs/reliability.md'), 'utf8')
  .split('\n')
  .filter((line) => /^\| F\d+ /.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()));
const tests = globSync('packages/*/test/**/*.test.ts', { cwd: ROOT })
  .map((file) => readFileSync(path.join(ROOT, file), 'utf8'))
  .join('\n');

describe('docs/reliability.md', () => {
  test('has a row for each of the 23 failure modes', () => {
    expect(rows.map(([, name]) => name)).toEqual(Array.from({ length: 23 }, (_, index) => `F${index + 1}`));
  });

  test.each(rows.map(([, name = '', , switches = '', proof = '']) => ({ name, switches, proof })))(
    'tells the truth in $name',
    ({ switches, proof }) => {
      const known = new Set(
        createSimulator()
          .switches()
          .map((info) => info.name),
      );
      const named = [...switches.matchAll(/`(\w+)`/g)].map(([, one = '']) => one);
      expect(named.length).toBeGreaterThan(0);
      expect(named.filter((one) => !known.has(one))).toEqual([]);
      const title = /^"(.+)"$/.exec(proof)?.[1] ?? '';
      expect(title).not.toBe('');
      expect(tests).toContain(`'${title}'`);
    },
  );
});
