import type { AuditEvent } from '@trailhound/core';
import {
  addressMatcher,
  EVENT_DIMENSIONS,
  isActor,
  valuesOf,
  type Counts,
  type Dated,
  type Times,
} from '@trailhound/core/source';
import type { CountAsk } from '../src/index.ts';
import { event } from './entries.ts';

/** Events with several targets and flags, with none, with two people, and with names that are alike. */
export function several(from: number): Dated[] {
  const targets = ['a', 'b', 'a'].map((name) => ({ type: 'ticket', id: undefined, name }));
  const [user1, other] = ['User 1', 'USER 1'].map((name) => ({
    kind: 'user' as const,
    id: '1',
    email: undefined,
    name,
  }));
  const rules = ['7', '8'].map((id) => ({ type: 'rule', id, name: 'Close' }));
  return [
    event(9001, from + 1, { target: targets[0], targets, flags: ['external', 'denied'] }),
    event(9002, from + 2, { target: undefined, ip: undefined, actor: other ?? { kind: 'unknown' } }),
    event(9003, from + 2, {
      impersonator: user1,
      actor: { kind: 'system', id: undefined, email: undefined, name: undefined },
    }),
    event(9004, from + 3, { target: rules[0], targets: rules }),
    event(9005, from + 3, { target: rules[1] }),
  ];
}

type Criteria = NonNullable<CountAsk['wanted']>;

const TESTS: {
  readonly [Name in keyof Criteria]-?: (wanted: NonNullable<Criteria[Name]>, one: AuditEvent) => boolean;
} = {
  actor: (wanted, one) => isActor(one.actor, wanted) || isActor(one.impersonator, wanted),
  verbs: (wanted, one) => wanted.includes(one.verb),
  actions: (wanted, one) => wanted.some((action) => action.toLowerCase() === one.action.toLowerCase()),
  ip: (wanted, one) => addressMatcher(wanted)(one.ip),
  flags: (wanted, one) => one.flags.some((flag) => wanted.includes(flag)),
};

/** The filter of some criteria, event by event. */
export function accepts(criteria: Criteria): (one: AuditEvent) => boolean {
  const wanted = Object.entries(criteria) as [keyof Criteria, never][];
  return (one) => wanted.every(([name, value]) => TESTS[name](value, one));
}

/** The same counts, one event after the other. */
export function addedUp(events: readonly AuditEvent[], starts: readonly number[]): Counts {
  const times = events.map(({ time }) => Date.parse(time));
  const values = EVENT_DIMENSIONS.map((dimension) => {
    const counts = new Map<string, Times>();
    for (const one of events) {
      const at = Date.parse(one.time);
      const foreign = dimension === 'actor' && one.impersonator !== undefined ? 1 : 0;
      for (const value of valuesOf(dimension, one)) {
        if (value === undefined) continue;
        const { count, first, last, impersonated } = counts.get(value) ?? {
          count: 0,
          first: at,
          last: at,
          impersonated: 0,
        };
        counts.set(value, {
          count: count + 1,
          first: Math.min(first, at),
          last: Math.max(last, at),
          impersonated: impersonated + foreign,
        });
      }
    }
    return [dimension, counts];
  });
  return {
    total: events.length,
    first: times.at(0),
    last: times.at(-1),
    values: Object.fromEntries(values) as Counts['values'],
    bars: starts.map(
      (start, index) => times.filter((time) => time >= start && time < (starts[index + 1] ?? Infinity)).length,
    ),
  };
}
