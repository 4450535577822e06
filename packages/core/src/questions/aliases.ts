import type { AuditEvent } from '../event.ts';

/** A name of somebody, and where it was learnt. */
export interface Alias {
  readonly kind: 'id' | 'email' | 'name';
  readonly value: string;
  /** Ids mean something in one account only. */
  readonly provider: string;
  readonly tenant: string;
}

/** What somebody is called, learnt from the events themselves. */
export interface Aliases {
  /** Learns from an event of the actor. */
  readonly learn: (event: AuditEvent) => void;
  /** Whether an event is the actor's, by any name known so far. */
  readonly match: (event: AuditEvent) => boolean;
  readonly list: () => readonly Alias[];
}

type Account = Pick<AuditEvent, 'provider' | 'tenant'>;
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

  function isKnown(named: Named | undefined, account: Account): boolean {
    if (named === undefined) return false;
    return isTyped(named) || aliasesOf(named, account).some((alias) => known.has(keyOf(alias)));
  }

  return {
    learn: (event) => {
      const { actor } = event;
      // Whose names they are is clear for people only: a key or a rule may carry anybody's.
      if (actor.kind !== 'user' || !isKnown(actor, event)) return;
      for (const alias of aliasesOf(actor, event)) if (!known.has(keyOf(alias))) known.set(keyOf(alias), alias);
    },
    match: (event) => isKnown(event.actor, event) || isKnown(event.impersonator, event),
    list: () => [...known.values()],
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

/** Addresses and full names mean the same person everywhere, ids in their own account only. */
function keyOf({ kind, value, provider, tenant }: Alias): string {
  return kind === 'id' ? `id ${provider}/${tenant} ${value}` : `${kind} ${value.toLowerCase()}`;
}
