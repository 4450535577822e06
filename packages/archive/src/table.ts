import type { AuditEvent } from '@trailhound/core';

/** The type of a column: a time, a required text, an optional text, or several texts. */
export type ColumnKind = 'time' | 'text' | 'text?' | 'texts';

/** One column of the table that other programs see. */
export interface Column {
  readonly kind: ColumnKind;
  readonly of: (event: AuditEvent) => string | readonly string[] | undefined;
}

/** Events as a flat table for other programs. Lists and objects are JSON. */
export const COLUMNS = {
  time: { kind: 'time', of: ({ time }) => time },
  uid: { kind: 'text', of: ({ uid }) => uid },
  provider: { kind: 'text', of: ({ provider }) => provider },
  tenant: { kind: 'text', of: ({ tenant }) => tenant },
  log: { kind: 'text', of: ({ log }) => log },
  verb: { kind: 'text', of: ({ verb }) => verb },
  action: { kind: 'text', of: ({ action }) => action },
  category: { kind: 'text', of: ({ category }) => category },
  actor_kind: { kind: 'text', of: ({ actor }) => actor.kind },
  actor_id: { kind: 'text?', of: ({ actor }) => actor.id },
  actor_email: { kind: 'text?', of: ({ actor }) => actor.email },
  actor_name: { kind: 'text?', of: ({ actor }) => actor.name },
  impersonator: { kind: 'text?', of: ({ impersonator }) => json(impersonator) },
  target_type: { kind: 'text?', of: ({ target }) => target?.type },
  target_id: { kind: 'text?', of: ({ target }) => target?.id },
  target_name: { kind: 'text?', of: ({ target }) => target?.name },
  targets: { kind: 'text?', of: (event) => json(event.targets) },
  outcome: { kind: 'text?', of: ({ outcome }) => outcome },
  ip: { kind: 'text?', of: ({ ip }) => ip },
  user_agent: { kind: 'text?', of: ({ userAgent }) => userAgent },
  request_id: { kind: 'text?', of: ({ requestId }) => requestId },
  native_id: { kind: 'text?', of: ({ nativeId }) => nativeId },
  flags: { kind: 'texts', of: ({ flags }) => flags },
  message: { kind: 'text', of: ({ message }) => message },
  changes: { kind: 'text?', of: ({ changes }) => (changes.length === 0 ? undefined : json(changes)) },
  raw: { kind: 'text?', of: ({ raw }) => json(raw) },
} as const satisfies Readonly<Record<string, Column>>;

function json(value: unknown): string | undefined {
  return JSON.stringify(value);
}
