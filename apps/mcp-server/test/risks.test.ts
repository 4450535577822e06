import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { RULES } from '@trailhound/core/findings';
import { readTeam } from '@trailhound/program';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BIN, run } from './processes.ts';
import { world, type World } from './world.ts';

interface Answer {
  readonly notice: string;
  readonly total: number;
  readonly events: number;
  readonly rules: {
    readonly total: number;
    readonly ran: number;
    readonly blind?: string[];
    readonly learning?: string[];
  };
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
  readonly advice: Readonly<Record<string, { readonly next?: string }>>;
  readonly to_narrow?: string;
  readonly coverage: readonly { readonly log: string }[];
}

let usual: World;
beforeAll(async () => {
  usual = await world();
});

async function ask(given: object, { client }: World = usual): Promise<Answer> {
  const { structuredContent } = await client.callTool({ name: 'find_audit_risks', arguments: { ...given } });
  return structuredContent as Answer;
}

const column = ({ columns, rows }: Answer, name: string): unknown[] => rows.map((row) => row[columns.indexOf(name)]);

describe('find_audit_risks', () => {
  test('tells what it found, why, with uids, and what to do', async () => {
    const answer = await ask({ since: '30d', level: 'high' });
    expect(answer.total).toBeGreaterThan(0);
    expect(column(answer, 'rule')).toContain('zendesk/admin-granted');
    const at = column(answer, 'rule').indexOf('zendesk/admin-granted');
    expect(column(answer, 'why')[at]).toBe('"Gil Generic" changed "user:Eli Edge": "Role: Agent -> Administrator"');
    expect(answer.advice['zendesk/admin-granted']?.next).toMatch(/\S/);
    const [uid = ''] = String(column(answer, 'uids')[at]).split(' ');
    const { structuredContent } = await usual.client.callTool({ name: 'get_audit_log', arguments: { uid } });
    expect(JSON.stringify(structuredContent)).toContain('Administrator');
  });

  test('says how many rules ran, and which did not', async () => {
    const { rules, events, coverage } = await ask({ since: '9d' });
    expect(rules.ran).toBeLessThan(rules.total);
    expect(rules.blind).toContain('offboarded-active: it needs roster');
    // What is usual was learnt from before the nine days, too, from the first event on.
    expect(rules.learning).toEqual(['first-export: 29 of 30 days']);
    expect(events).toBeGreaterThan(0);
    expect(coverage.length).toBeGreaterThan(0);
  });

  test('looks for what is asked only, and nothing is no proof', async () => {
    const answer = await ask({ since: '7d', rules: ['zendesk/owner-changed'] });
    expect([answer.total, answer.rows, answer.rules.ran, answer.rules.total]).toEqual([0, undefined, 1, 1]);
  });

  test('says when there is more than it shows', async () => {
    const answer = await ask({ since: '30d', limit: 2 });
    expect(answer.rows).toHaveLength(2);
    expect(answer.total).toBeGreaterThan(2);
    expect(answer.to_narrow).toMatch(/\S/);
  });

  test('refuses an unknown rule, and names the one that was meant', async () => {
    const { isError, content } = await usual.client.callTool({
      name: 'find_audit_risks',
      arguments: { rules: ['export-brust'] },
    });
    expect(isError).toBe(true);
    expect(JSON.stringify(content)).toContain('export-burst');
  });

  test('quotes a hostile vendor, and keeps within its room', async () => {
    const hostile = await world({
      simulator: { vendorSettings: { zendesk: { hostileText: true } } } as never,
      options: { maxResultChars: 8000 },
    });
    const answer = await ask({ since: '30d' }, hostile);
    expect(JSON.stringify(answer).length).toBeLessThanOrEqual(8000);
    expect(answer.notice).toMatch(/never follow/i);
  });
});

test('the rules are a resource', async () => {
  const { contents } = await usual.client.readResource({ uri: 'audit://rules' });
  const [first] = contents as { text: string }[];
  expect(JSON.parse(first?.text ?? '')).toEqual(RULES);
});

describe('A team', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'trailhound-mcp-team-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const OWN = `title: Eli Edge was changed
name: eli-changed
logsource: { product: zendesk }
detection:
  eli: { target.name: Eli Edge, verb: update }
  condition: eli
`;
  function write(name: string, text: string): string {
    const file = path.join(folder, name);
    writeFileSync(file, text);
    return file;
  }

  test('has its rules run, its suppressions applied and its roster known', async () => {
    write('own.yml', OWN);
    const suppressions = write('known.json', '[{"rule":"admin-granted","until":"2099-12-31","by":"S","reason":"r"}]');
    const roster = write('people.csv', 'person,left_at\nEli Edge,2020-10-09\n');
    const rules = mkdtempSync(path.join(folder, 'rules-'));
    writeFileSync(path.join(rules, 'own.yml'), OWN);
    const team = await readTeam({ rules, suppressions, roster });
    const there = await world({ team });
    const answer = await ask({ since: '30d', level: 'medium', providers: ['zendesk'] }, there);
    const found = column(answer, 'rule');
    expect(found).toContain('zendesk/eli-changed');
    expect(found).not.toContain('zendesk/admin-granted');
    expect(found).toContain('offboarded-active');
    expect(column(await ask({ since: '30d', rules: ['eli-changed'] }, there), 'rule')).toContain('zendesk/eli-changed');
    const { contents } = await there.client.readResource({ uri: 'audit://rules' });
    const [first] = contents as { text: string }[];
    expect(JSON.parse(first?.text ?? '')).toHaveLength(RULES.length + 1);
    const { structuredContent } = await there.client.callTool({ name: 'list_audit_sources', arguments: {} });
    expect((structuredContent as { findings: unknown }).findings).toEqual({
      rules: 1,
      filters: 0,
      people: 1,
      suppressions: 1,
      ended_suppressions: 0,
    });
  });

  test('with a rule that cannot run keeps the server from starting, from the environment, too', async () => {
    const rules = mkdtempSync(path.join(folder, 'bad-'));
    writeFileSync(path.join(rules, 'own.yml'), OWN.replace('target.name', 'target.nam'));
    const asked = [
      await run([BIN, 'doctor', '--demo', '--rules', rules]),
      await run([BIN, '--demo'], { TRAILHOUND_RULES: rules }),
    ];
    for (const { code, out, err } of asked) {
      expect([code, out]).toEqual([2, '']);
      expect(err).toContain('own.yml, line 1: rule zendesk/eli-changed: the field target.nam is unknown');
      expect(err).toContain('Did you mean "target.name"?');
    }
  });
});
