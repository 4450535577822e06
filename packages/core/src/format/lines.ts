import type { AuditEvent } from '../event.ts';

/** Events one by one or in arrays. */
export type Events = AsyncIterable<Run> | Iterable<Run>;

type Run = AuditEvent | readonly AuditEvent[];

/** Enough for one write. */
const CHUNK = 64 * 1024;

/** Formats a line for each event. Lines of one array are joined, because a write costs more than a line. */
export async function* linesOf(events: Events, line: (event: AuditEvent) => string): AsyncGenerator<string> {
  for await (const run of events) {
    let chunk = '';
    for (const event of 'uid' in run ? [run] : run) {
      chunk += line(event);
      if (chunk.length < CHUNK) continue;
      yield chunk;
      chunk = '';
    }
    if (chunk !== '') yield chunk;
  }
}

const SEPARATOR = /[\u2028\u2029]/;

/** A value as one line. JSON allows U+2028 and U+2029 inside strings, but many line readers break there. */
export function jsonLine(value: object): string {
  const json = JSON.stringify(value);
  if (!SEPARATOR.test(json)) return `${json}\n`;
  return `${json.replaceAll('\u2028', String.raw`\u2028`).replaceAll('\u2029', String.raw`\u2029`)}\n`;
}
