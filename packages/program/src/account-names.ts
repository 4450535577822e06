import type { Connection } from '@trailhound/core';
import { accountOf } from '@trailhound/core/reply';

/** The names of accounts in answers and arguments; none if each product has just one account. */
export function accountNames(connections: readonly Connection[]): string[] {
  const products = connections.map(({ provider }) => provider.id);
  if (new Set(products).size === products.length) return [];
  return connections.map(accountOf);
}

/** One connection per product, for what its accounts have in common. */
export function onePerProduct(connections: readonly Connection[]): Connection[] {
  return [
    ...new Map(connections.toReversed().map((connection) => [connection.provider.id, connection])).values(),
  ].toReversed();
}
