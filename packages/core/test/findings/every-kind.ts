import * as fc from 'fast-check';
import { compileRules } from '../../src/findings/compile.ts';
import { DAY, happened, HOUR, person, START } from './happened.ts';

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
export const RULES = [
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
export const PLAN = compileRules(RULES);
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

export const LATE = DAY;
export const NOW = START + 30 * DAY;

/** Events, and the order in which they arrive: none later than allowed. */
export const delivered = fc
  .array(fc.tuple(event, fc.integer({ min: 0, max: LATE })), { maxLength: 60 })
  .map((list) => ({
    events: list.map(([one]) => one).toSorted((a, b) => (a.time + a.uid < b.time + b.uid ? -1 : 1)),
    arriving: list
      .toSorted(([a, lateA], [b, lateB]) => Date.parse(a.time) + lateA - (Date.parse(b.time) + lateB))
      .map(([one]) => one),
  }));
