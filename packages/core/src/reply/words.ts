import { providers } from '../providers/index.ts';
import { close, type AuditError, type Fault } from '../errors.ts';
import type { Provider } from '../provider.ts';
import { dotted, type NameOf } from '../wording.ts';

/** How a host names what an answer speaks of: properties in TypeScript, arguments of a tool, labels of a panel. */
export interface Words {
  /** A field of the query, by its path. */
  readonly field: NameOf;
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
  field: dotted,
  logs: ({ provider, account, logs }) => {
    const names = logs.map((log) => `${provider}.${log}`).join(', ');
    return account === undefined ? names : `${names} of ${account}`;
  },
};

/** What went wrong, in the words of a host. */
export function inWords(error: AuditError, { field }: Pick<Words, 'field'>): Fault {
  return close(error.open, field);
}
