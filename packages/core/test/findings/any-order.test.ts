import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileRules } from '../../src/findings/compile.ts';
import { createDetector } from '../../src/findings/detector.ts';
import { AROUND, DAY, happened, HOUR, person, START } from './happened.ts';

const simple = (name: string, selection: object, trailhound: object = {}): object => ({
  title: name,
  name,
  logsource: {},
  detection: { selection, condition: 'selection' },
  trailhound,
});
const several = (name: string, correlation: object, trailhound: object = {}): object => ({
  title: name,
  name,
  correlation,
  trailhound,
});
const BY_ACTOR = { 'group-by': ['actor.key'], timespan: '6h', generate: true };

/** One rule of each kind. */
const RULES = [
  simple('grant', { verb: 'update' }, { quiet: '3h' }),
  simple('key', { verb: 'create' }),
  simple('export', { verb: 'export' }),
  simple(
    'new',
    { verb: ['export', 'create'] },
    { new_value: { of: ['actor.key', 'ip'], among: 'events' }, learn: '2d' },
  ),
  simple(
    'newip',
    { verb: ['export'] },
    { new_value: { of: ['ip'], for: ['actor.key'], among: 'events' }, learn: '1d' },
  ),
  simple('gap', { 'verb|exists': true }, { silence: 3, learn: '1d', group: ['provider'] }),
  several('many', { type: 'event_count', rules: 'export', condition: { gte: 3 }, ...BY_ACTOR }),
  several('ips', { type: 'value_count', rules: 'export', condition: { gte: 2, field: 'ip' }, ...BY_ACTOR }),
  several(
    'usual',
    { type: 'event_count', rules: 'export', condition: { gte: 2 }, ...BY_ACTOR },
    { above_own_median: 2, learn: '2d' },
  ),
  several('chain', {
    type: 'temporal_ordered',
    rules: ['grant', 'key', 'export'],
    timespan: '12h',
    generate: true,
    'group-by': ['who'],
    aliases: { who: { grant: 'target.key', key: 'actor.key', export: 'actor.key' } },
  }),
  several('both', { type: 'temporal', rules: ['key', 'export'], ...BY_ACTOR }),
];
const PLAN = compileRules(RULES);
const NAMES = ['ann', 'bob'] as const;

const event = fc
  .record({
    after: fc.integer({ min: 0, max: 5 * 24 * 4 }),
    verb: fc.constantFrom('update', 'create', 'export', 'login'),
    who: fc.constantFrom(...NAMES),
    whom: fc.constantFrom(...NAMES),
    ip: fc.constantFrom('1', '2', '3'),
    provider: fc.constantFrom('toy', 'other'),
  })
  .map(({ after, verb, who, whom, ip, provider }) =>
    happened(after * (HOUR / 4), {
      verb,
      ip,
      provider,
      actor: person(who),
      target: { type: 'user', id: `id of ${whom}` },
    }),
  );

const LATE = DAY;
const NOW = START + 30 * DAY;

/** Events, and the order in which they arrive: none later than allowed. */
const delivered = fc.array(fc.tuple(event, fc.integer({ min: 0, max: LATE })), { maxLength: 60 }).map((list) => ({
  events: list.map(([one]) => one).toSorted((a, b) => (a.time + a.uid < b.time + b.uid ? -1 : 1)),
  arriving: list
    .toSorted(([a, lateA], [b, lateB]) => Date.parse(a.time) + lateA - (Date.parse(b.time) + lateB))
    .map(([one]) => one),
}));

test('what is found is the same live, in a batch and in any order within the overlap', () => {
  let found = 0;
  fc.assert(
    fc.property(delivered, ({ events, arriving }) => {
      const [batch, live] = [0, LATE].map((lateMs) => createDetector(PLAN, { around: AROUND, since: START, lateMs }));
      for (const one of events) batch?.add(one);
      for (const one of arriving) live?.add(one);
      const expected = batch?.detected(NOW);
      found += expected?.findings.length ?? 0;
      expect(live?.detected(NOW)).toEqual(expected);
    }),
    { numRuns: 300 },
  );
  expect(found).toBeGreaterThan(1000);
});

test('looking in between changes nothing', () => {
  fc.assert(
    fc.property(delivered, ({ arriving }) => {
      const [watched, left] = [0, 1].map(() => createDetector(PLAN, { around: AROUND, since: START, lateMs: LATE }));
      for (const one of arriving) {
        watched?.add(one);
        left?.add(one);
        watched?.detected(NOW);
      }
      expect(watched?.detected(NOW)).toEqual(left?.detected(NOW));
    }),
    { numRuns: 50 },
  );
});

test('an event that is read again within the overlap counts once', () => {
  fc.assert(
    fc.property(delivered, ({ events }) => {
      const [once, again] = [0, 1].map(() => createDetector(PLAN, { around: AROUND, since: START, lateMs: 100 * DAY }));
      for (const one of events) once?.add(one);
      for (const one of [...events, ...events]) again?.add(one);
      expect(again?.detected(NOW)).toEqual(once?.detected(NOW));
    }),
    { numRuns: 50 },
  );
});

test('an event that comes later than allowed is counted as late', () => {
  const detector = createDetector(PLAN, { around: AROUND, since: START, lateMs: HOUR });
  for (const after of [5 * HOUR, 4 * HOUR, 4 * HOUR - 1]) detector.add(happened(after));
  expect(detector.detected(NOW).late).toBe(1);
});
