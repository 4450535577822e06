import type { Actor, Target } from './event.ts';

/** The most informative name of a person: an address is the same in every product, an id is not. */
export function partyLabel({ email, name, id }: Pick<Actor, 'email' | 'name' | 'id'>): string | undefined {
  return email ?? name ?? id;
}

/** The name of an actor, or at least its kind. */
export function actorLabel(actor: Actor): string {
  return partyLabel(actor) ?? actor.kind;
}

/** A target in query syntax: `user:Dana Doe`, `user:42`, or just `user`. */
export function labelOf({ type, id, name }: Target): string {
  const which = name ?? id;
  return which === undefined ? type : `${type}:${which}`;
}
