import type { AuditEvent } from '../event.ts';
import { idKey, keysOf } from './person.ts';

/** What an event tells about the names of its actor. */
export interface Taught {
  readonly id: string;
  readonly names: readonly string[];
}

/** The other names of people, by id, as far as events have told. */
export type Directory = Map<string, readonly string[]>;

/** Only people have names of their own: an API key may carry anybody's. */
export function taughtBy(event: AuditEvent): Taught | undefined {
  const { kind, id, email, name } = event.actor;
  const names = keysOf({ email, name }, event);
  return kind !== 'user' || id === undefined || names.length === 0 ? undefined : { id: idKey(id, event), names };
}

const MOST = 50_000;

export function teach(directory: Directory, { id, names }: Taught): void {
  if (directory.size >= MOST) directory.clear();
  directory.set(id, names);
}

export function isKnown(directory: Directory, { id, names }: Taught): boolean {
  const known = directory.get(id);
  return names.every((name) => known?.includes(name));
}

/** The names, and the other names of the same person. */
export function allNames(directory: Directory, names: readonly string[]): readonly string[] {
  return [...new Set(names.flatMap((name) => [name, ...(directory.get(name) ?? [])]))];
}
