import type { AuditEvent } from '../event.ts';

/** A name of somebody, and where it was learnt. */
export interface Alias {
  readonly kind: 'id' | 'email' | 'name';
  readonly value: string;
  /** Ids mean something in one provider only. */
  readonly provider: string;
}

/** What somebody is called, learnt from the events themselves. */
export interface Aliases {
  /** Learns from an event of the actor. */
  readonly learn: (event: AuditEvent) => void;
  /** Whether an event is the actor's, by any name known so far. */
  readonly match: (event: AuditEvent) => boolean;
  readonly list: () => readonly Alias[];
}

type Named = Partial<Pick<AuditEvent['actor'], 'id' | 'email' | 'name'>>;

/**
 * Begins with what somebody typed: an id, an e-mail address, a full name. An address leads to ids and a name, a
 * name to the ids of products that know no addresses. A part of a name leads nowhere: two people may share it.
 */
export function createAliases(typed: string): Aliases {
  const known = new Map<string, Alias>();
  const wanted = typed.toLowerCase();

  function isTyped({ id, email, name }: Named): boolean {
    return [id, email, name].some((one) => one?.toLowerCase() === wanted);
  }

  function isKnown(named: Named | undefined, provider: string): boolean {
    if (named === undefined) return false;
    return isTyped(named) || aliasesOf(named, provider).some((alias) => known.has(keyOf(alias)));
  }

  return {
    learn: ({ actor, provider }) => {
      // Whose names they are is clear for people only: a key or a rule may carry anybody's.
      if (actor.kind !== 'user' || !isKnown(actor, provider)) return;
      for (const alias of aliasesOf(actor, provider)) if (!known.has(keyOf(alias))) known.set(keyOf(alias), alias);
    },
    match: ({ actor, impersonator, provider }) => isKnown(actor, provider) || isKnown(impersonator, provider),
    list: () => [...known.values()],
  };
}

function aliasesOf({ id, email, name }: Named, provider: string): Alias[] {
  return [
    ...(id === undefined ? [] : [{ kind: 'id' as const, value: id, provider }]),
    ...(email === undefined ? [] : [{ kind: 'email' as const, value: email, provider }]),
    ...(name === undefined ? [] : [{ kind: 'name' as const, value: name, provider }]),
  ];
}

/** Addresses and full names mean the same person everywhere, ids in their own product only. */
function keyOf({ kind, value, provider }: Alias): string {
  return kind === 'id' ? `id ${provider} ${value}` : `${kind} ${value.toLowerCase()}`;
}
