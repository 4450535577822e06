import { describe, expect, test } from 'vitest';
import type { AuditEvent } from '../../src/event.ts';
import { DAY, detect, happened, HOUR, MINUTE, person, START } from './happened.ts';

const LOGS = { category: 'audit' };
const rule = (name: string, selection: object, more: object = {}): object => ({
  title: name,
  name,
  logsource: LOGS,
  detection: { selection, condition: 'selection' },
  ...more,
});
const EXPORT = rule('export', { verb: 'export' });
const correlation = (more: object, outside: object = {}): object => ({
  title: 'together',
  name: 'together',
  level: 'high',
  correlation: { type: 'event_count', rules: 'export', 'group-by': ['actor.key'], timespan: '1h', ...more },
  ...outside,
});
const exported = (after: number, fields: Partial<AuditEvent> = {}): AuditEvent =>
  happened(after, { verb: 'export', ...fields });

function summaries(rules: readonly object[], events: readonly AuditEvent[], since?: number): string[] {
  return detect(rules, events, since === undefined ? {} : { since }).findings.map(
    ({ rule: name, count, first, last }) =>
      `${name} ${count} ${(Date.parse(first) - START) / MINUTE}-${(Date.parse(last) - START) / MINUTE}`,
  );
}

describe('A count', () => {
  const three = [EXPORT, correlation({ condition: { gte: 3 } })];

  test('is reached by as many events as the rule says, and not by fewer', () => {
    expect(summaries(three, [exported(0), exported(1)])).toEqual([]);
    expect(summaries(three, [exported(0), exported(MINUTE), exported(2 * MINUTE)])).toEqual(['together 3 0-2']);
  });

  test('is reached within the time, to the millisecond', () => {
    expect(summaries(three, [exported(0), exported(MINUTE), exported(HOUR)])).toEqual(['together 3 0-60']);
    expect(summaries(three, [exported(0), exported(MINUTE), exported(HOUR + 1)])).toEqual([]);
  });

  test('is one finding for as long as it goes on, and another after a pause', () => {
    const events = [0, 1, 2, 3, 50].map((minute) => exported(minute * MINUTE));
    const later = [200, 201, 202].map((minute) => exported(minute * MINUTE));
    expect(summaries(three, [...events, ...later])).toEqual(['together 3 200-202', 'together 5 0-50']);
  });

  test('is kept by person', () => {
    const events = ['ann', 'bob', 'ann', 'bob'].map((name, index) => exported(index, { actor: person(name) }));
    expect(summaries(three, events)).toEqual([]);
  });

  test('of distinct values does not count a value twice', () => {
    const rules = [EXPORT, correlation({ type: 'value_count', condition: { field: 'ip', gte: 3 } })];
    const from = (...ips: string[]): AuditEvent[] => ips.map((ip, index) => exported(index * MINUTE, { ip }));
    expect(summaries(rules, from('1', '1', '2', '2'))).toEqual([]);
    expect(summaries(rules, from('1', '1', '2', '3'))).toEqual(['together 4 0-3']);
  });

  test.each([
    ['value_sum', { gte: 300 }, [100, 199], [100, 200]],
    ['value_avg', { gt: 100 }, [50, 150], [50, 151]],
    ['value_percentile', { gte: 500, percentile: 90 }, [1, 2, 499], [1, 2, 500]],
  ])('of the kind %s adds up what the field says', (type, condition, less, more) => {
    const rules = [EXPORT, correlation({ type, condition: { field: 'exported', ...condition } })];
    const rows = (list: readonly number[]): AuditEvent[] =>
      list.map((count, index) => exported(index * MINUTE, { message: `Exported ${count} tickets` }));
    expect(summaries(rules, rows(less))).toEqual([]);
    expect(summaries(rules, rows(more))).toHaveLength(1);
  });

  test.each([
    [{ eq: 2 }, 1],
    [{ lt: 2 }, 1],
    [{ neq: 1 }, 1],
    [{ gt: 3 }, 0],
    [{ gte: 2, lte: 2 }, 1],
  ])('meets the limits %j', (condition, found) => {
    const events = [exported(0), exported(MINUTE), exported(2 * MINUTE)];
    expect(summaries([EXPORT, correlation({ condition })], events)).toHaveLength(found);
  });

  test('above its own median ignores who does that every day, and learns first', () => {
    const rules = [
      EXPORT,
      correlation({ condition: { gte: 3 } }, { trailhound: { above_own_median: 2, learn: '14d' } }),
    ];
    const days = (count: number, perDay: number): AuditEvent[] =>
      Array.from({ length: count }, (_, day) =>
        Array.from({ length: perDay }, (__, index) => exported(day * DAY + index * MINUTE)),
      ).flat();
    const burst = [0, 1, 2, 3].map((minute) => exported(20 * DAY + minute * MINUTE));
    expect(summaries(rules, [...days(20, 4), ...burst])).toEqual([]);
    expect(summaries(rules, [...days(20, 1), ...burst])).toHaveLength(1);
    expect(summaries(rules, [...days(20, 1), ...burst], START + 7 * DAY)).toEqual([]);
  });
});

