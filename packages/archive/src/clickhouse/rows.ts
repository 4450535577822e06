import type { AuditEvent } from '@trailhound/core';
import { eventLine, type Written } from '@trailhound/core/ledger';
import { iso, type Dated } from '@trailhound/core/source';
import type { Ask } from '../port.ts';
import type { Json } from './client.ts';
import { stamp, unstamp } from './times.ts';

/** The columns that hold JSON, and the fields of an event in them. */
const TEXTS = {
  native_id: 'nativeId',
  actor: 'actor',
  impersonator: 'impersonator',
  verb: 'verb',
  action: 'action',
  category: 'category',
  target: 'target',
  targets: 'targets',
  changes: 'changes',
  outcome: 'outcome',
  ip: 'ip',
  user_agent: 'userAgent',
  request_id: 'requestId',
  message: 'message',
  flags: 'flags',
  raw: 'raw',
} as const satisfies Readonly<Record<string, keyof AuditEvent>>;

const PLACE = ['uid', 'time', 'provider', 'tenant', 'log', 'stated'] as const;
export const COLUMNS: readonly string[] = [...PLACE, ...Object.keys(TEXTS)];

/** The columns to read for a question. A filter may look at everything. */
export function columnsFor({ matches, raw, brief }: Pick<Ask, 'matches' | 'raw' | 'brief'>): readonly string[] {
  if (matches !== undefined) return COLUMNS;
  const ids = ['native_id', 'request_id'];
  const without = [...(raw === false ? ['raw'] : []), ...(brief === true ? ['message', 'changes'] : [])];
  const left = raw === false && brief === true ? [...without, ...ids] : without;
  return COLUMNS.filter((column) => !left.includes(column));
}

export function rowOf({ at, uid, event, stated }: Dated, batch: string): Json {
  const { provider, tenant, log } = event;
  const texts = Object.entries(TEXTS).map(([column, field]) => [column, JSON.stringify(event[field]) ?? '']);
  const plain = { uid, time: stamp(at), provider, tenant, log, batch, stated: stated ? 1 : 0 };
  return { ...plain, ...(Object.fromEntries(texts) as Record<string, string>) };
}

/** The fields of a row that are there, as JSON. */
function writtenIn(row: Json): Written {
  const texts = Object.entries(TEXTS).flatMap(([column, field]) => {
    const text = row[column];
    return text === undefined || text === '' ? [] : [[field, String(text)]];
  });
  return Object.fromEntries(texts) as Written;
}

function plainOf(row: Json): Pick<AuditEvent, 'uid' | 'provider' | 'tenant' | 'log' | 'time'> {
  const [uid, provider, tenant, log] = [row['uid'], row['provider'], row['tenant'], row['log']].map(String) as [
    string,
    AuditEvent['provider'],
    string,
    string,
  ];
  return { uid, provider, tenant, log, time: iso(unstamp(row['time'])) };
}

/** The fields of a row that has only some columns. */
export function fieldsIn(row: Json): Partial<AuditEvent> {
  return JSON.parse(eventLine({}, writtenIn(row))) as Partial<AuditEvent>;
}

/** The line that the ledger knows. */
export function lineOf(row: Json): string {
  return eventLine(plainOf(row), writtenIn(row));
}

/** The event of a row, if it matches. */
export function datedOf(row: Json, { matches, raw, brief }: Pick<Ask, 'matches' | 'raw' | 'brief'>): Dated | undefined {
  const event = JSON.parse(lineOf(row)) as AuditEvent;
  if (matches?.(event) === false) return undefined;
  const read = {
    ...event,
    message: brief === true ? '' : event.message,
    changes: brief === true ? [] : event.changes,
    raw: raw === false ? undefined : event.raw,
  };
  return { at: unstamp(row['time']), uid: event.uid, event: read, stated: Number(row['stated']) === 1 };
}
