import type { AuditEvent } from '../event.ts';
import { chosenFields, fieldOf, type FieldChoice } from './fields.ts';

/** One JSON object a line: the whole event, or the fields asked for under their dotted names. */
export async function* ndjson(
  events: AsyncIterable<AuditEvent> | Iterable<AuditEvent>,
  choice: FieldChoice = {},
): AsyncGenerator<string> {
  const record = choice.fields === undefined ? whole(choice) : picked(choice);
  for await (const event of events) yield `${oneLine(JSON.stringify(record(event)))}\n`;
}

function whole({ raw }: FieldChoice): (event: AuditEvent) => object {
  return (event) => (raw === true ? event : { ...event, raw: undefined });
}

function picked(choice: FieldChoice): (event: AuditEvent) => object {
  const fields = chosenFields(choice);
  return (event) => Object.fromEntries(fields.map((field) => [field, fieldOf(event, field)]));
}

// JSON allows both inside a string; many who read line by line break there.
function oneLine(json: string): string {
  return json.replaceAll('\u2028', String.raw`\u2028`).replaceAll('\u2029', String.raw`\u2029`);
}
