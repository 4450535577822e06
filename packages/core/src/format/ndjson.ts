import type { AuditEvent } from '../event.ts';
import { chosenFields, fieldOf, type FieldChoice } from './fields.ts';
import { jsonLine, linesOf, type Events } from './lines.ts';

/**
 * One JSON object per line: the whole event, or the chosen fields under their dotted names. Yields text as events
 * arrive: one line per event, or the lines of a page for `runs`.
 */
export async function* ndjson(events: Events, choice: FieldChoice = {}): AsyncGenerator<string> {
  const record = choice.fields === undefined ? whole(choice) : picked(choice);
  yield* linesOf(events, (event) => jsonLine(record(event)));
}

function whole({ raw }: FieldChoice): (event: AuditEvent) => object {
  return (event) => (raw === true ? event : { ...event, raw: undefined });
}

function picked(choice: FieldChoice): (event: AuditEvent) => object {
  const fields = chosenFields(choice);
  return (event) => Object.fromEntries(fields.map((field) => [field, fieldOf(event, field)]));
}
