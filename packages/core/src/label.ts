import type { Actor, Change, Impersonator, Target } from './event.ts';

/** The most informative name of a person: an address is the same in every product, an id is not. */
export function partyLabel({ email, name, id }: Pick<Actor, 'email' | 'name' | 'id'>): string | undefined {
  return email ?? name ?? id;
}

/** The name of an actor, or at least its kind. */
export function actorLabel(actor: Actor): string {
  return partyLabel(actor) ?? actor.kind;
}

/** Who really acted; the vendor may only tell the company. */
export function impersonatorLabel(impersonator: Impersonator): string | undefined {
  return partyLabel(impersonator) ?? impersonator.company;
}

/** The domain of an e-mail address, in small letters. */
export function domainOf(email: string | undefined): string | undefined {
  const at = email?.lastIndexOf('@') ?? -1;
  const domain = at < 0 ? undefined : email?.slice(at + 1).toLowerCase();
  return domain === '' ? undefined : domain;
}

/** A target in query syntax: `user:Dana Doe`, `user:42`, or just `user`. */
export function labelOf({ type, id, name }: Target): string {
  const which = name ?? id;
  return which === undefined ? type : `${type}:${which}`;
}

/** A target as tables show it, with the id beside the name: `user:Dana Doe (42)`. */
export function targetLabel(target: Target): string {
  const { id, name } = target;
  return name === undefined || id === undefined ? labelOf(target) : `${labelOf(target)} (${id})`;
}

/** A field with its values before and after: `role: "Agent" → "Owner"`. A side that the vendor does not state is `?`. */
export function changeLabel({ field, from, to }: Change): string {
  return `${field}: ${side(from)} → ${side(to)}`;
}

function side(value: unknown): string {
  return value === undefined ? '?' : JSON.stringify(value);
}
