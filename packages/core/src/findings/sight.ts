import { isObject } from '../json.ts';
import type { AuditEvent } from '../event.ts';
import type { WallClock } from '../moment.ts';

/** What an event says of a person. */
export type Known = Partial<Pick<AuditEvent['actor'], 'id' | 'email' | 'name'>>;

/** What a user has told about the people of an account. */
export interface Roster {
  /** How many people it has. */
  readonly people: number;
  /** When a person left, in epoch milliseconds. */
  readonly leftAt: (person: Known) => number | undefined;
  readonly isPrivileged: (person: Known) => boolean;
  /** The clock where a person works, if that is known. */
  readonly clockOf: (person: Known) => Surroundings['local'] | undefined;
}

/** What rules may look at besides the event. */
export interface Surroundings {
  readonly local: (time: number) => WallClock;
  readonly roster: Roster | undefined;
  /** The domains of the company, in lower case. */
  readonly ownDomains: readonly string[] | undefined;
}

/** An event as rules see it, with the values that were already computed. */
export interface Sight {
  readonly event: AuditEvent;
  readonly at: number;
  readonly around: Surroundings;
  readonly known: (readonly unknown[] | undefined)[];
}

export function sightOf(event: AuditEvent, around: Surroundings): Sight {
  return { event, at: Date.parse(event.time), around, known: [] };
}

const DEEPEST = 20;

/** All texts and numbers in a value, however deep. */
export function leaves(value: unknown, depth = 0): unknown[] {
  if (depth > DEEPEST || value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item) => leaves(item, depth + 1));
  if (isObject(value)) return Object.values(value).flatMap((item) => leaves(item, depth + 1));
  return [value];
}
