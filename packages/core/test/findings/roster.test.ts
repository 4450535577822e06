import { expect, test } from 'vitest';
import { parseRoster } from '../../src/findings/roster.ts';
import { RULES } from '../../src/findings/pack/index.ts';
import { AROUND, DAY, detect, happened, START } from './happened.ts';

const LEFT = '2026-10-05T10:00:00Z';
const at = Date.parse(LEFT);
const roster = parseRoster([
  { person: 'Eli Edge', emails: ['Eli.Edge@example.com', 'eli@example.com'], ids: ['77'], left_at: LEFT },
  { person: 'Max Muster', left_at: '2026-10-05' },
  { person: 'Kim Twin', emails: ['kim@example.com'], left_at: '2020-01-01' },
  { person: 'Kim Back', emails: ['kim@example.com'] },
]);

test.each([
  ['by address', { email: 'eli.edge@EXAMPLE.com' }, at],
  ['by another address', { email: 'eli@example.com' }, at],
  ['by id', { id: '77' }, at],
  ['by name, if nothing else is known', { name: 'Max Muster' }, Date.UTC(2026, 9, 5)],
  ['not by name, if there is more', { name: 'Eli Edge' }, undefined],
  ['not if somebody with the same address is here', { email: 'kim@example.com' }, undefined],
  ['not if nobody knows', { email: 'dana@example.com' }, undefined],
])('Who left is found %s', (_, person, left) => {
  expect(roster.leftAt(person)).toBe(left);
});

test('what somebody did after they had left is a finding, to the millisecond', () => {
  const around = { ...AROUND, roster };
  const acted = (time: number): string[] => {
    const events = [happened(time - START, { actor: { kind: 'user', email: 'eli@example.com' } })];
    return detect(RULES, events, { around }).findings.map(({ rule }) => rule);
  };
  expect(acted(at)).toContain('offboarded-active');
  expect(acted(at + DAY)).toContain('offboarded-active');
  expect(acted(at - 1)).not.toContain('offboarded-active');
});
