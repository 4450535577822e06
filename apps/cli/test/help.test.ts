import { providers } from '@trailhound/core';
import { inSentence } from '@trailhound/core/reply';
import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../src/commands.ts';
import { isOldNode, needsNewerNode } from '../src/node-version.ts';
import { lineOf, progressLine } from '../src/output/progress.ts';
import { parseDuration } from '../src/duration.ts';
import { trailhound } from './run.ts';

describe('trailhound --help', () => {
  test('lists the commands, examples and exit codes', async () => {
    const { code, out } = await trailhound(['--help']);
    expect(code).toBe(0);
    const products = inSentence(Object.values(providers).map(({ label }) => label));
    await expect(out.replace(products, 'PRODUCTS')).toMatchFileSnapshot('golden/help.txt');
    expect((await trailhound([])).out).toBe(out);
  });

  test('for a command lists and explains its options', async () => {
    const { out } = await trailhound(['sync', '--help']);
    await expect(out).toMatchFileSnapshot('golden/sync-help.txt');
    expect((await trailhound(['help', 'sync'])).out).toBe(out);
  });

  test.each(Object.keys(COMMANDS))('for %s has an example and describes every option', async (name) => {
    const { code, out } = await trailhound([...name.split(' '), '--help']);
    expect(code).toBe(0);
    expect(out).toContain(`  trailhound ${name}`);
    const command = await COMMANDS[name]?.load();
    for (const schema of Object.values(command?.options.shape ?? {})) expect(schema.description).toMatch(/\w/);
  });

  test('prints the version', async () => {
    expect((await trailhound(['--version'])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

test.each([
  ['18.20.4', true],
  ['20.19.0', true],
  ['22.18.0', true],
  ['22.19.0', false],
  ['24.0.0', false],
])('Node %s is too old: %s', (version, isOld) => {
  expect(isOldNode(version)).toBe(isOld);
  expect(needsNewerNode(version)).toContain(`22.19 or newer, and this is ${version}`);
});

describe('Progress', () => {
  test('shows rate, percentage and time left', () => {
    expect(lineOf(12_000, 60_000, 0.25)).toBe('12,000 entries, 200 a second, 25 %, 3 min left');
    expect(lineOf(100, 1000, undefined)).toBe('100 entries, 100 a second');
    expect(lineOf(100, 10_000, 0.5)).toBe('100 entries, 10 a second, 50 %, 10 s left');
  });

  test('is silent for a second, then updates at most five times a second', () => {
    const shown: string[] = [];
    let now = 0;
    const tell = progressLine(
      (line) => shown.push(line),
      () => undefined,
      () => now,
    );
    for (now = 0; now < 2000; now += 10) tell({ pages: 1, scanned: now, matched: 0 });
    expect(shown).toHaveLength(5);
  });
});

test.each([
  ['30s', 30_000],
  ['5m', 300_000],
  ['400d', 34_560_000_000],
])('%s is a duration', (given, ms) => {
  expect(parseDuration(given, 'every')).toBe(ms);
});
