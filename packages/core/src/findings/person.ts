import type { AuditEvent } from '../event.ts';

/** Who may have a part in an event. */
export const ROLES = ['actor', 'target', 'impersonator'] as const;

type Named = {
  readonly id?: string | undefined;
  readonly email?: string | undefined;
  readonly name?: string | undefined;
};
type Account = { readonly provider: string; readonly tenant: string };

/** Ids are only unique within an account. */
export function idKey(id: string, { provider, tenant }: Account): string {
  return `${provider}/${tenant}#${id}`;
}

/** Everything that a person is called, each with what kind of name it is; the best first. */
export function keysOf({ id, email, name }: Named, account: Account): string[] {
  const keys: string[] = [];
  if (email !== undefined) keys.push(email.toLowerCase());
  if (id !== undefined) keys.push(idKey(id, account));
  if (name !== undefined) keys.push(name.includes('@') ? name.toLowerCase() : `name:${name.toLowerCase()}`);
  return keys;
}

/** The same of somebody who has a part in an event: the name of a target may be an address. */
export function namesIn(role: (typeof ROLES)[number], event: AuditEvent): readonly string[] {
  const person = event[role];
  return person === undefined ? [] : keysOf(person, event);
}
