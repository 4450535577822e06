import type { AuditEvent } from '../event.ts';

/** Events as they come, one by one or some at a time. */
export type Events = AsyncIterable<Run> | Iterable<Run>;

type Run = AuditEvent | readonly AuditEvent[];

/** Enough for one write. */
const CHUNK = 64 * 1024;

/** A line for each event. Lines of events that came together are given together: a write costs more than a line. */
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
