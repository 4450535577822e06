import type { AuditEvent } from '../event.ts';
import { plain } from '../guard/text.ts';
import { actorLabel } from '../label.ts';
import { joinPeople, type Person } from '../questions/people.ts';
import { personaOf } from '../reading/persona.ts';

/** What an answer shows, if it has an actor. */
export type Acted = Partial<Pick<AuditEvent, 'provider' | 'tenant' | 'actor'>>;

const MOST = 10;
const LONGEST = 300;

/** Who in a list is one person under several names, and who may be. */
export function samePeople(shown: readonly Acted[]): string[] {
  const counts = new Map<string, number>();
  for (const { provider, tenant, actor } of shown) {
    if (provider === undefined || tenant === undefined || actor === undefined) continue;
    const text = personaOf({ provider, tenant, actor });
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  const tell = joinPeople(counts);
  const people = new Set([...counts.keys()].flatMap((text) => tell(text) ?? []));
  const said = [...people].flatMap((person) => [...isAlso(person), ...maybe(person)]);
  const texts = said.slice(0, MOST).map((text) => plain(text, { max: LONGEST }));
  return said.length > MOST ? [...texts, `and ${said.length - MOST} more`] : texts;
}

function isAlso({ label, personas }: Person): string[] {
  const names = new Map(personas.map((one) => [actorLabel(one).toLowerCase(), actorLabel(one)]));
  names.delete(label.toLowerCase());
  return names.size === 0 ? [] : [`${label} is also ${[...names.values()].join(', ')}`];
}

function maybe({ label, perhapsSame }: Person): string[] {
  return perhapsSame.map((other) => `${label} is perhaps ${other}`);
}
