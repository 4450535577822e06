import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connect, providers, type Ports } from '@trailhound/core';
import { RULES } from '@trailhound/core/findings';
import { afterAll, describe, expect, test } from 'vitest';
import { runDoctor } from '../src/doctor.ts';
import { describeTeam, readTeam } from '../src/team.ts';

const NOW = Date.UTC(2026, 9, 1, 12);
const folder = mkdtempSync(path.join(tmpdir(), 'trailhound-team-'));
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

/** A folder of its own with one file of rules. */
function rules(text: string): string {
  const place = mkdtempSync(path.join(folder, 'rules-'));
  writeFileSync(path.join(place, 'own.yml'), text);
  return place;
}

const rule = (name: string, logsource: string, more = ''): string =>
  `title: ${name}\nname: ${name}\nlogsource: ${logsource}\ndetection:\n  made: { verb: create }\n  condition: made\n${more}`;

const ports: Ports = {
  send: async () => ({ status: 401, headers: {}, body: '' }),
  sleep: async () => undefined,
  timeout: () => new AbortController().signal,
  now: () => NOW,
  random: Math.random,
};
const credential = { kind: 'api_key', values: { apiKey: 'key-of-the-test' } } as const;
const connections = [connect(providers.ashby, { credential }, ports)];

const described = async (files: Parameters<typeof readTeam>[0]): Promise<unknown> =>
  describeTeam((await readTeam(files)) ?? {}, connections, NOW);

describe('What a team brings', () => {
  test('is nothing if no option names it, and then nothing is loaded', async () => {
    expect(await readTeam({})).toBeUndefined();
  });

  test('is counted: rules, filters, people, domains, and suppressions by whether they have ended', async () => {
    const filter = `title: Fine\nfilter:\n  rules: [export-made]\n  job: { actor.name: Nightly }\n  condition: job\n`;
    const files = {
      rules: rules(`${rule('a', '{}')}---\n${rule('b', '{ product: ashby }')}---\n${filter}`),
      roster: write('people.csv', 'person,left_at\nDana,\nEli,2026-09-01\n'),
      suppressions: write(
        'known.yml',
        ['2026-12-31', '2020-01-01'].map((until) => `- { rule: a, until: ${until}, by: S, reason: r }\n`).join(''),
      ),
      ownDomains: ['example.com'],
    };
    expect(await described(files)).toEqual({
      rules: 2,
      filters: 1,
      people: 2,
      own_domains: ['example.com'],
      suppressions: 1,
      ended_suppressions: 1,
    });
  });

  test.each([
    ['{ product: ashbi }', '', 'there is no product ashbi. Did you mean "ashby"?'],
    ['{ product: ashby, service: audit }', '', 'ashby has no log audit. '],
    ['{ product: zendesk }', '', 'zendesk is not connected'],
    ['{ service: audit_logs }', '', 'no log that is connected is called audit_logs'],
    ['{}', 'trailhound: { needs: [roster] }\n', 'it needs roster'],
  ])('names the rule with logsource %s %s, which can never match here', async (logsource, more, why) => {
    const team = (await described({ rules: rules(rule('mine', logsource, more)) })) as { never_match: string[] };
    expect(team.never_match).toHaveLength(1);
    expect(team.never_match[0]).toMatch(/^([a-z]+\/)?mine: /);
    expect(team.never_match[0]).toContain(why);
  });

  test.each([
    ['verb: exported', 'no event has the verb exported. Did you mean "export"?'],
    ['flags: [outside]', 'no event has the flags outside. '],
    ['verb: [export], flags: [outside]', 'no event has the flags outside. '],
  ])('names a rule about a word that no event has: %s', async (selection, why) => {
    const text = rule('mine', '{}').replace('verb: create', selection);
    const team = (await described({ rules: rules(text) })) as { never_match: string[] };
    expect(team.never_match).toEqual([expect.stringContaining(`mine: ${why}`)]);
  });

  test.each(['verb: [exported, export]', 'flags|contains: outside', 'action: exported'])(
    'does not name a rule about %s, which may match',
    async (selection) => {
      const text = rule('mine', '{}').replace('verb: create', selection);
      expect(await described({ rules: rules(text) })).not.toHaveProperty('never_match');
    },
  );

  test('does not name rules that can match', async () => {
    expect(await described({ rules: rules(rule('mine', '{ product: ashby }')) })).not.toHaveProperty('never_match');
  });

  test('is shown by the doctor, with a warning for each rule that can never match', async () => {
    const team = await readTeam({ rules: rules(rule('mine', '{ product: zendesk }')) });
    const printed: string[] = [];
    const visit = { connections, problems: [], warnings: [], now: ports.now, deadline: 3600, where: '', team };
    await runDoctor({ ...visit, json: false }, (text) => void printed.push(text));
    expect(printed.join('')).toMatch(/✓ For findings\n {4}rules +1\n/);
    expect(printed.join('')).toContain('! A rule can never match here. zendesk/mine: zendesk is not connected\n');
  });
});

describe('Bad input is refused with file, line and what to write:', () => {
  test.each([
    [
      'the second rule',
      () => ({ rules: rules(`${rule('a', '{}')}---\n${rule('b', '{}', 'level: bad\n')}`) }),
      'own.yml, line 8: rule b: level',
    ],
    [
      'a rule without a name',
      () => ({ rules: rules(`${rule('a', '{}')}---\n- 1\n`) }),
      `own.yml, line 8: rule number ${RULES.length + 2}: it is no mapping`,
    ],
    [
      'a hole in a table',
      () => ({ roster: write('r.csv', 'person,emails\nDana,d@example.com\n\n,e@example.com\n') }),
      'r.csv, line 4: roster.2.person',
    ],
    [
      'a hole in a list',
      () => ({ roster: write('r.yml', '- person: Dana\n- emails: [e@example.com]\n') }),
      'r.yml, line 2: roster.2.person',
    ],
    ['an empty roster', () => ({ roster: write('empty.yml', '') }), 'empty.yml, line 1: roster: is no list'],
    [
      'a suppression without an end',
      () => ({
        suppressions: write(
          's.yml',
          '# known\n- rule: a\n  until: 2026-12-31\n  by: S\n  reason: r\n- rule: b\n  by: S\n  reason: r\n',
        ),
      }),
      's.yml, line 6: suppressions.2.until',
    ],
    [
      'JSON without an end',
      () => ({ suppressions: write('s.json', '[\n  { "rule": "a", "by": "S", "reason": "r" }\n]\n') }),
      's.json, line 2: suppressions.1.until',
    ],
  ])('%s', async (_, files, message) => {
    const refused = expect.objectContaining({
      message: expect.stringContaining(message) as string,
      hint: expect.stringMatching(/\S/) as string,
    });
    await expect(readTeam(files())).rejects.toEqual(refused);
  });
});
