import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Finding, Risks } from '@trailhound/core/findings';
import { startSimulator, type Simulator } from '@trailhound/simulator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inShell, trailhound, type Ended } from './run.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'trailhound-risks-'));
const DAY = 86_400_000;
const GRANTED = 'zendesk/admin-granted';
let simulator: Simulator;
let env: Record<string, string>;

beforeAll(async () => {
  // Long enough for the stories at fixed places: an administrator, a key, an export.
  simulator = await startSimulator({ events: 40, from: Date.now() - 6 * DAY, unlimited: true });
  const { email = '', apiToken = '' } = simulator.credentials('zendesk')['api_token'] ?? {};
  env = { ZENDESK_BASE_URL: simulator.baseUrl('zendesk'), ZENDESK_EMAIL: email, ZENDESK_API_TOKEN: apiToken };
});
afterAll(async () => {
  await simulator.close();
  rmSync(folder, { recursive: true });
});

const run = (args: readonly string[], more: Record<string, string> = {}): Promise<Ended> =>
  trailhound(['risks', '--since', '7d', ...args], { ...env, ...more });
const found = async (args: readonly string[]): Promise<Risks> =>
  JSON.parse((await run([...args, '--format', 'json'])).out) as Risks;
const names = (findings: readonly Finding[]): string[] => findings.map(({ rule }) => rule);