describe('A sequence', () => {
  const GRANT = rule('grant', { 'change|contains': 'role' }, { trailhound: { why: '{actor} promoted {target}' } });
  const KEY = rule('key', { verb: 'create' }, { trailhound: { why: '{actor} made a key' } });
  const sequence = (type = 'temporal_ordered', more: object = {}): object[] => [
    GRANT,
    KEY,
    correlation({
      type,
      rules: ['grant', 'key'],
      'group-by': ['person'],
      aliases: { person: { grant: 'target.key', key: 'actor.key' } },
      ...more,
    }),
  ];
  const granted = (after: number, id: string, fields: Partial<AuditEvent> = {}): AuditEvent =>
    happened(after, {
      target: { type: 'user', id: `id of ${id}` },
      changes: [{ field: 'role', to: 'admin' }],
      ...fields,
    });
  const made = (after: number, name: string, fields: Partial<AuditEvent> = {}): AuditEvent =>
    happened(after, { verb: 'create', actor: person(name), ...fields });

  test('joins the target of one event with the actor of the next', () => {
    expect(summaries(sequence(), [granted(0, 'ann'), made(MINUTE, 'bob'), made(2 * MINUTE, 'ann')])).toEqual([
      'together 2 0-2',
    ]);
  });

  test('has an order, unless the rule needs none', () => {
    const events = [made(0, 'ann'), granted(MINUTE, 'ann')];
    expect(summaries(sequence(), events)).toEqual([]);
    expect(summaries(sequence('temporal'), events)).toEqual(['together 2 0-1']);
  });

  test('happens within the time, to the millisecond', () => {
    expect(summaries(sequence(), [granted(0, 'ann'), made(HOUR, 'ann')])).toHaveLength(1);
    expect(summaries(sequence(), [granted(0, 'ann'), made(HOUR + 1, 'ann')])).toEqual([]);
  });

  test('says what happened step by step, and hides the rules that it is made of', () => {
    const { findings } = detect(sequence(), [granted(0, 'ann'), made(MINUTE, 'ann')]);
    expect(findings.map(({ rule: name, why }) => [name, why])).toEqual([
      ['together', '"dana@example.com" promoted "user:id of ann"; then "ann@example.com" made a key'],
    ]);
  });

  test('leaves the rules that it is made of in sight if it generates them', () => {
    const { findings } = detect(sequence('temporal_ordered', { generate: true }), [granted(0, 'ann')]);
    expect(findings.map(({ rule: name }) => name)).toEqual(['grant']);
  });

  test('crosses products by the names that events have told before', () => {
    const known = happened(0, { actor: person('ann') });
    const elsewhere = made(2 * MINUTE, 'ann', { provider: 'other', tenant: 'x' });
    expect(summaries(sequence(), [known, granted(MINUTE, 'ann'), elsewhere])).toHaveLength(1);
    expect(summaries(sequence(), [granted(MINUTE, 'ann'), elsewhere])).toEqual([]);
  });

  test('is found once, whatever names of a person join it', () => {
    const events = [granted(0, 'ann'), made(1, 'ann'), made(2, 'ann'), granted(3, 'ann'), made(4, 'ann')];
    const elsewhere = made(5, 'ann', { provider: 'other', tenant: 'x' });
    expect(detect(sequence(), [happened(0, { actor: person('ann') }), ...events, elsewhere]).findings).toHaveLength(1);
  });

  describe('that overlaps with another is told once,', () => {
    const uids = (rules: readonly object[], events: readonly AuditEvent[]): (readonly string[])[] =>
      detect(rules, events).findings.map(({ evidence }) => evidence);
    const all = (events: readonly AuditEvent[]): string[] => events.map(({ uid }) => uid);
    const grants = [granted(0, 'ann'), granted(MINUTE, 'ann')];
    const keys = [made(2 * MINUTE, 'ann'), made(3 * MINUTE, 'ann')];

    test('from its earliest beginning, with all events', () => {
      expect(uids(sequence(), [...grants, ...keys])).toEqual([all([...grants, ...keys])]);
      expect(summaries(sequence(), [...grants, ...keys])).toEqual(['together 4 0-3']);
      expect(
        summaries(sequence('temporal'), [...keys, ...grants.map((one) => ({ ...one, time: keys[1]?.time ?? '' }))]),
      ).toEqual(['together 4 2-3']);
    });

    test('without what leads nowhere, or is too old', () => {
      const late = granted(3 * MINUTE, 'ann');
      const [first, ...rest] = [granted(-HOUR, 'ann'), ...grants, ...keys];
      expect(uids(sequence(), [first, ...rest.slice(0, 3), late])).toEqual([all(rest.slice(0, 3))]);
    });

    test('with the first event of each step in its words, however many there are', () => {
      const many = Array.from({ length: 9 }, (_, index) => granted(index, 'ann'));
      const [found] = detect(sequence(), [...many, ...keys]).findings;
      expect(found?.why).toBe('"dana@example.com" promoted "user:id of ann"; then "ann@example.com" made a key');
      expect(found?.count).toBe(11);
    });

    test('counts each event once, beyond the events that are kept as evidence', () => {
      const many = Array.from({ length: 40 }, (_, index) => granted(index, 'ann'));
      const [found] = detect(sequence(), [...many, ...keys]).findings;
      expect([found?.count, found?.evidence.length]).toEqual([42, 20]);
    });

    test('by whatever names of a person its parts are joined', () => {
      const known = happened(0, { actor: person('ann') });
      const byMail = happened(MINUTE, {
        target: { type: 'user', name: 'ann@example.com' },
        changes: [{ field: 'role', to: 'admin' }],
      });
      const byId = granted(2 * MINUTE, 'ann');
      expect(uids(sequence(), [known, byMail, byId, ...keys])).toEqual([all([byMail, byId, ...keys])]);
      // Without the other names, the key of one name and that of all names share an event.
      const bare = made(3 * MINUTE, 'ann', { actor: { kind: 'service', id: 'id of ann' } });
      const events = [byMail, byId, bare, keys[1] as AuditEvent];
      const [found = [], ...others] = uids(sequence(), events);
      expect([found.toSorted(), others]).toEqual([all(events).toSorted(), []]);
    });
  });

  test('of one name is made of the rules of all products that have one of that name', () => {
    const other = { ...GRANT, logsource: { product: 'other' } };
    expect(
      detect([...sequence(), other], [granted(0, 'ann', { provider: 'other' }), made(MINUTE, 'ann')]).findings,
    ).toEqual([]);
    const sameAccount = [granted(0, 'ann', { provider: 'other' }), made(MINUTE, 'ann', { provider: 'other' })];
    expect(detect([...sequence(), other], sameAccount).findings).toHaveLength(1);
  });
});

