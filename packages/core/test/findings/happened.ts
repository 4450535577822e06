import type { AuditEvent } from '../../src/event.ts';
import { compileRules } from '../../src/findings/compile.ts';
import { createDetector, type Detected, type DetectorOptions } from '../../src/findings/detector.ts';
import type { Surroundings } from '../../src/findings/sight.ts';
import { localClock } from '../../src/moment.ts';
import type { Level } from '../../src/level.ts';

/** Monday, 5 October 2026, 09:00 UTC. */
export const START = Date.UTC(2026, 9, 5, 9);
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

let number = 0;

/** An event some time after the start. */
export function happened(after: number, fields: Partial<AuditEvent> = {}): AuditEvent {
  number += 1;
  return {
    uid: `toy-${String(number).padStart(6, '0')}`,
    provider: 'toy',
    tenant: 'acme',
    log: 'audit',
    time: new Date(START + after).toISOString(),
    actor: { kind: 'user', id: 'u1', email: 'dana@example.com', name: 'Dana Doe' },
    verb: 'update',
    action: 'update',
    category: 'settings',
    changes: [],
    message: '',
    flags: [],
    ...fields,
  };
}

export function person(name: string): AuditEvent['actor'] {
  return { kind: 'user', id: `id of ${name}`, email: `${name}@example.com`, name };
}

export const AROUND: Surroundings = { local: localClock('UTC'), roster: undefined, ownDomains: undefined };

interface Run extends Partial<DetectorOptions> {
  readonly level?: Level;
  readonly now?: number;
}

/** What rules find in events, given in this order. */
export function detect(rules: readonly unknown[], events: readonly AuditEvent[], run: Run = {}): Detected {
  const { level, now = START + 365 * DAY, ...options } = run;
  const detector = createDetector(compileRules(rules, { level }), { around: AROUND, since: START, ...options });
  for (const event of events) detector.add(event);
  return detector.detected(now);
}
