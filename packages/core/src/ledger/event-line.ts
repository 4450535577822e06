import type { AuditEvent } from '../event.ts';

/** Every field of an event, in the order in which its line has them. */
const FIELDS = [
  'uid',
  'provider',
  'tenant',
  'log',
  'nativeId',
  'time',
  'actor',
  'impersonator',
  'verb',
  'action',
  'category',
  'target',
  'targets',
  'changes',
  'outcome',
  'ip',
  'userAgent',
  'requestId',
  'message',
  'flags',
  'raw',
] as const satisfies readonly (keyof AuditEvent)[];

/** Fields whose JSON is at hand, so that they need not be read to be written. */
export type Written = { readonly [Field in keyof AuditEvent]?: string | undefined };

/**
 * An event as the ledger knows it: its JSON on one line, entry and all, fields in one order. What an answer says of an
 * event is covered by its leaf as much as what the vendor sent, and who has an event can check it.
 */
export function eventLine(event: Partial<AuditEvent>, written: Written = {}): string {
  let line = '';
  for (const name of FIELDS) {
    const text = written[name] ?? JSON.stringify(event[name]);
    if (text !== undefined) line += `${line === '' ? '{' : ','}"${name}":${text}`;
  }
  return `${line}}`;
}
