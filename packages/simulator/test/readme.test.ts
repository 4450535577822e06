import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createSimulator, type SwitchInfo } from '../src/simulator.ts';

function row({ vendor, name, default: value, does, values }: SwitchInfo): string {
  return `| ${vendor} | \`${name}\` | \`${value === '' ? "''" : String(value)}\` | ${does}${values === undefined ? '' : ` One of: ${values.join(', ')}.`} |`;
}

test('the README lists every switch', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const expected = createSimulator().switches().map(row);
  const listed = readme
    .split('<!-- switches -->')[1]
    ?.split('\n')
    .filter((line) => /^\| (all|gong|zendesk|ashby) /.test(line));
  expect(listed?.map(squeeze)).toEqual(expected.map(squeeze));
});

function squeeze(line: string): string {
  return line.replaceAll(/ +/g, ' ');
}
