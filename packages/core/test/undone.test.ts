import { expect, test } from 'vitest';
import type { AuditEvent, Change } from '../src/event.ts';
import { undoneIn } from '../src/questions/undone.ts';
import { undoneTexts } from '../src/reply/undone.ts';
import { FULL } from './format/events.ts';

const TWO_FACTOR = { field: 'two_factor', from: 'true', to: 'false' };
const BACK = { field: 'two_factor', from: 'false', to: 'true' };
const SETTING = { type: 'setting', id: '7', name: 'Sign-in' };

function event(clock: string, change: Change, more: Partial<AuditEvent> = {}): AuditEvent {
  const [time, uid] = [`2026-06-01T${clock}:00.000Z`, `gong-mi8x2k4p-${clock.replace(':', '')}AAAAAAAAAAAA`];
  return { ...FULL, uid, time, target: SETTING, targets: undefined, changes: [change], ...more };
}

test('A change that a later event takes back is told with how long it lasted, in whatever order events come', () => {
  const [off, on] = [event('06:10', TWO_FACTOR), event('09:22', BACK)];
  const [undone] = undoneIn([on, off]);
  expect(undone).toMatchObject({ target: SETTING, change: TWO_FACTOR, ms: 11_520_000, uids: [off.uid, on.uid] });
  expect(undoneTexts(undoneIn([off, on]))).toEqual([
    'gong setting:Sign-in (7) two_factor: "true" → "false", undone after 3 h 12 min ' +
      '(2026-06-01T06:10:00.000Z to 2026-06-01T09:22:00.000Z, gong-mi8x2k4p-0610 gong-mi8x2k4p-0922)',
  ]);
});

test('Every time that something is switched there and back is told', () => {
  const clocks = ['06:00', '07:00', '08:00', '09:00'];
  const events = clocks.map((clock, index) => event(clock, index % 2 === 0 ? BACK : TWO_FACTOR));
  expect(undoneIn(events).map(({ from, to }) => [from.slice(11, 16), to.slice(11, 16)])).toEqual([
    ['06:00', '07:00'],
    ['07:00', '08:00'],
    ['08:00', '09:00'],
  ]);
});

test('A change within another is told, and the other too', () => {
  const roles = ['Agent', 'Admin', 'Owner', 'Admin', 'Agent'];
  const events = roles
    .slice(1)
    .map((to, index) => event(`0${index + 1}:00`, { field: 'role', from: roles[index], to }));
  expect(undoneIn(events).map(({ change, ms }) => [change.to, ms / 3_600_000])).toEqual([
    ['Owner', 1],
    ['Admin', 3],
  ]);
});

test.each([
  ['Disabled', 'Enabled'],
  ['Suspended', 'Unsuspended'],
  ['Turned off', 'Turned on'],
])('%s is undone by %s, though the vendor states one side only', (first, second) => {
  const events = [event('06:00', { field: 'rule', to: first }), event('06:45', { field: 'rule', to: second })];
  expect(undoneTexts(undoneIn(events))[0]).toContain(`rule: ? → "${first}", undone after 45 min`);
});

test.each([
  ['of another field', event('09:22', { ...BACK, field: 'sso' })],
  ['of another target', event('09:22', BACK, { target: { ...SETTING, id: '8' } })],
  ['of another account', event('09:22', BACK, { tenant: 'emea' })],
  ['to another value', event('09:22', { ...BACK, to: 'maybe' })],
  ['of an unknown value', event('09:22', { field: 'two_factor' })],
  ['without a target', event('09:22', BACK, { target: undefined })],
])('A change %s takes nothing back', (_, other) => {
  expect(undoneIn([event('06:10', TWO_FACTOR), other])).toEqual([]);
});

test('Markers that do not tell secrets apart take nothing back', () => {
  const [key, none] = ['[redacted:api-key]', null];
  const events = [
    event('06:00', { field: 'key', from: key, to: none }),
    event('07:00', { field: 'key', from: none, to: key }),
  ];
  expect(undoneIn(events)).toEqual([]);
});

test.each([
  ['06:00', '0 s'],
  ['06:59', '59 min'],
  ['18:00', '12 h'],
])('Until %s it lasted %s', (clock, said) => {
  const undone = undoneIn([event('06:00', TWO_FACTOR), event(clock, BACK)]);
  expect(undoneTexts(undone)[0]).toContain(`undone after ${said} (`);
});

test('Days are told with hours, and no more than twenty changes', () => {
  const later = { ...event('08:00', BACK), time: '2026-06-03T08:05:00.000Z' };
  const [undone] = undoneIn([event('06:00', TWO_FACTOR), later]);
  if (undone === undefined) throw new Error('Nothing was undone');
  expect(undoneTexts([undone])[0]).toContain('undone after 2 d 2 h (');
  expect(undoneTexts(Array.from({ length: 25 }, () => undone)).at(-1)).toBe('and 5 more');
});
