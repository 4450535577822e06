import { describe, expect, test } from 'vitest';
import type { AuditEvent } from '../../src/event.ts';
import { parseRoster } from '../../src/findings/roster.ts';
import { RULES } from '../../src/findings/pack/index.ts';
import { AROUND, DAY, detect, happened, HOUR, START } from './happened.ts';

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

describe('Of a person, the roster says', () => {
  const known = parseRoster([
    { person: 'Ann', emails: ['ann@example.com'], ids: ['7'], privileged: 'yes', time_zone: 'Asia/Tokyo' },
    { person: 'Bob', emails: ['bob@example.com'], privileged: false },
    { person: 'Two', emails: ['two@example.com'], time_zone: 'Asia/Tokyo' },
    { person: 'Two', emails: ['two@example.com'], time_zone: 'Europe/Berlin', privileged: true },
  ]);

  test.each([
    [{ email: 'ANN@example.com' }, true],
    [{ id: '7' }, true],
    [{ name: 'Ann' }, false],
    [{ email: 'bob@example.com' }, false],
    [{ email: 'two@example.com' }, true],
    [{ email: 'dana@example.com' }, false],
  ])('of %o that privileged is %s', (who, privileged) => {
    expect(known.isPrivileged(who)).toBe(privileged);
  });

  test.each([
    [{ email: 'ann@example.com' }, 21],
    [{ email: 'bob@example.com' }, undefined],
    // Of two zones, neither can be right for both.
    [{ email: 'two@example.com' }, undefined],
  ])('of %o what time it is: %s', (who, hour) => {
    expect(known.clockOf(who)?.(Date.UTC(2026, 9, 5, 12)).hour).toBe(hour);
  });

  test.each([
    ['a zone that is none', { time_zone: 'Berlin' }, 'roster.1.time_zone: "Berlin" is no time zone'],
    ['a word that is neither yes nor no', { privileged: 'maybe' }, 'roster.1.privileged: has to be yes or no'],
  ])('and is refused with %s', (_, more, said) => {
    expect(() => parseRoster([{ person: 'Ann', ...more }])).toThrow(said);
  });
});

describe('Rules', () => {
  const people = parseRoster([
    { person: 'Boss', emails: ['boss@example.com'], privileged: true, time_zone: 'America/New_York' },
    { person: 'Night', emails: ['night@example.com'], time_zone: 'Asia/Tokyo' },
  ]);
  const found = (name: string, hour: number, verb: AuditEvent['verb'] = 'export', ip = 'home'): string[] => {
    const actor = { kind: 'user', email: `${name}@example.com` } as const;
    const known = Array.from({ length: 40 }, (_, day) => happened(day * DAY, { actor, ip: 'home', verb: 'login' }));
    const act = happened(30 * DAY + (hour - 9) * HOUR, { actor, verb, ip });
    const events = [...known, act].toSorted((a, b) => (a.time < b.time ? -1 : 1));
    return detect(RULES, events, { around: { ...AROUND, roster: people } }).findings.map(({ rule }) => rule);
  };

  test('take the office hours of where the person works', () => {
    // 10:00 in New York is 14:00 UTC on that day, and 23:00 in Tokyo.
    for (const name of ['boss', 'dana']) expect(found(name, 14)).not.toContain('export-off-hours');
    expect(found('night', 14)).toContain('export-off-hours');
    expect(found('boss', 9)).toContain('export-off-hours');
    expect(found('dana', 9)).not.toContain('export-off-hours');
  });

  test('tell what a privileged person does at night, unless it is nothing', () => {
    expect(found('boss', 9, 'update')).toContain('privileged-off-hours');
    expect(found('boss', 14, 'update')).not.toContain('privileged-off-hours');
    expect(found('boss', 9, 'read')).not.toContain('privileged-off-hours');
    expect(found('night', 14, 'update')).not.toContain('privileged-off-hours');
  });

  test('take every change by a privileged person from a new address for privileged', () => {
    expect(found('boss', 14, 'update', 'away')).toContain('new-address-privileged');
    expect(found('boss', 14, 'read', 'away')).not.toContain('new-address-privileged');
    expect(found('dana', 14, 'update', 'away')).not.toContain('new-address-privileged');
  });
});
