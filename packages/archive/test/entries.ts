import { leafHash } from '@trailhound/core/ledger';
import { iso, type Dated } from '@trailhound/core/source';
import type { LogName } from '@trailhound/core/ledger';
import type { Put } from '../src/index.ts';
import { HOUR } from './times.ts';

export const LOG: LogName = { provider: 'zendesk', tenant: 'acme', log: 'audit_logs' };

/** An event that is like no other and always the same. */
export function event(number: number, at: number, more: Partial<Dated['event']> = {}): Dated {
  const hash = Buffer.from(leafHash(String(number)))
    .toString('base64url')
    .slice(0, 16);
  const uid = `zendesk-${at.toString(36)}-${hash}`;
  return {
    at,
    uid,
    stated: true,
    event: {
      uid,
      ...LOG,
      nativeId: String(number),
      time: iso(at),
      actor: {
        kind: 'user',
        id: String(number % 7),
        email: `user${number % 7}@example.com`,
        name: `User ${number % 7}`,
      },
      impersonator: undefined,
      verb: number % 3 === 0 ? 'update' : 'create',
      action: number % 3 === 0 ? 'update' : 'create',
      category: 'ticket',
      target: { type: 'ticket', id: String(number % 50), name: `Ticket ${number % 50}` },
      targets: undefined,
      changes: [{ field: 'priority', from: 'low', to: 'high' }],
      outcome: 'success',
      ip: `192.0.2.${number % 20}`,
      userAgent: undefined,
      requestId: `request-${number}`,
      message: `Changed ticket number ${number}`,
      flags: number % 5 === 0 ? ['external'] : [],
      raw: { id: number, text: 'x'.repeat(number % 40), nested: { odd: '\0 \ud800 "é"' } },
      ...more,
    },
  };
}

export const PER_HOUR = 40;

/** The hour of a number, with its events: always the same. */
export function hour(number: number, start: number): Put {
  const from = start + number * HOUR;
  const events = Array.from({ length: PER_HOUR }, (_, at) => event(number * PER_HOUR + at, from + at * 60_000));
  return {
    log: LOG,
    window: { from, to: from + HOUR },
    events,
    facts: { kind: 'read', pages: 1, readFrom: from + 2 * HOUR, readTo: from + 2 * HOUR },
  };
}
