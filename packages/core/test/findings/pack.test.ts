import { describe, expect, test } from 'vitest';
import { compileRules } from '../../src/findings/compile.ts';
import { RULES } from '../../src/findings/pack/index.ts';
import { parseRoster } from '../../src/findings/roster.ts';
import type { Surroundings } from '../../src/findings/sight.ts';
import { ASHBY, ashby } from './cases/ashby.ts';
import { eventOf, type Entry, type RuleCases } from './cases/case.ts';
import { activity, GONG, opened, played } from './cases/gong.ts';
import { PLAIN, ZENDESK, zendesk } from './cases/zendesk.ts';
import { AROUND, DAY, detect, HOUR, MINUTE, START } from './happened.ts';

const CASES: readonly RuleCases[] = [...ZENDESK, ...GONG, ...ASHBY];

const around: Surroundings = {
  ...AROUND,
  ownDomains: ['example.com'],
  roster: parseRoster([
    { person: 'Gone', emails: ['gone@example.com'], left_at: new Date(START - DAY).toISOString() },
    { person: 'Boss', emails: ['boss@example.com'], privileged: true },
  ]),
};

type Timed = readonly [after: number, entry: Entry];

function found(entries: readonly Timed[], since = START): string[] {
  const events = entries.map(([after, entry]) => eventOf(entry, after));
  return detect(RULES, events, { around, since }).findings.map(({ rule }) => rule);
}

describe.each(CASES)('$rule', ({ rule, found: positives, missed }) => {
  const at: readonly (readonly [string, Entry])[] = Object.entries(positives);
  test.for(at)('finds: %s', ([, entry]) => {
    expect(found([[0, entry]])).toContain(rule);
  });

  test.for(Object.entries(missed))('leaves alone: %s', ([, entry]) => {
    expect(found([[0, entry]])).not.toContain(rule);
  });
});

test('each rule that can be tested with one entry has near misses', () => {
  for (const { rule, missed } of CASES) expect(Object.keys(missed).length, rule).toBeGreaterThanOrEqual(2);
});

test.each(PLAIN)('the plain case: %s', (_, entry, rule, level) => {
  const { findings } = detect(RULES, [eventOf(entry)], { around });
  expect(findings.map((finding) => `${finding.rule} ${finding.level}`)).toContain(`zendesk/${rule} ${level}`);
});

const times = (count: number, apart: number, entryOf: (index: number) => Entry): Timed[] =>
  Array.from({ length: count }, (_, index) => [index * apart, entryOf(index)] as const);

describe('A rule that counts finds as many as it says within its time, and not fewer or later', () => {
  const suspended = (index: number): Entry =>
    zendesk({
      action: 'create',
      source_type: 'user_setting',
      source_id: index,
      source_label: `Suspension state: P${index}`,
      change_description: 'Suspended',
    });
  const rows: readonly (readonly [string, number, number, (index: number) => Entry])[] = [
    ['suspension-wave', 5, HOUR, suspended],
    ['export-burst', 5, DAY, () => activity({ verb: 'GET', endpoint: '/export/calls', action: 'ExportCalls' })],
    ['share-burst', 8, DAY, () => activity({ endpoint: '/call/share', column: 'expires', from: null, to: 'x' })],
    ['link-spread', 6, DAY, (index) => opened('1', `192.0.2.${index}`)],
    [
      'candidate-spree',
      30,
      HOUR,
      (index) => ashby({ category: 'CandidateViewed', type: 'candidate', id: `c${index}` }),
    ],
    ['delete-spree', 20, HOUR, () => ashby({ category: 'JobDeleted' })],
    ['denied-burst', 10, 10 * MINUTE, () => denied()],
  ];

  function denied(): Entry {
    const logRecord = { method: 'GET', requested_url: '/admin', status: 403 };
    return {
      provider: 'gong',
      log: 'AccessLog',
      entry: { userId: '41', userEmailAddress: 'dana@example.com', logRecord },
    };
  }

  test.each(rows)('%s: %d', (rule, count, span, entryOf) => {
    const spread = (length: number): Timed[] =>
      times(count, 0, entryOf).map(([, entry], index) => [index === count - 1 ? length : index, entry]);
    expect(found(times(count - 1, 1, entryOf))).not.toContain(rule);
    expect(found(spread(span))).toContain(rule);
    expect(found(spread(span + 1))).not.toContain(rule);
  });

  test('distinct calls and people, not how often', () => {
    expect(found(times(50, 1, () => opened('1', '192.0.2.1')))).not.toContain('link-spread');
    expect(found(times(50, 1, () => suspended(1)))).not.toContain('suspension-wave');
  });

  test('call-binge: twenty calls, far above what is usual for the person', () => {
    const usual = (perDay: number): Timed[] =>
      Array.from({ length: 20 }, (_, day) =>
        times(perDay, MINUTE, (index) => played(`${day}-${index}`)).map(
          ([after, entry]) => [day * DAY + after, entry] as const,
        ),
      ).flat();
    const binge = (count: number): Timed[] =>
      times(count, MINUTE, (index) => played(`b${index}`)).map(([after, entry]) => [20.5 * DAY + after, entry]);
    expect(found([...usual(2), ...binge(20)])).toContain('call-binge');
    expect(found([...usual(2), ...binge(19)])).not.toContain('call-binge');
    expect(found([...usual(5), ...binge(20)])).not.toContain('call-binge');
    expect(found([...usual(2), ...binge(20)], START + 10 * DAY)).not.toContain('call-binge');
  });
});

