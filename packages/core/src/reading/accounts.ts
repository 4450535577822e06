import { invalid, quoted, type Named } from '../errors.ts';
import type { Connection } from '../exchange/connection.ts';
import { suggest } from '../refuse.ts';
import { field, worded } from '../wording.ts';

/** Two accounts with the same name would overwrite each other in a checkpoint and produce colliding uids. */
export function refuseTwins(connections: readonly Connection[]): void {
  const names = connections.map(accountOf);
  const twin = names.find((name, index) => names.indexOf(name) < index);
  if (twin === undefined) return;
  throw invalid('tenant', `two connections are both named ${twin}`, 'Give each connection its own tenant.');
}

/** The name of the account of a connection or an event, in answers and in queries. */
export function accountOf({
  provider,
  tenant,
}: {
  readonly provider: string | Named;
  readonly tenant: string;
}): string {
  return `${typeof provider === 'string' ? provider : provider.id}/${tenant}`;
}

export function isOneOfSeveral({ provider }: Connection, connections: readonly Connection[]): boolean {
  return connections.filter((other) => other.provider.id === provider.id).length > 1;
}

/** Resolves account names. The part after the slash is enough where it is unambiguous. */
export function chooseAccounts(
  names: readonly string[] | undefined,
  connections: readonly Connection[],
): readonly string[] | undefined {
  return names && [...new Set(names.flatMap((name) => accountsNamed(name, connections)))];
}

function accountsNamed(name: string, connections: readonly Connection[]): string[] {
  const named = connections.filter((connection) => accountOf(connection) === name || connection.tenant === name);
  if (named.length > 0) return named.map(accountOf);
  throw invalid('accounts', `${quoted(name)} is not connected`, suggest(name, connections.map(accountOf)));
}

interface Asked {
  readonly providers?: readonly string[] | undefined;
  readonly accounts?: readonly string[] | undefined;
}

export function noneLeft({ providers = [], accounts = [] }: Asked): Error {
  const [products, chosen] = [providers.join(', '), accounts.join(', ')];
  const hint = worded`Leave out one of the two: ${field('providers')} are ${products}, ${field('accounts')} are ${chosen}.`;
  return invalid('accounts', 'names no account of the given providers', hint);
}