describe('A new value', () => {
  const among = (events: 'events' | 'matches'): object =>
    rule(
      'export',
      { verb: 'export' },
      { trailhound: { new_value: { of: ['actor.key', 'ip'], among: events }, learn: '7d' } },
    );
  const from = (day: number, ip: string, verb: AuditEvent['verb'] = 'export'): AuditEvent =>
    happened(day * DAY, { ip, verb });

  test('is found once it has been learnt what is usual', () => {
    expect(summaries([among('matches')], [from(1, 'home'), from(3, 'away')])).toEqual([]);
    expect(
      summaries([among('matches')], [from(1, 'home'), from(3, 'home'), from(8, 'home'), from(8.1, 'away')]),
    ).toHaveLength(1);
  });

  test('is new again after it has not been there for as long', () => {
    const events = [8, 8.5, 12, 25].map((day) => from(day, 'away'));
    expect(detect([among('matches')], events).findings.map(({ first }) => (Date.parse(first) - START) / DAY)).toEqual([
      25, 8,
    ]);
  });

  test('is known from all events, if the rule says so', () => {
    const events = [from(6, 'away', 'login'), from(8, 'away')];
    expect(summaries([among('events')], events)).toEqual([]);
    expect(summaries([among('matches')], events)).toHaveLength(1);
  });

  test('of a group is not new while the group itself is', () => {
    const rules = [
      rule(
        'export',
        { verb: 'export' },
        { trailhound: { new_value: { of: ['ip'], for: ['actor.key'] }, learn: '7d' } },
      ),
    ];
    expect(summaries(rules, [from(20, 'home'), from(21, 'away')])).toEqual([]);
    expect(summaries(rules, [from(10, 'home'), from(18, 'away')])).toHaveLength(1);
  });

  test('stays new for a day, so that what comes first does not hide what follows', () => {
    expect(summaries([among('events')], [from(8, 'away', 'login'), from(8.5, 'away')])).toHaveLength(1);
  });
});

