import { invalid } from '../errors.ts';
import { targetsOf, type AuditEvent } from '../event.ts';
import { changeLabel, impersonatorLabel, partyLabel, targetLabel } from '../label.ts';

/** Which fields of an event to include, by dotted name. */
export interface FieldChoice {
  readonly fields?: readonly string[] | undefined;
  /** Whether to include the vendor's entry. */
  readonly raw?: boolean | undefined;
  /** Whether to include the account by default; useful if there are several accounts of a product. */
  readonly tenant?: boolean | undefined;
}

export type Cell = string | number | null;

const READERS = {
  time: (event) => event.time,
  provider: (event) => event.provider,
  tenant: (event) => event.tenant,
  log: (event) => event.log,
  actor: (event) => partyLabel(event.actor),
  'actor.kind': (event) => event.actor.kind,
  'actor.id': (event) => event.actor.id,
  'actor.email': (event) => event.actor.email,
  'actor.name': (event) => event.actor.name,
  impersonator: (event) => event.impersonator && impersonatorLabel(event.impersonator),
  'impersonator.id': (event) => event.impersonator?.id,
  'impersonator.email': (event) => event.impersonator?.email,
  'impersonator.name': (event) => event.impersonator?.name,
  'impersonator.company': (event) => event.impersonator?.company,
  verb: (event) => event.verb,
  action: (event) => event.action,
  category: (event) => event.category,
  target: (event) => targetsOf(event).map(targetLabel).join('; ') || undefined,
  'target.type': (event) => event.target?.type,
  'target.id': (event) => event.target?.id,
  'target.name': (event) => event.target?.name,
  targets: (event) => (targetsOf(event).length === 0 ? undefined : targetsOf(event)),
  changes: (event) => event.changes,
  outcome: (event) => event.outcome,
  ip: (event) => event.ip,
  userAgent: (event) => event.userAgent,
  requestId: (event) => event.requestId,
  message: (event) => event.message,
  flags: (event) => event.flags,
  nativeId: (event) => event.nativeId,
  uid: (event) => event.uid,
  raw: (event) => event.raw,
} as const satisfies Record<string, (event: AuditEvent) => unknown>;

export type Field = keyof typeof READERS;

/** What most questions need, most important first; `uid` fetches the rest. */
const DEFAULT_FIELDS: readonly Field[] = [
  'time',
  'provider',
  'log',
  'actor',
  'impersonator',
  'verb',
  'action',
  'category',
  'target',
  'changes',
  'outcome',
  'ip',
  'flags',
  'message',
  'uid',
];

/** The chosen fields without duplicates; throws an error that lists the valid ones. */
export function chosenFields({
  tenant = false,
  fields = defaultFields(tenant),
  raw = false,
}: FieldChoice): readonly Field[] {
  const known = fields.filter(isField);
  const unknown = fields.find((name) => !isField(name));
  const hint = `Use some of: ${Object.keys(READERS).join(', ')}.`;
  if (unknown !== undefined) throw invalid('fields', `there is no field ${JSON.stringify(unknown)}`, hint);
  if (known.length === 0) throw invalid('fields', 'the list is empty', hint);
  return [...new Set(raw ? [...known, 'raw' as const] : known)];
}

function defaultFields(tenant: boolean): readonly Field[] {
  return tenant ? DEFAULT_FIELDS.flatMap((name) => (name === 'log' ? ['tenant', name] : [name])) : DEFAULT_FIELDS;
}

/** A field as JSON; undefined if the event does not have it. */
export function fieldOf(event: AuditEvent, field: Field): unknown {
  return READERS[field](event);
}

/** A field as a table cell; null if the event does not have it. */
export function cellOf(event: AuditEvent, field: Field): Cell {
  if (field === 'flags') return event.flags.join(', ') || null;
  if (field === 'changes') return event.changes.map(changeLabel).join('; ') || null;
  const value = fieldOf(event, field);
  if (value === undefined || value === null) return null;
  return typeof value === 'string' || typeof value === 'number' ? value : JSON.stringify(value);
}

function isField(name: string): name is Field {
  return Object.hasOwn(READERS, name);
}
