import type { AuditEvent } from '../event.ts';
import { idKey } from './person.ts';

/** What an event tells about the names of its actor. */
export interface Taught {
  readonly id: string;
  readonly names: readonly string[];
}

/** The other names of people, as far as events have told. */
export interface Directory {
  readonly teach: (taught: Taught) => void;
  readonly isKnown: (taught: Taught) => boolean;
  /** What it was taught itself, without what it starts from. */
  readonly taught: () => readonly Taught[];
  /** The names, and the other names of the same person. */
  readonly allNames: (names: readonly string[]) => readonly string[];
}

/** Only people have names of their own: an API key may carry anybody's. */
export function taughtBy({ actor, provider, tenant }: AuditEvent): Taught | undefined {
  const { kind, id, email, name } = actor;
  if (kind !== 'user' || id === undefined || (email ?? name) === undefined) return undefined;
  const names = [email?.toLowerCase(), name === undefined ? undefined : `name:${name.toLowerCase()}`];
  return { id: idKey(id, { provider, tenant }), names: names.filter((one) => one !== undefined) };
}

const MOST = 50_000;

export function createDirectory(base?: Directory): Directory {
  const known = new Map<string, readonly string[]>();

  function isKnown({ id, names }: Taught): boolean {
    const own = known.get(id);
    return own === undefined ? base?.isKnown({ id, names }) === true : names.every((name) => own.includes(name));
  }

  function named(name: string): readonly string[] {
    const own = known.get(name);
    return own ?? base?.allNames([name]) ?? [name];
  }

  return {
    teach: ({ id, names }) => {
      if (known.size >= MOST) known.clear();
      known.set(id, [id, ...names]);
    },
    isKnown,
    taught: () => [...known].map(([id, [, ...names]]) => ({ id, names })),
    allNames: (names) => [...new Set(names.flatMap((name) => [name, ...named(name)]))],
  };
}
