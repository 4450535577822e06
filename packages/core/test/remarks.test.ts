import { expect, test } from 'vitest';
import type { AuditEvent } from '../src/event.ts';
import { localClock } from '../src/moment.ts';
import { REMARKS, remarksOn, type Remark } from '../src/questions/remarks.ts';

// A Wednesday at noon, from a known address: nothing to notice.
const PLAIN: AuditEvent = {
  uid: 'toy-1-0123456789abcdef',
  provider: 'toy',
  tenant: 'default',
  log: 'log',
  time: '2026-11-18T12:00:00.000Z',
  actor: { kind: 'user', name: 'Dana Doe' },
  verb: 'read',
  action: 'Opened',
  category: 'other',
  changes: [],
  ip: '192.0.2.1',
  message: 'Dana Doe opened a page',
  flags: [],
  raw: {},
};

function remarks(event: Partial<AuditEvent>, timeZone?: string): Remark[] {
  const whole = { ...PLAIN, ...event };
  const context = { at: Date.parse(whole.time), address: [], local: localClock(timeZone) };
  return remarksOn(whole, context);
}

test.each<[Remark, Partial<AuditEvent>]>([
  ['denied', { outcome: 'denied' }],
  ['export', { verb: 'export' }],
  ['external', { flags: ['external'] }],
  ['impersonated', { flags: ['impersonated'] }],
  ['instructs_reader', { flags: ['instructs_reader'] }],
  ['off_hours', { time: '2026-11-18T03:00:00.000Z' }],
  ['off_hours', { time: '2026-11-21T12:00:00.000Z' }],
  ['privilege_change', { verb: 'update', message: 'Role changed from Agent to Administrator' }],
  ['privilege_change', { verb: 'create', action: 'CreateApiKey' }],
  ['privilege_change', { verb: 'create', action: 'OAuthClientCreated' }],
  ['privilege_change', { verb: 'delete', target: { type: 'oauth_client', id: '7' } }],
  ['privilege_change', { verb: 'update', changes: [{ field: 'globalRole', to: 'Organization Admin' }] }],
  ['vendor_staff', { flags: ['vendor_staff'] }],
])('%s is remarked on %o', (remark, event) => {
  expect(remarks(event)).toEqual([remark]);
});

test.each<[string, Partial<AuditEvent>, string?]>([
  ['a plain event', {}],
  ['an event of an unknown kind', { ip: '192.0.2.1', category: 'unknown' }],
  ['reading about roles', { message: 'Opened the role page' }],
  ['the night of another place', { time: '2026-11-18T01:00:00.000Z' }, 'Asia/Tokyo'],
])('nothing is remarked on %s', (_, event, timeZone) => {
  expect(remarks(event, timeZone)).toEqual([]);
});

test('what stands out about an address is remarked on its events', () => {
  const address = ['first_seen_ip', 'odd_ip', 'shared_ip'] as const;
  const context = { at: Date.parse(PLAIN.time), address, local: localClock(undefined) };
  expect(remarksOn(PLAIN, context)).toEqual(address);
});

test('every remark has a description', () => {
  for (const { means } of Object.values(REMARKS)) expect(means).toMatch(/\.$/);
});
