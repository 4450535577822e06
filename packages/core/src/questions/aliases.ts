import type { AuditEvent } from '../event.ts';
import { accountOf } from '../reading/accounts.ts';

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
  /** Learns the other names of the actor from an event that matches. */
  readonly learn: (event: AuditEvent) => void;
  /** Whether an event is the actor's, by any alias known so far. */
  readonly match: (event: AuditEvent) => boolean;
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
      // Only people have names of their own: an API key or a rule may carry anybody's.
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

/** Addresses and full names identify a person everywhere, ids only within their account. */
function keyOf(alias: Alias): string {
  const { kind, value } = alias;
  return kind === 'id' ? `id ${accountOf(alias)} ${value}` : `${kind} ${value.toLowerCase()}`;
}
