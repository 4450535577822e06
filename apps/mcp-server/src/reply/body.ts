import { asSaid, harmless } from '@trailhound/core/reply';
import type { JsonObject } from '@trailhound/program';

/** The vendor's entry is evidence, a query can be asked again as it stands, and the rest is the operator's and ours. */
const SAID: ReadonlySet<string> = new Set(['raw', 'raw_text', 'query', 'uri', 'sources', 'problems']);

/** A whole answer without what hides or renders. Only its own members are known by name: inside of an event anybody may choose names. */
export function harmlessBody(body: JsonObject): JsonObject {
  const members = Object.entries(body);
  return Object.fromEntries(
    members.map(([name, member]) => [name, SAID.has(name) ? asSaid(member) : harmless(member)]),
  );
}
