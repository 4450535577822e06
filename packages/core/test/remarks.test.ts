import { expect, test } from 'vitest';
import type { AuditEvent } from '../src/event.ts';
import { RULES } from '../src/findings/pack/index.ts';
import { REMARKS } from '../src/findings/pack/remarks.ts';
import { remarker } from '../src/findings/remarker.ts';
import type { RuleRemark } from '../src/questions/remarks.ts';

// A Wednesday at noon: nothing to notice.
const PLAIN: AuditEvent = {
  uid: 'toy-1-0123456789abcdef',
  provider: 'toy',
  tenant: 'default',
  log: 'log',
  time: '2026-11-18T12:00:00.000Z',
  actor: { kind: 'user', name: 'Dana Doe', email: 'dana@example.com' },
  verb: 'read',
  action: 'Opened',
  category: 'other',
  changes: [],
  ip: '192.0.2.1',
  message: 'Dana Doe opened a page',
  flags: [],
  raw: {},
};
const IMPERSONATED = { flags: ['impersonated'] };

function remarks(event: Partial<AuditEvent>, timeZone?: string): readonly RuleRemark[] {
  return remarker(timeZone)({ ...PLAIN, ...event });
}

test.each<[RuleRemark, Partial<AuditEvent>]>([
  ['denied', { outcome: 'denied' }],
  ['export', { verb: 'export' }],
  ['export', { verb: 'export', actor: { kind: 'automation' } }],
  ['external', { flags: ['external'] }],
  ['impersonated', IMPERSONATED],
  ['impersonated', { ...IMPERSONATED, impersonator: { email: 'support@vendor.example' } }],
  ['impersonated', { ...IMPERSONATED, impersonator: { email: 'sam@example.com' } }],
  ['instructs_reader', { flags: ['instructs_reader'] }],
  ['off_hours', { time: '2026-11-18T03:00:00.000Z' }],
  ['off_hours', { time: '2026-11-21T12:00:00.000Z' }],
  ['privilege_change', { verb: 'update', message: 'Role changed from Agent to Administrator' }],
  ['privilege_change', { verb: 'create', action: 'CreateApiKey' }],
  ['privilege_change', { verb: 'create', action: 'OAuthClientCreated' }],
  ['privilege_change', { verb: 'delete', target: { type: 'oauth_client', id: '7' } }],
  ['privilege_change', { verb: 'update', changes: [{ field: 'globalRole', to: 'Organization Admin' }] }],
  ['vendor_staff', { flags: ['vendor_staff'] }],
  ['vendor_staff', { flags: ['vendor_staff'], verb: 'login' }],
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

test('every remark is what a rule of the pack says', () => {
  expect(RULES.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(REMARKS)));
});
