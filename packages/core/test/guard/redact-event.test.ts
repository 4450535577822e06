import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AuditEvent } from '../../src/event.ts';
import { redactEvent } from '../../src/guard/redact-event.ts';
import { isObject } from '../../src/json.ts';
import { toEvents } from '../../src/reading/page.ts';
import { providers } from '../../src/providers/index.ts';
import { START } from '../fake-host.ts';
import { BARE, FULL, anyEvent } from '../format/events.ts';
import { simulated } from '../simulated/world.ts';
import { planted } from './planted.ts';

const DAY = 86_400_000;
const jwt = 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiI0MTAwIiwibmFtZSI6IkRhbmEifQ.4pQ2f-kZr_8sYw0vTn1bXc';
const token = ['ghp', 'abcdefghijklmnopqrstuvwxyz0123456789'].join('_');

describe('A redacted event', () => {
  test('keeps a clean event as it is', () => {
    expect(redactEvent(FULL)).toBe(FULL);
    expect(redactEvent(BARE)).toBe(BARE);
    const several = { ...FULL, targets: [{ type: 'user', id: '1' }, { type: 'role' }] };
    expect(redactEvent(several)).toBe(several);
  });

  test('redacts every text and the raw entry', () => {
    const dirty = `see ${jwt}`;
    const redacted = redactEvent({
      ...FULL,
      nativeId: dirty,
      actor: { ...FULL.actor, id: dirty, email: dirty, name: dirty },
      impersonator: { id: dirty, name: dirty, email: dirty, company: dirty },
      category: dirty,
      target: { type: dirty, id: dirty, name: dirty },
      targets: [FULL.target ?? { type: dirty }, { type: dirty, id: dirty, name: dirty }],
      changes: [
        { field: 'password', from: 'hunter2', to: 'hunter3' },
        { field: 'title', to: dirty },
      ],
      action: dirty,
      ip: dirty,
      userAgent: dirty,
      requestId: dirty,
      message: dirty,
      flags: [dirty],
      raw: { parameters: [{ key: '_csrf', values: ['hunter2'] }], url: `/x?token=hunter2`, text: dirty },
    });
    expect(JSON.stringify(redacted)).not.toMatch(/eyJ|hunter/);
    expect(AuditEvent.parse(redacted)).toEqual(redacted);
  });

  test('keeps ids that only look random, and masks ids that are secrets', () => {
    const id = 'd41d8cd98f00b204e9800998ecf8427e';
    const event: AuditEvent = {
      ...FULL,
      nativeId: id,
      actor: { kind: 'user', id },
      target: { type: 'x', id },
      requestId: id,
    };
    expect(redactEvent(event)).toBe(event);
    const secret = { ...event, actor: { kind: 'user' as const, id: token }, requestId: token, nativeId: `${id}${id}` };
    expect(redactEvent(secret)).toEqual({
      ...event,
      actor: { kind: 'user', id: '[redacted:api-key]' },
      requestId: '[redacted:api-key]',
      nativeId: '[redacted:hex]',
    });
  });

  test('never touches what is ours: uid, provider, tenant and log', () => {
    const id = 'd41d8cd98f00b204e9800998ecf8427e';
    const event: AuditEvent = { ...FULL, uid: id, provider: id, tenant: id, log: id };
    expect(redactEvent(event)).toBe(event);
    expect(redactEvent({ ...event, message: id })).toEqual({ ...event, message: '[redacted:hex]' });
  });

  test('yields a valid event, and the same one every time', () => {
    fc.assert(
      fc.property(anyEvent, planted, (event, { value, secret }) => {
        const once = redactEvent({ ...event, raw: value, message: JSON.stringify(value) });
        expect(AuditEvent.parse(once)).toEqual(once);
        expect(redactEvent(once)).toEqual(once);
        expect(JSON.stringify(once.raw) + once.message).not.toContain(secret);
      }),
    );
  });
});

/** The value with a token in the place of each of its texts and numbers, one after the other. */
function* withToken(value: unknown): Generator {
  if (typeof value === 'string' || typeof value === 'number') yield token;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) for (const other of withToken(item)) yield value.with(index, other);
  } else if (isObject(value)) {
    for (const [name, member] of Object.entries(value)) {
      for (const other of withToken(member)) yield { ...value, [name]: other };
    }
  }
}

describe('A secret in an entry', () => {
  const { simulator } = simulated({ events: 40 });
  const LOGS = Object.values(providers).flatMap((provider) => provider.logs.map((log) => ({ provider, log })));

  test.each(LOGS)('of $provider.id $log.id is not shown, wherever the vendor put it', ({ provider, log }) => {
    const source = {
      provider,
      tenant: 'default',
      log,
      window: { from: 0, to: 8.64e15 },
      redact: true,
      fingerprint: undefined,
      raw: true,
    };
    const entries = [
      ...simulator.truth({ vendor: provider.id, log: log.id, from: START - 30 * DAY, to: START }).entries(),
    ].map(({ entry }) => entry);
    const shown = entries
      .slice(0, 12)
      .flatMap((entry) => toEvents(source, { kind: 'page', entries: [...withToken(entry)] }));
    expect(shown.length).toBeGreaterThan(60);
    for (const { event } of shown) expect(JSON.stringify(event)).not.toContain(token.slice(4));
  });
});
