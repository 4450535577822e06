import { providers } from '../providers/index.ts';
import { close, type AuditError, type Fault } from '../errors.ts';
import type { Provider } from '../provider.ts';
import { dotted, type NameOf } from '../wording.ts';

/** A host's names for what an answer mentions: TypeScript properties, tool arguments or labels of a panel. */
export interface Words {
  /** The name of a field of the query, by its path. */
  readonly field: NameOf;
  /** The name of some logs of a product, or of one account if there are several. */
  readonly logs: (named: Logs) => string;
}

/** Logs, by product and log ids. */
export interface Logs {
  readonly provider: string;
  readonly account?: string | undefined;
  readonly logs: readonly string[];
}

/** Finds a built-in provider by id. */
export function findProvider(id: string): Provider | undefined {
  return Object.values<Provider>(providers).find((provider) => provider.id === id);
}

/** The product's name for people; its id if the provider is not built in. */
export function productLabel(id: string): string {
  return findProvider(id)?.label ?? id;
}

/** Joins names: `Gong, Zendesk and Ashby`. Programs do so when they start, where `Intl.ListFormat` takes 12 ms to load. */
export function inSentence(names: readonly string[]): string {
  const [last = '', ...others] = names.toReversed();
  return others.length === 0 ? last : `${others.toReversed().join(', ')} and ${last}`;
}

/** The names of TypeScript properties. */
export const PROPERTIES: Words = {
  field: dotted,
  logs: ({ provider, account, logs }) => {
    const names = logs.map((log) => `${provider}.${log}`).join(', ');
    return account === undefined ? names : `${names} of ${account}`;
  },
};

/** Words an error with the field names of a host. */
export function inWords(error: AuditError, { field }: Pick<Words, 'field'>): Fault {
  return close(error.open, field);
}
