import fc from 'fast-check';
import { ACTOR_KINDS, AuditEvent, VERBS } from '../../src/event.ts';

/** An event that says everything, for tests that look at one field each. */
export const FULL: AuditEvent = {
  uid: 'gong-mi8x2k4p-Zk3v9QpX1aBc7dEf',
  provider: 'gong',
  tenant: 'acme',
  log: 'UserActivityLog',
  nativeId: '7400000000000000004',
  time: '2026-01-31T08:05:14.638Z',
  actor: { kind: 'user', id: '4100000000000000001', email: 'dana@example.com', name: 'Dana Example' },
  impersonator: { id: '9', email: 'sam@example.com', name: 'Sam Support', company: '6300000000000000003' },
  verb: 'update',
  action: 'POST /company/team-members/save',
  category: 'identity',
  target: { type: 'user', id: '4100000000000000002', name: 'Robin Example' },
  changes: [
    { field: 'title', from: null, to: 'Account Executive' },
    { field: 'team', to: 7 },
  ],
  outcome: 'success',
  ip: '203.0.113.7',
  userAgent: 'Mozilla/5.0',
  requestId: '3illustrativetrace01',
  message: 'Dana Example saved Robin Example',
  flags: ['impersonated', 'external'],
  raw: { userId: '4100000000000000001', logRecord: { action: null } },
};

/** An event that says no more than it must. */
export const BARE: AuditEvent = {
  uid: 'ashby-mi8x2k4p-Zk3v9QpX1aBc7dEg',
  provider: 'ashby',
  tenant: 'acme',
  log: 'audit_log',
  time: '2026-01-31T08:05:14.638Z',
  actor: { kind: 'system' },
  verb: 'other',
  action: 'JobStatusChanged',
  category: 'job',
  changes: [],
  message: '',
  flags: [],
  raw: {},
};

const anything = fc.string({ unit: 'binary', minLength: 1, maxLength: 30 });
const dangerous = fc
  .tuple(
    fc.constantFrom('', ' ', "'", "''", '\t', '\r', '\n', '\u{FEFF}'),
    fc.constantFrom('=', '+', '-', '@', '＝'),
    anything,
  )
  .map((parts) => parts.join(''));
const text = fc.oneof(anything, dangerous, fc.constantFrom('-5', '+49123', '"', ',', '\r\n', '\u2028', 'a"b', "'=1"));
const optional = fc.option(text, { nil: undefined });

const target = fc.record({ type: text, id: optional, name: optional });

/** Any event that the schema allows, with the texts that break tables. */
export const anyEvent: fc.Arbitrary<AuditEvent> = fc
  .record({
    uid: text,
    provider: text,
    tenant: text,
    log: text,
    nativeId: optional,
    time: fc
      .date({ min: new Date(0), max: new Date('2100-01-01T00:00:00Z'), noInvalidDate: true })
      .map((date) => date.toISOString()),
    actor: fc.record({ kind: fc.constantFrom(...ACTOR_KINDS), id: optional, email: optional, name: optional }),
    impersonator: fc.option(fc.record({ id: optional, email: optional, name: optional, company: optional }), {
      nil: undefined,
    }),
    verb: fc.constantFrom(...VERBS),
    action: text,
    category: text,
    target: fc.option(target, { nil: undefined }),
    targets: fc.option(fc.array(target, { minLength: 2, maxLength: 4 }), { nil: undefined }),
    changes: fc.array(fc.record({ field: text, from: fc.jsonValue(), to: fc.jsonValue() }), { maxLength: 3 }),
    outcome: fc.constantFrom('success', 'failure', 'denied', undefined),
    ip: optional,
    userAgent: optional,
    requestId: optional,
    message: text,
    flags: fc.array(text, { maxLength: 3 }),
    raw: fc.jsonValue(),
  })
  // Through JSON, as every event comes: absent is absent, never undefined, and there is no minus zero.
  .map((event) => AuditEvent.parse(JSON.parse(JSON.stringify(event))));

export async function collect(lines: AsyncIterable<string>): Promise<string[]> {
  const all: string[] = [];
  for await (const line of lines) all.push(line);
  return all;
}
