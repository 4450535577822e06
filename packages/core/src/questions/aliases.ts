import type { AuditEvent } from '../event.ts';
import { accountOf } from '../reading/accounts.ts';
import { personaOf, readPersona } from '../reading/persona.ts';
import { joinPeople, type People, type Person } from './people.ts';

/** One id, address or name that belongs to the actor, and the account it was seen in. */
export interface Alias {
  readonly kind: 'id' | 'email' | 'name';
  readonly value: string;
  /** Ids are only unique within one account. */
  readonly provider: string;
  readonly tenant: string;
}

/** Everything the actor is called, learnt from the events themselves. */
export interface Aliases {
  /** Learns who there is, and the other names of the actor from an event that matches. */
  readonly learn: (event: AuditEvent) => void;
  /** Whether an event is the actor's, by any alias known so far; once settled, by what is proved. */
  readonly match: (event: AuditEvent) => boolean;
  /** Whether it was the actor who really acted, and nobody else in that name. */
  readonly acts: (event: AuditEvent) => boolean;
  /** Forgets what is not proved, once everybody is known. Returns others of the same name, and why they are not joined. */
  readonly settle: () => readonly string[];
  readonly list: () => readonly Alias[];
}

type Account = Pick<AuditEvent, 'provider' | 'tenant'>;
type Named = Partial<Pick<AuditEvent['actor'], 'id' | 'email' | 'name'>>;

/**
 * Starts from what the user typed: an id, an e-mail address or a full name. An address leads to ids and a name, and a
 * name leads to the ids of products without addresses. A partial name adds nothing, since two people may share it.
 */
export function createAliases(typed: string): Aliases {
  const known = new Map<string, Alias>();
  const counts = new Map<string, number>();
  const wanted = typed.toLowerCase();
  let proved: Proved | undefined;

  function isTyped({ id, email, name }: Named): boolean {
    return [id, email, name].some((one) => one?.toLowerCase() === wanted);
  }

  function isKnown(named: Named | undefined, account: Account): boolean {
    if (named === undefined) return false;
    return isTyped(named) || aliasesOf(named, account).some((alias) => known.has(keyOf(alias)));
  }

  function isActors(event: AuditEvent): boolean {
    const person = proved?.tell(personaOf(event));
    return person === undefined
      ? isKnown(event.actor, event)
      : isTyped(event.actor) || proved?.mine.has(person) === true;
  }

  return {
    learn: (event) => {
      const { actor } = event;
      const persona = personaOf(event);
      counts.set(persona, (counts.get(persona) ?? 0) + 1);
      // Only people have names of their own: an API key or a rule may carry anybody's.
      if (actor.kind !== 'user' || !isKnown(actor, event)) return;
      for (const alias of aliasesOf(actor, event)) if (!known.has(keyOf(alias))) known.set(keyOf(alias), alias);
    },
    match: (event) => isActors(event) || isKnown(event.impersonator, event),
    acts: (event) => (event.impersonator === undefined ? isActors(event) : isKnown(event.impersonator, event)),
    settle: () => {
      proved = prove(counts, isTyped);
      const { own, doubts } = proved;
      for (const [key, { kind }] of known)
        if (!own.has(key) || (kind === 'name' && doubts.length > 0)) known.delete(key);
      return doubts;
    },
    list: () => [...known.values()],
  };
}

/** Who is who, and which of them were asked for. */
interface Proved {
  readonly tell: People;
  readonly mine: ReadonlySet<Person>;
  /** The keys of all that these are called. */
  readonly own: ReadonlySet<string>;
  /** Others of the same name. */
  readonly doubts: readonly string[];
}

function prove(counts: ReadonlyMap<string, number>, isTyped: (named: Named) => boolean): Proved {
  const tell = joinPeople(counts);
  const typed = [...counts.keys()].filter((text) => isTyped(readPersona(text)));
  const mine = new Set(typed.flatMap((text) => tell(text) ?? []));
  const personas = [...mine].flatMap((person) => person.personas);
  return {
    tell,
    mine,
    own: new Set(personas.flatMap((one) => aliasesOf(one, one)).map(keyOf)),
    doubts: [...new Set([...mine].flatMap(({ perhapsSame }) => perhapsSame))],
  };
}

function aliasesOf({ id, email, name }: Named, { provider, tenant }: Account): Alias[] {
  const where = { provider, tenant };
  return [
    ...(id === undefined ? [] : [{ kind: 'id' as const, value: id, ...where }]),
    ...(email === undefined ? [] : [{ kind: 'email' as const, value: email, ...where }]),
    ...(name === undefined ? [] : [{ kind: 'name' as const, value: name, ...where }]),
  ];
}

/** Addresses and full names identify a person everywhere, ids only within their account. */
function keyOf(alias: Alias): string {
  const { kind, value } = alias;
  return kind === 'id' ? `id ${accountOf(alias)} ${value}` : `${kind} ${value.toLowerCase()}`;
}