describe('A sequence', () => {
  const granted = zendesk({
    source_type: 'user',
    source_id: 9,
    source_label: 'Eli Edge',
    change_description: 'Role changed from Agent to Administrator',
  });
  const eli = { actor_id: 9, actor_name: 'Eli Edge' };
  const token = zendesk({ ...eli, action: 'create', source_type: 'api_token', source_label: 'API token: a' });
  const exported = zendesk({
    ...eli,
    action: 'exported',
    source_type: 'ticket',
    source_label: 'x',
    change_description: 'Exported 300 tickets',
  });
  const inGong = activity(
    { verb: 'GET', endpoint: '/export/calls', action: 'ExportCalls' },
    { userId: '77', userEmailAddress: 'eli@example.com', userFullName: 'Eli Edge' },
  );

  test('fresh-admin-makes-key: within a day, by the same person', () => {
    expect(
      found([
        [0, granted],
        [DAY, token],
      ]),
    ).toContain('fresh-admin-makes-key');
    expect(
      found([
        [0, granted],
        [DAY + 1, token],
      ]),
    ).not.toContain('fresh-admin-makes-key');
    expect(
      found([
        [0, granted],
        [1, zendesk({ action: 'create', source_type: 'api_token' })],
      ]),
    ).not.toContain('fresh-admin-makes-key');
    expect(
      found([
        [0, token],
        [1, granted],
      ]),
    ).not.toContain('fresh-admin-makes-key');
  });

  test('grant-key-export: within two days, and across products by name', () => {
    expect(
      found([
        [0, granted],
        [1, token],
        [2 * DAY, exported],
      ]),
    ).toContain('grant-key-export');
    expect(
      found([
        [0, granted],
        [1, token],
        [2 * DAY + 1, exported],
      ]),
    ).not.toContain('grant-key-export');
    expect(
      found([
        [0, granted],
        [1, token],
        [HOUR, inGong],
      ]),
    ).toContain('grant-key-export');
    expect(
      found([
        [0, granted],
        [1, exported],
      ]),
    ).not.toContain('grant-key-export');
  });

  test('tells the whole story', () => {
    const events = [granted, token, exported].map((entry, index) => eventOf(entry, index * HOUR));
    const first = detect(RULES, events, { around }).findings.find(({ rule }) => rule === 'grant-key-export');
    expect(first?.why).toMatch(
      /^"Gil Generic" changed "user:Eli Edge": "Role: Agent -> Administrator"; then "Eli Edge" created .*; then "Eli Edge" exported: /,
    );
    expect(first?.evidence).toEqual(events.map(({ uid }) => uid));
  });
});

describe('A baseline', () => {
  const exporting = ashby({ category: 'CandidatesExported' });
  const elsewhere: Entry = {
    ...exporting,
    entry: { ...exporting.entry, request: { id: 'r', ipAddress: '203.0.113.9' } },
  };
  const key = (id: string): Entry =>
    ashby({ category: 'CandidateCreated', actor: { type: 'ApiUser', id, email: null, name: null } });

  test('new-address-privileged: an address that the person never used', () => {
    expect(
      found([
        [0, exporting],
        [15 * DAY, elsewhere],
      ]),
    ).toContain('new-address-privileged');
    expect(
      found([
        [0, exporting],
        [10 * DAY, exporting],
        [15 * DAY, exporting],
      ]),
    ).not.toContain('new-address-privileged');
    expect(
      found([
        [0, exporting],
        [13 * DAY, elsewhere],
      ]),
    ).not.toContain('new-address-privileged');
    // Of somebody who was not known before, every address would be new.
    expect(found([[15 * DAY, elsewhere]])).not.toContain('new-address-privileged');
  });

  test('first-export: somebody who has not exported for a month', () => {
    expect(found([[31 * DAY, exporting]])).toContain('first-export');
    expect(
      found([
        [5 * DAY, exporting],
        [31 * DAY, exporting],
      ]),
    ).not.toContain('first-export');
  });

  test('new-service-key: a key that was not seen for two weeks', () => {
    expect(
      found([
        [0, key('old')],
        [15 * DAY, key('new')],
      ]),
    ).toContain('new-service-key');
    expect(
      found([
        [5 * DAY, key('old')],
        [15 * DAY, key('old')],
      ]),
    ).not.toContain('new-service-key');
  });

  test('audit-gap: a log that is silent for far longer than ever', () => {
    const daily = times(16, DAY, () => exporting);
    expect(found([...daily, [20 * DAY, exporting]])).toEqual(expect.arrayContaining(['audit-gap']));
    const now = { around, now: START + 17 * DAY };
    const events = daily.map(([after, entry]) => eventOf(entry, after));
    expect(detect(RULES, events, now).findings.map(({ rule }) => rule)).not.toContain('audit-gap');
  });

  test('export-off-hours: at night and at the weekend', () => {
    expect(found([[12 * HOUR, exporting]])).toContain('export-off-hours');
    expect(found([[5 * DAY, exporting]])).toContain('export-off-hours');
    expect(found([[2 * HOUR, exporting]])).not.toContain('export-off-hours');
  });
});

describe('The rules', () => {
  const told = RULES.filter(({ level }) => level !== 'informational');

  test('are at least thirty, and compile', () => {
    const { watches } = compileRules(RULES);
    expect(new Set(watches.map(({ rule }) => rule.name)).size).toBeGreaterThanOrEqual(31);
  });

  test.each(told)(
    '$name ($title) says why, what next, how sure, and which technique',
    ({ trailhound, tags = [], falsepositives = [], level, ...rule }) => {
      expect(level).toBeDefined();
      expect(tags).toEqual([expect.stringMatching(/^attack\.t\d{4}(\.\d{3})?$/)]);
      expect(falsepositives.length).toBeGreaterThan(0);
      expect(trailhound?.attack).toBe('19');
      expect(trailhound?.next).toMatch(/\.$/);
      if (!('correlation' in rule)) expect(trailhound?.why).toMatch(/\{\w+\}/);
    },
  );
});
