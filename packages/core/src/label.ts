import type { Actor, Target } from './event.ts';

/** Somebody, by what says most: the address is the same in every product, an id is not. */
export function partyLabel({ email, name, id }: Pick<Actor, 'email' | 'name' | 'id'>): string | undefined {
  return email ?? name ?? id;
}

/** Who acted, at least of what kind. */
export function actorLabel(actor: Actor): string {
  return partyLabel(actor) ?? actor.kind;
}

/** A target as queries take it: `user:Dana Doe`, `user:42`, or `user` alone. */
export function labelOf({ type, id, name }: Target): string {
  const which = name ?? id;
  return which === undefined ? type : `${type}:${which}`;
}
