import type { AuditEvent } from '../event.ts';
import { domainOf, impersonatorLabel } from '../label.ts';
import { accountOf } from './accounts.ts';
import { namedTargets } from './named-target.ts';
import { personaOf } from './persona.ts';

/** What events can be grouped by, whatever the time zone. */
export const EVENT_DIMENSIONS = [
  'actor',
  'actor_domain',
  'impersonator',
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
export type EventDimension = (typeof EVENT_DIMENSIONS)[number];

/** Times of a time zone that events can be grouped by. */
export const TIME_DIMENSIONS = ['day', 'weekday', 'hour', 'hour_of_day'] as const;
export type TimeDimension = (typeof TIME_DIMENSIONS)[number];

/** Everything that events can be grouped by. */
export const DIMENSIONS = [...EVENT_DIMENSIONS, ...TIME_DIMENSIONS] as const;
/** One of the dimensions that events can be grouped by. */
export type Dimension = (typeof DIMENSIONS)[number];

/** The fields that dimensions are made of. */
export type Grouped = Pick<
  AuditEvent,
  | 'provider'
  | 'tenant'
  | 'log'
  | 'actor'
  | 'impersonator'
  | 'verb'
  | 'action'
  | 'category'
  | 'target'
  | 'targets'
  | 'ip'
  | 'flags'
>;

const VALUES: Readonly<Record<EventDimension, (event: Grouped) => readonly (string | undefined)[]>> = {
  // Counted apart as each log names them, and joined when all are known.
  actor: (event) => [personaOf(event)],
  actor_domain: ({ actor }) => [domainOf(actor.email)],
  impersonator: ({ impersonator }) => [impersonator && impersonatorLabel(impersonator)],
  verb: ({ verb }) => [verb],
  action: ({ action }) => [action],
  category: ({ category }) => [category],
  // One entry may change many things. They are counted by name, and joined when all names are known.
  target: namedTargets,
  ip: ({ ip }) => [ip],
  provider: ({ provider }) => [provider],
  account: (event) => [accountOf(event)],
  log: ({ provider, log }) => [`${provider}.${log}`],
  flags: ({ flags }) => flags,
};

/** The groups that an event belongs to: none, one, or several where it has several targets or flags. */
export function valuesOf(dimension: EventDimension, event: Grouped): readonly (string | undefined)[] {
  return VALUES[dimension](event);
}

export function isOfEvents(dimension: Dimension): dimension is EventDimension {
  return Object.hasOwn(VALUES, dimension);
}
