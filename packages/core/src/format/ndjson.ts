import type { AuditEvent } from '../event.ts';
import { chosenFields, fieldOf, type FieldChoice } from './fields.ts';
import { linesOf, type Events } from './lines.ts';

/**
 * One JSON object per line: the whole event, or the chosen fields under their dotted names. Yields text as events
 * arrive: one line per event, or the lines of a page for `runs`.
 */
export async function* ndjson(events: Events, choice: FieldChoice = {}): AsyncGenerator<string> {
  const record = choice.fields === undefined ? whole(choice) : picked(choice);
  yield* linesOf(events, (event) => `${oneLine(JSON.stringify(record(event)))}\n`);
}

function whole({ raw }: FieldChoice): (event: AuditEvent) => object {
  return (event) => (raw === true ? event : { ...event, raw: undefined });
}

function picked(choice: FieldChoice): (event: AuditEvent) => object {
  const fields = chosenFields(choice);
  return (event) => Object.fromEntries(fields.map((field) => [field, fieldOf(event, field)]));
}

const SEPARATOR = /[\u2028\u2029]/;

// JSON allows both inside strings, but many line readers break there.
function oneLine(json: string): string {
  if (!SEPARATOR.test(json)) return json;
  return json.replaceAll('\u2028', String.raw`\u2028`).replaceAll('\u2029', String.raw`\u2029`);
}
