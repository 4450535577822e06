import type { Target } from '../event.ts';

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

/** The best of the names of a person. */
export function keyOf({ id, email, name }: Named, account: Account): string | undefined {
  if (email !== undefined) return email.toLowerCase();
  if (id !== undefined) return idKey(id, account);
  return keysOf({ name }, account)[0];
}

/** Everything that a person is called, each with what kind of name it is; the best first. */
export function keysOf({ id, email, name }: Named, account: Account): string[] {
  const keys: string[] = [];
  if (email !== undefined) keys.push(email.toLowerCase());
  if (id !== undefined) keys.push(idKey(id, account));
  if (name !== undefined) keys.push(name.includes('@') ? name.toLowerCase() : `name:${name.toLowerCase()}`);
  return keys;
}

/** A target as a person: its name may be an address. */
export function keysOfTarget({ id, name }: Target, account: Account): string[] {
  return keysOf({ id, name }, account);
}
