import { describe, expect, test } from 'vitest';
import type { AuditEvent } from '../../src/event.ts';
import { compileRules } from '../../src/findings/compile.ts';
import { candidates } from '../../src/findings/matchers.ts';
import { observe } from '../../src/findings/observation.ts';
import { RULES } from '../../src/findings/pack/index.ts';
import { parseRoster } from '../../src/findings/roster.ts';
import type { RulePlan } from '../../src/findings/plan.ts';
import { AROUND, happened } from './happened.ts';
import { month } from './quality/month.ts';

const rosters = { none: undefined, some: parseRoster([{ person: 'Person Number3', privileged: true }]) };

/** Asks all rules about an event, and only those that can match or learn: both see the same. */
function same(plan: RulePlan, events: readonly AuditEvent[], around = AROUND): void {
  const all = plan.matchers.map((matcher) => ({ matcher, canMatch: true }));
  const chosen = candidates(plan.matchers);
  for (const event of events) {
    const about = all.filter(
      ({ matcher: { logs } }) =>
        (logs.product ?? event.provider) === event.provider && (logs.log ?? event.log) === event.log,
    );
    const { marks, filtered } = observe(event, chosen(event), around);
    const expected = observe(event, about, around);
    expect(marks.map(({ watch, hit }) => [watch.rule.key, hit])).toEqual(
      expected.marks.map(({ watch, hit }) => [watch.rule.key, hit]),
    );
    expect(filtered).toBe(expected.filtered);
  }
}

describe('Only the rules that can match or learn are asked, which changes nothing', () => {
  test.each(Object.entries(rosters))('of the pack, with the roster: %s', (_, roster) => {
    const { events } = month(3, 30, false);
    same(compileRules(RULES), events, { ...AROUND, roster });
  });

  const SELECTIONS: readonly (readonly [string, object])[] = [
    ['a verb', { a: { verb: 'Export' }, condition: 'a' }],
    ['one of several verbs', { a: { verb: ['export', 'delete'] }, condition: 'a' }],
    ['not a verb', { a: { verb: 'export' }, condition: 'not a' }],
    ['neither of two', { a: { verb: 'export' }, b: { flags: 'external' }, condition: 'not (a or b)' }],
    ['a verb or a change', { a: { verb: 'export' }, b: { 'change|contains': 'x' }, condition: 'a or b' }],
    ['a verb and a flag', { a: { verb: 'export' }, b: { 'flags|startswith': 'ext' }, condition: 'a and b' }],
    ['two verbs at once', { a: { verb: 'export' }, b: { verb: 'delete' }, condition: 'all of them' }],
    ['a list of maps', { a: [{ verb: 'export' }, { outcome: 'denied' }], condition: 'a' }],
    ['a part of a verb', { a: { 'verb|contains': 'port' }, condition: 'a' }],
    ['another verb', { a: { 'verb|neq': 'export' }, condition: 'a' }],
    ['no outcome', { a: { outcome: null }, condition: 'a' }],
    ['an empty flag', { a: { flags: '' }, condition: 'a' }],
    ['an outcome that is absent', { a: { 'outcome|exists': false }, condition: 'a' }],
    ['no change', { a: { 'change|exists': false }, condition: 'a' }],
    ['nothing that was gained', { a: { gained: ['', 'Role: x'] }, condition: 'a' }],
    ['a kind of actor', { a: { 'actor.kind': 'service' }, condition: 'a' }],
    ['the actor is another field', { a: { 'actor.name|fieldref': 'verb' }, condition: 'a' }],
    ['a keyword', { words: ['export'], condition: 'words' }],
    ['several conditions', { a: { verb: 'export' }, b: { outcome: 'denied' }, condition: ['a', 'b'] }],
  ];
  const EVENTS = (['export', 'delete', 'read'] as const).flatMap((verb) =>
    [[], ['external'], ['impersonated']].flatMap((flags) =>
      [[], [{ field: 'Role', to: 'x' }]].flatMap((changes) =>
        ([undefined, 'denied'] as const).flatMap((outcome) =>
          (['user', 'service'] as const).map((kind) =>
            happened(0, { verb, flags, changes, actor: { kind, name: 'export' }, ...(outcome && { outcome }) }),
          ),
        ),
      ),
    ),
  );

  test.each(SELECTIONS)('of a rule about %s', (_, detection) => {
    const rule = { title: 'r', logsource: {}, detection };
    const learning = { ...rule, title: 'l', trailhound: { learn: '1d', new_value: { of: ['ip'], among: 'events' } } };
    same(compileRules([rule, learning]), EVENTS);
  });

  test('of a rule about the fields of the vendor, which may have our names', () => {
    const raw = { verb: 'Sent', outcome: 'ok', flags: 'x', change: 'y' };
    const detection = {
      a: { verb: 'sent', outcome: 'ok' },
      b: { flags: 'x', 'change|contains': 'y' },
      condition: 'a and b',
    };
    const plan = compileRules([{ title: 'r', taxonomy: 'raw', logsource: {}, detection }]);
    const events = EVENTS.map((event) => ({ ...event, raw }));
    same(plan, events);
    expect(candidates(plan.matchers)(events[0] ?? happened(0))).toHaveLength(1);
  });
});
