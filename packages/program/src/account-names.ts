import type { Connection } from '@trailhound/core';
import { accountOf } from '@trailhound/core/reply';

/** The accounts as answers and arguments name them; none where each product has one, which its own name tells. */
export function accountNames(connections: readonly Connection[]): string[] {
  const products = connections.map(({ provider }) => provider.id);
  if (new Set(products).size === products.length) return [];
  return connections.map(accountOf);
}

/** One connection of each product, for what is the same in all of its accounts. */
export function onePerProduct(connections: readonly Connection[]): Connection[] {
  return [
    ...new Map(connections.toReversed().map((connection) => [connection.provider.id, connection])).values(),
  ].toReversed();
}
