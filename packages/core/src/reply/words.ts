import { providers } from '../providers/index.ts';
import type { Provider } from '../provider.ts';

/** How a host names what an answer speaks of: properties in TypeScript, arguments of a tool, labels of a panel. */
export interface Words {
  /** A field of the query, by its path. */
  readonly field: (path: readonly string[]) => string;
  /** Logs of a product, of one account where there are several. */
  readonly logs: (named: Logs) => string;
}

/** Logs by the ids of product and log. */
export interface Logs {
  readonly provider: string;
  readonly account?: string | undefined;
  readonly logs: readonly string[];
}

/** A provider of ours by its id. */
export function findProvider(id: string): Provider | undefined {
  return Object.values<Provider>(providers).find((provider) => provider.id === id);
}

/** The product as people call it; its id for one that is not ours. */
export function productLabel(id: string): string {
  return findProvider(id)?.label ?? id;
}

/** `Gong, Zendesk and Ashby`. */
export function inSentence(names: readonly string[]): string {
  return new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(names);
}

/** The names that a query takes. */
export const PROPERTIES: Words = {
  field: (path) => path.join('.'),
  logs: ({ provider, account, logs }) => {
    const names = logs.map((log) => `${provider}.${log}`).join(', ');
    return account === undefined ? names : `${names} of ${account}`;
  },
};
