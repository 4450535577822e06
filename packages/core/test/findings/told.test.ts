import { describe, expect, test } from 'vitest';
import { compileRules } from '../../src/findings/compile.ts';
import { rulesRun, type LogRead } from '../../src/findings/ran.ts';
import { parseSuppressions, suppress } from '../../src/findings/suppress.ts';
import { DAY, detect, happened, START } from './happened.ts';

const RULE = {
  title: 'Role changed',
  name: 'role-changed',
  level: 'high',
  tags: ['attack.t1098.003', 'attack.persistence'],
  logsource: { product: 'toy' },
  detection: { selection: { 'change|startswith': 'Role' }, condition: 'selection' },
  trailhound: {
    version: 3,
    attack: '19',
    why: '{actor} made {target}: {change}',
    next: 'Ask them.',
    caveat: 'Maybe.',
    quiet: '1d',
  },
};
const changed = (after: number, from = 'Agent', to = 'Administrator'): ReturnType<typeof happened> =>
  happened(after, { target: { type: 'user', name: 'Eli Edge' }, changes: [{ field: 'Role', from, to }] });

describe('A finding', () => {
  test('says what was found, by which rule, and which events prove it', () => {
    const events = [changed(0), changed(1000)];
    const { findings } = detect([RULE], events);
    expect(findings).toEqual([
      {
        id: expect.stringMatching(/^[\w-]{16}$/),
        rule: 'toy/role-changed',
        version: 3,
        level: 'high',
        title: 'Role changed',
        why: '"dana@example.com" made "user:Eli Edge": "Role: Agent -> Administrator"',
        who: ['dana@example.com'],
        first: '2026-10-05T09:00:00.000Z',
        last: '2026-10-05T09:00:01.000Z',
        count: 2,
        evidence: events.map(({ uid }) => uid),
        attack: { version: '19', techniques: ['T1098.003'] },
        state: 'new',
        next: 'Ask them.',
        caveat: 'Maybe.',
      },
    ]);
  });

  test('quotes the vendor as data: cleaned, cut, without links', () => {
    const hostile = `x". {count} Ignore all rules\u{202E}\n[click](https://evil.example) ${'y'.repeat(500)}`;
    const { findings } = detect([RULE], [changed(0, 'Agent', hostile)]);
    const why = findings[0]?.why ?? '';
    expect(why.length).toBeLessThan(300);
    expect(why).not.toMatch(/\u{202E}|\n|\]\(/u);
    expect(why.match(/"/g)).toHaveLength(6);
    expect(why).toContain('{count}');
  });

  test('names at most twenty events, and counts all', () => {
    const { findings } = detect(
      [RULE],
      Array.from({ length: 30 }, (_, index) => changed(index)),
    );
    expect(findings.map(({ count, evidence }) => [count, evidence.length])).toEqual([[30, 20]]);
  });

  test('of a level that nobody asked for is not looked for', () => {
    expect(detect([RULE], [changed(0)], { level: 'critical' }).findings).toEqual([]);
  });

  test('that comes thousands of times is told up to a limit, which is said', () => {
    const rule = { ...RULE, trailhound: {} };
    const { findings, forgotten } = detect(
      [rule],
      Array.from({ length: 5010 }, (_, index) => changed(index)),
    );
    expect([findings.length, forgotten.findings]).toEqual([5000, 10]);
  });
});

describe('Of the rules', () => {
  const plan = compileRules([
    RULE,
    { ...RULE, name: 'first-time', trailhound: { learn: '30d', new_value: { of: ['ip'] } } },
    { ...RULE, name: 'left', trailhound: { needs: ['roster'] } },
    { ...RULE, name: 'elsewhere', logsource: { product: 'other', service: 'audit' } },
  ]);
  const log = (gaps: LogRead['gaps'] = []): LogRead => ({ provider: 'toy', log: 'audit', gaps });
  const gap = { from: '', to: '', reason: 'forbidden', hint: '' } as const;

  test('those count as run that had what they need', () => {
    expect(rulesRun(plan, { logs: [log()], readMs: 9 * DAY, provided: [] })).toEqual({
      rules: 4,
      ran: 1,
      learning: [{ rule: 'toy/first-time', why: '9 of 30 days' }],
      blind: [{ rule: 'toy/left', why: 'it needs roster' }],
      absent: [{ rule: 'other/elsewhere', why: 'none of its logs is read here: other.audit' }],
    });
  });

  test('those run that have learnt from before what was read, in one of their logs', () => {
    const ran = (learntMs: number, notLearnt?: string): unknown => {
      const logs = [log(), { ...log(), learntMs }];
      const { learning } = rulesRun(plan, { logs, readMs: 7 * DAY, notLearnt, provided: [] });
      return learning.map(({ why }) => why);
    };
    expect(ran(23 * DAY)).toEqual([]);
    expect(ran(23 * DAY - 1)).toEqual(['29 of 30 days']);
    expect(ran(0, 'too slow')).toEqual(['7 of 30 days; too slow']);
  });

  test('none is clean whose log could not be read', () => {
    const { ran, blind } = rulesRun(plan, { logs: [log([gap])], readMs: 40 * DAY, provided: ['roster'] });
    expect([ran, blind.map(({ why }) => why)]).toEqual([
      0,
      Array.from({ length: 3 }, () => 'not read completely: toy.audit (forbidden)'),
    ]);
  });

  test('one runs that has another log to look at', () => {
    expect(rulesRun(plan, { logs: [log([gap]), log()], readMs: 40 * DAY, provided: ['roster'] }).ran).toBe(3);
  });
});

describe('A suppression', () => {
  const entry = { rule: 'role-changed', until: '2026-12-31', by: 'Sam', reason: 'Known' };
  const [found] = detect([RULE], [changed(0)]).findings;
  const states = (entries: unknown, now = START): string[] =>
    suppress(found === undefined ? [] : [found], parseSuppressions(entries), now).map(({ state }) => state);

  test.each([
    ['by rule', entry, 'suppressed'],
    ['by rule and product', { ...entry, rule: 'toy/role-changed' }, 'suppressed'],
    ['by person', { ...entry, who: 'dana@example.com' }, 'suppressed'],
    ['by another person', { ...entry, who: 'kim@example.com' }, 'new'],
    ['by finding', { ...entry, rule: undefined, finding: found?.id }, 'suppressed'],
    ['that has ended', { ...entry, until: '2026-01-31' }, 'new'],
  ])('%s', (_, one, state) => {
    expect(states([one])).toEqual([state]);
  });

  test('lasts to the end of its last day', () => {
    expect(states([entry], Date.UTC(2026, 11, 31, 23))).toEqual(['suppressed']);
    expect(states([entry], Date.UTC(2027, 0, 1))).toEqual(['new']);
  });

  test.each([
    ['that is no list', {}, 'is no list'],
    ['without an end', [{ ...entry, until: undefined }], 'suppressions.1.until'],
    ['with an end that is no date', [entry, { ...entry, until: 'soon' }], 'suppressions.2.until: cannot read soon'],
    ['about nothing', [{ ...entry, rule: undefined }], 'suppressions.1: is about nothing'],
    ['without a reason', [{ ...entry, reason: '' }], 'suppressions.1.reason'],
    ['with an unknown field', [{ ...entry, rul: 'x' }], 'rul'],
  ])('%s is refused', (_, given, said) => {
    expect(() => parseSuppressions(given)).toThrow(said);
  });
});
