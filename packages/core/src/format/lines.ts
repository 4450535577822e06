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
