import { targetsOf, type AuditEvent } from '../event.ts';
import { actorLabel, labelOf } from '../label.ts';
import { accountOf } from './accounts.ts';

/** What events can be grouped by. */
export const DIMENSIONS = [
  'actor',
  'verb',
  'action',
  'category',
  'target',
  'ip',
  'provider',
  'account',
  'log',
  'flags',
] as const;
/** One of the dimensions that events can be grouped by. */
export type Dimension = (typeof DIMENSIONS)[number];

/** The fields that dimensions are made of. */
export type Grouped = Pick<
  AuditEvent,
  'provider' | 'tenant' | 'log' | 'actor' | 'verb' | 'action' | 'category' | 'target' | 'targets' | 'ip' | 'flags'
>;

const VALUES: Readonly<Record<Dimension, (event: Grouped) => readonly (string | undefined)[]>> = {
  actor: ({ actor }) => [actorLabel(actor)],
  verb: ({ verb }) => [verb],
  action: ({ action }) => [action],
  category: ({ category }) => [category],
  // One entry may change many things, and two of them may have the same name.
  target: (event) => distinct(targetsOf(event).map(labelOf)),
  ip: ({ ip }) => [ip],
  provider: ({ provider }) => [provider],
  account: (event) => [accountOf(event)],
  log: ({ provider, log }) => [`${provider}.${log}`],
  flags: ({ flags }) => flags,
};

/** The groups that an event belongs to: none, one, or several where it has several targets or flags. */
export function valuesOf(dimension: Dimension, event: Grouped): readonly (string | undefined)[] {
  return VALUES[dimension](event);
}

function distinct(values: readonly string[]): readonly string[] {
  return values.length < 2 ? values : [...new Set(values)];
}
