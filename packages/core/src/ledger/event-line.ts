import type { AuditEvent } from '../event.ts';

/** Every field of an event, in the order in which they are written. */
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

/** Fields whose JSON is already known, so that it need not be parsed and written again. */
export type Written = { readonly [Field in keyof AuditEvent]?: string | undefined };

/**
 * The canonical form of an event: its JSON on one line, with the raw entry, in a fixed order of fields. The leaf hash thus
 * covers our fields as well as what the vendor sent, and anybody who has the event can check it.
 */
export function eventLine(event: Partial<AuditEvent>, written: Written = {}): string {
  let line = '';
  for (const name of FIELDS) {
    const text = written[name] ?? JSON.stringify(event[name]);
    if (text !== undefined) line += `${line === '' ? '{' : ','}"${name}":${text}`;
  }
  return `${line}}`;
}