function write(name: string, text: string): string {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

describe('trailhound risks', () => {
  test('exits with 1 and tells what it found, with the events that prove it', async () => {
    const { code, out, err } = await run(['--level', 'high']);
    expect(code).toBe(1);
    const row = out
      .split('\n')
      .find((line) => line.includes(GRANTED))
      ?.split('\t');
    expect(row?.slice(0, 2)).toEqual(['high', GRANTED]);
    expect(row?.[6]).toBe('"Gil Generic" changed "user:Eli Edge": "Role: Agent -> Administrator"');
    expect(row?.[8]).toMatch(/^zendesk-/);
    expect(err).toMatch(/^\d+ findings by \d+ of \d+ rules over 40 events\n/);
    expect(err).toContain('blind: offboarded-active, it needs roster');
    expect(err).toContain('\nComplete: zendesk.audit_logs');
  });

  test('finds in a month of the demo each incident once, and little else', async () => {
    const { out } = await trailhound(['risks', '--demo', '--since', '30d', '--format', 'json']);
    const { findings } = JSON.parse(out) as Risks;
    expect(findings.length).toBeLessThan(80);
    for (const rule of ['grant-key-export', GRANTED, 'large-export', 'impersonated-from-outside'])
      expect(names(findings).filter((name) => name === rule)).toEqual([rule]);
  });

  test('exits with 0 if nothing was found and everything could be read', async () => {
    const { code, out, err } = await run(['--only', 'zendesk/owner-changed']);
    expect([code, out]).toEqual([0, '']);
    expect(err).toMatch(/^0 findings by 1 of 1 rules over 40 events\n/);
  });

  test('exits with 3 if nothing was found, but not everything could be read', async () => {
    const ashby = { ASHBY_BASE_URL: simulator.baseUrl('ashby'), ASHBY_API_KEY: 'wrong' };
    const { code, err } = await run(['--only', 'zendesk/owner-changed'], ashby);
    expect(code).toBe(3);
    expect(err).toContain('NOT COMPLETE');
  });

  test.each([
    ['an unknown level', ['--level', 'terrible'], '--level'],
    ['an unknown rule', ['--only', 'export-brust'], 'Did you mean "export-burst"?'],
    ['a folder that is not there', ['--rules', path.join(folder, 'nothing')], 'ENOENT'],
  ])('exits with 2 for %s', async (_, args, said) => {
    const { code, err } = await run(args);
    expect(code).toBe(2);
    expect(err).toContain(said);
  });

  test('prints one JSON object with findings, rules and coverage', async () => {
    const { findings, rules, coverage, complete } = await found([]);
    expect(names(findings)).toContain(GRANTED);
    expect(rules.ran).toBeGreaterThan(10);
    expect(coverage.map(({ log }) => log)).toEqual(['audit_logs']);
    expect(complete).toBe(true);
  });

  test('prints a line of OCSF for each finding', async () => {
    const { out } = await run(['--format', 'ocsf', '--level', 'high']);
    const lines = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(new Set(lines.map((line) => line['type_uid']))).toEqual(new Set([200_401]));
    expect(lines).toHaveLength((await found(['--level', 'high'])).findings.length);
  });

  test('finds the same in an archive, without asking a vendor', async () => {
    const archive = path.join(folder, 'archive');
    const until = new Date(Date.now() - DAY).toISOString();
    // The time before the window belongs to it, for what rules learn from.
    await trailhound(['sync', '--once', '--archive', archive, '--since', '45d'], env);
    const window = ['--until', until];
    const live = await found(window);
    const kept = JSON.parse(
      (await run([...window, '--since', live.query.since, '--archive', archive, '--offline', '--format', 'json'])).out,
    ) as Risks;
    expect(kept.findings).toEqual(live.findings);
    expect(kept.findings.length).toBeGreaterThan(0);
  });
});

describe('Suppressions', () => {
  const entry = (until: string): string => `- rule: admin-granted\n  until: ${until}\n  by: Sam\n  reason: known\n`;

  test('leave out findings until their end, and are counted', async () => {
    const file = write('dealt-with.yml', entry('2099-12-31'));
    const { err, out } = await run(['--suppressions', file, '--only', GRANTED]);
    expect(out).toBe('');
    expect(err).toContain('left out: 1 suppressed findings');
    const ended = write('ended.yml', entry('2020-01-31'));
    expect(names((await found(['--suppressions', ended, '--only', GRANTED])).findings)).toEqual([GRANTED]);
  });

  test('without an end are refused, with the file', async () => {
    const file = write('endless.yml', '- rule: admin-granted\n  by: Sam\n  reason: known\n');
    const { code, err } = await run(['--suppressions', file]);
    expect(code).toBe(2);
    expect(err).toContain(`${file}, line 1: suppressions.1.until`);
  });
});

describe('A roster', () => {
  test.each([
    ['with a hole', 'person,emails\n,dana@example.com\n', 'roster.1.person'],
    ['with a cell too many', 'person,left_at\nDana,2026-10-09,x\n', 'roster.csv, line 2: 3 cells instead of 2'],
    ['with an unknown column', 'person,left\nDana,2026-10-09\n', '"left"'],
    ['with a date that is none', 'person,left_at\nDana,soon\n', 'roster.1.left_at: cannot read soon'],
  ])('%s is refused, with the file', async (_, text, said) => {
    const { code, err } = await run(['--roster', write('roster.csv', text)]);
    expect(code).toBe(2);
    expect(err).toContain('roster.csv');
    expect(err).toContain(said);
  });
});

describe('Rules of a team', () => {
  const RULE = `title: A macro was deleted
name: macro-deleted
level: low
logsource: { product: zendesk, service: audit_logs }
taxonomy: raw
detection:
  selection:
    source_type: user
    change_description|contains: Administrator
  condition: selection
`;
  const FILTER = `title: Gil may do this
filter:
  rules: [admin-granted, macro-deleted]
  gil: { actor.name: Gil Generic }
  condition: gil
`;

  test('run beside the own ones', async () => {
    write('good/macros.yml', RULE);
    expect(names((await found(['--rules', path.join(folder, 'good'), '--only', 'macro-deleted'])).findings)).toEqual([
      'zendesk/macro-deleted',
    ]);
  });

  test('can exclude events, which are counted', async () => {
    write('filtered/all.yml', `${RULE}---\n${FILTER}`);
    const { findings, filtered } = await found(['--rules', path.join(folder, 'filtered')]);
    expect(names(findings)).not.toContain(GRANTED);
    expect(filtered).toBeGreaterThanOrEqual(2);
  });

  test.each([
    ['broken YAML', 'a: b\n c: d', 'rule.yml, line 1: '],
    [
      'an unknown field',
      RULE.replace('taxonomy: raw\n', ''),
      'rule.yml, line 1: rule zendesk/macro-deleted: the field source_type is unknown',
    ],
    [
      'an unknown modifier',
      RULE.replace('contains', 'has'),
      'rule.yml, line 1: rule zendesk/macro-deleted: the modifier has is unknown',
    ],
    [
      'an alias that explodes',
      `a: &a [1,1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c]`,
      'rule.yml',
    ],
  ])('are refused for %s, with the file', async (what, text, said) => {
    const place = `bad ${what}`.replaceAll(' ', '-');
    write(`${place}/rule.yml`, text);
    const { code, err } = await run(['--rules', path.join(folder, place)]);
    expect(code).toBe(2);
    expect(err).toContain(said);
  });
});

describe('The guide to findings:', () => {
  const guide = readFileSync(path.join(import.meta.dirname, '../../../docs/findings.md'), 'utf8');
  const blocks = (language: string): string[] =>
    [...guide.matchAll(new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``, 'g'))].map(([, block = '']) => block);
  const commands = blocks('sh').flatMap((block) => block.trim().split('\n'));

  beforeAll(() => {
    write('roster.csv', blocks('csv')[0] ?? '');
    for (const block of blocks('yaml')) write(/^# (\S+)\n/.exec(block)?.[1] ?? '', block);
  });

  test.each(commands)('%s works as written', async (line) => {
    // A code other than 0 fails the shell, and the test with it.
    expect(await inShell(line, {}, folder)).toBeDefined();
  });

  test('its roster finds who had left', async () => {
    const args = [
      '--demo',
      '--since',
      '30d',
      '--only',
      'offboarded-active',
      '--roster',
      path.join(folder, 'roster.csv'),
    ];
    const { out } = await trailhound(['risks', ...args]);
    expect(out).toMatch(/^critical\toffboarded-active\t/);
    expect(out).not.toContain('dana');
  });

  test('its rule finds what it is about', async () => {
    const { code, out } = await trailhound([
      'risks',
      '--demo',
      '--since',
      '30d',
      '--rules',
      path.join(folder, 'rules'),
      '--only',
      'exports-everywhere',
    ]);
    expect(code).toBe(1);
    expect(out).toContain('exports-everywhere');
  });
});
