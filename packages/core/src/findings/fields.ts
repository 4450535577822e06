import { targetsOf } from '../event.ts';
import { suggest } from '../refuse.ts';
import { isObject } from '../json.ts';
import {
  allWords,
  changeText,
  exportedRows,
  gainedBy,
  isFromOutside,
  isLowered,
  isOffHours,
  isPrivileged,
  isSelf,
  leftBefore,
  outsideDomains,
} from './derived.ts';
import type { Taxonomy, Values } from './detection.ts';
import { keyOf } from './person.ts';
import { leaves, type Sight } from './sight.ts';

type Read = (sight: Sight) => unknown;

/** The fields of an event as it is. */
const OWN: Readonly<Record<string, Read>> = {
  provider: ({ event }) => event.provider,
  tenant: ({ event }) => event.tenant,
  log: ({ event }) => event.log,
  time: ({ event }) => event.time,
  verb: ({ event }) => event.verb,
  action: ({ event }) => event.action,
  category: ({ event }) => event.category,
  outcome: ({ event }) => event.outcome,
  ip: ({ event }) => event.ip,
  userAgent: ({ event }) => event.userAgent,
  message: ({ event }) => event.message,
  flags: ({ event }) => event.flags,
  'actor.kind': ({ event }) => event.actor.kind,
  'actor.id': ({ event }) => event.actor.id,
  'actor.email': ({ event }) => event.actor.email,
  'actor.name': ({ event }) => event.actor.name,
  'impersonator.id': ({ event }) => event.impersonator?.id,
  'impersonator.email': ({ event }) => event.impersonator?.email,
  'impersonator.name': ({ event }) => event.impersonator?.name,
  'impersonator.company': ({ event }) => event.impersonator?.company,
};

/** Fields that are derived from it, which costs more. */
const DERIVED: Readonly<Record<string, Read>> = {
  'actor.key': ({ event }) => keyOf(event.actor, event),
  'target.type': ({ event }) => targetsOf(event).map(({ type }) => type),
  'target.id': ({ event }) => targetsOf(event).flatMap(({ id = [] }) => id),
  'target.name': ({ event }) => targetsOf(event).flatMap(({ name = [] }) => name),
  'target.key': ({ event }) => event.target && keyOf({ id: event.target.id, name: event.target.name }, event),
  change: ({ event }) => event.changes.map(changeText),
  gained: ({ event }) => event.changes.map(gainedBy),
  lowered: ({ event }) => event.changes.filter(isLowered).map(({ field }) => field),
  exported: exportedRows,
  off_hours: isOffHours,
  self: isSelf,
  words: allWords,
  'actor.left': leftBefore,
  'actor.privileged': isPrivileged,
  'impersonator.key': ({ event }) => event.impersonator && keyOf(event.impersonator, event),
  'impersonator.outside': isFromOutside,
  outside_domain: outsideDomains,
};

const NAMES = [...Object.keys(OWN), ...Object.keys(DERIVED)];

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

/** Reads a field at most once per event. */
function cached(read: Read, slot: number): Values<Sight> {
  return (sight) => (sight.known[slot] ??= listOf(read(sight)));
}

const VALUES: ReadonlyMap<string, Values<Sight>> = new Map([
  ...Object.entries(OWN).map(([name, read]) => [name, (sight: Sight) => listOf(read(sight))] as const),
  ...Object.entries(DERIVED).map(([name, read], slot) => [name, cached(read, slot)] as const),
]);

/** The values of a field of ours; none for an unknown one. */
export function valuesOf(name: string): Values<Sight> {
  return VALUES.get(name) ?? (() => []);
}

/** Our fields. */
export const OURS: Taxonomy<Sight> = {
  field: (name) => VALUES.get(name),
  tellsApart: true,
  everything: ({ event }) => [...leaves({ ...event, raw: undefined }), ...event.changes.map(changeText)],
  hint: (name) => `${suggest(name, NAMES)} For the vendor’s own fields, set taxonomy: raw.`,
};

/** The fields of the vendor's entries. */
export const RAW: Taxonomy<Sight> = {
  field: (name) => {
    const path = name.split('.');
    return ({ event }) => listOf(pathIn(event.raw, name, path));
  },
  everything: ({ event }) => leaves(event.raw),
  hint: () => '',
};

function pathIn(value: unknown, name: string, path: readonly string[]): unknown {
  if (isObject(value) && Object.hasOwn(value, name)) return value[name];
  const [first = '', ...rest] = path;
  if (path.length === 0) return value;
  if (Array.isArray(value)) return value.flatMap((item) => listOf(pathIn(item, name, path)));
  return isObject(value) && Object.hasOwn(value, first) ? pathIn(value[first], rest.join('.'), rest) : undefined;
}
