import { asSaid, harmless } from '@trailhound/core/reply';
import type { JsonObject } from '@trailhound/program';

/**
 * Members to repeat verbatim: a raw entry is evidence, a query must be reusable, and the rest was written by the
 * operator or us.
 */
const SAID: ReadonlySet<string> = new Set(['raw', 'raw_text', 'query', 'uri', 'sources', 'problems']);

/**
 * Cleans an answer. Only its top-level members are treated by name, because inside an event anybody may choose names.
 */
export function harmlessBody(body: JsonObject): JsonObject {
  const members = Object.entries(body);
  return Object.fromEntries(
    members.map(([name, member]) => [name, SAID.has(name) ? asSaid(member) : harmless(member)]),
  );
}