describe('A silence', () => {
  const rules = [
    rule(
      'gap',
      { 'verb|exists': true },
      { trailhound: { silence: 4, learn: '14d', group: ['provider', 'log'], why: '{product} fell silent' } },
    ),
  ];
  const daily = (count: number, gap = 0): AuditEvent[] =>
    Array.from({ length: count }, (_, day) => happened(day * DAY + (day > 14 ? gap : 0)));

  test('is found if it is far longer than any before, even if nothing follows', () => {
    const events = daily(15);
    expect(detect(rules, events, { now: START + 18 * DAY }).findings).toEqual([]);
    expect(detect(rules, events, { now: START + 18 * DAY + 1 }).findings).toHaveLength(1);
  });

  test('is the same finding when something follows', () => {
    const events = daily(16, 10 * DAY);
    const [during] = detect(rules, events.slice(0, 15), { now: START + 24 * DAY }).findings;
    const [after] = detect(rules, events, { now: START + 25 * DAY }).findings;
    expect(after?.id).toBe(during?.id);
    expect(after?.id).toBeDefined();
  });

  test('has to be learnt first', () => {
    expect(detect(rules, daily(10), { now: START + 300 * DAY }).findings).toEqual([]);
  });
});

describe('A filter', () => {
  const filter = (more: object): object => ({
    title: 'Known jobs',
    filter: { rules: ['export'], selection: { 'actor.name': 'Nightly Job' }, condition: 'selection', ...more },
  });
  const byJob = exported(0, { actor: { kind: 'service', name: 'Nightly Job' } });

  test('excludes events from the rules that it names, and counts them', () => {
    const { findings, filtered } = detect([EXPORT, filter({})], [byJob, exported(1)]);
    expect([findings.length, filtered]).toEqual([1, 1]);
  });

  test('can be about all rules', () => {
    expect(detect([EXPORT, filter({ rules: 'any' })], [byJob]).findings).toEqual([]);
  });

  test('that names no rule is refused', () => {
    expect(() => detect([EXPORT, filter({ rules: ['exprot'] })], [])).toThrow('it filters no rule that is there');
  });
});

describe('A correlation is refused', () => {
  test.each([
    ['if a rule is not there', { rules: ['nothing'] }, 'there is no rule nothing'],
    ['without a limit', { condition: {} }, 'the condition has no limit'],
    ['without the field to count', { type: 'value_count', condition: { gte: 3 } }, 'condition.field is missing'],
    ['of two sums', { type: 'value_sum', condition: { gte: 3, field: ['exported', 'words'] } }, 'several fields'],
    [
      'for an unknown field',
      { type: 'value_count', condition: { gte: 3, field: 'nothing' } },
      'the field nothing is unknown',
    ],
    ['for an unknown group', { 'group-by': ['nothing'], condition: { gte: 3 } }, 'the field nothing is unknown'],
    [
      'for an alias that says too little',
      { aliases: { p: {} }, 'group-by': ['p'], condition: { gte: 3 } },
      'the alias p says nothing',
    ],
    ['for a timespan', { timespan: 'a while', condition: { gte: 3 } }, 'timespan'],
  ])('%s', (_, more, said) => {
    expect(() => detect([EXPORT, correlation(more)], [])).toThrow(said);
  });
});
