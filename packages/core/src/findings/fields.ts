import { targetsOf } from '../event.ts';
import { suggest } from '../refuse.ts';
import { isObject } from '../json.ts';
import {
  changeText,
  exportedRows,
  gainedBy,
  isFromOutside,
  isLowered,
  isOffHours,
  isSelf,
  leftBefore,
  outsideDomains,
} from './derived.ts';
import type { Taxonomy, Values } from './detection.ts';
import { keysOf, keysOfTarget } from './person.ts';
import { leaves, type Sight } from './sight.ts';

type Read = (sight: Sight) => unknown;

/** The fields of our taxonomy: those of an event, and some that are derived from it. */
const READERS: Readonly<Record<string, Read>> = {
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
  'actor.key': ({ event }) => keysOf(event.actor, event)[0],
  'actor.left': leftBefore,
  'impersonator.id': ({ event }) => event.impersonator?.id,
  'impersonator.email': ({ event }) => event.impersonator?.email,
  'impersonator.name': ({ event }) => event.impersonator?.name,
  'impersonator.company': ({ event }) => event.impersonator?.company,
  'impersonator.key': ({ event }) => event.impersonator && keysOf(event.impersonator, event)[0],
  'target.type': ({ event }) => targetsOf(event).map(({ type }) => type),
  'target.id': ({ event }) => targetsOf(event).flatMap(({ id = [] }) => id),
  'target.name': ({ event }) => targetsOf(event).flatMap(({ name = [] }) => name),
  'target.key': ({ event }) => event.target && keysOfTarget(event.target, event)[0],
  'impersonator.outside': isFromOutside,
  change: ({ event }) => event.changes.map(changeText),
  gained: ({ event }) => event.changes.map(gainedBy),
  lowered: ({ event }) => event.changes.filter(isLowered).map(({ field }) => field),
  exported: exportedRows,
  off_hours: isOffHours,
  outside_domain: outsideDomains,
  self: isSelf,
};

const NAMES = Object.keys(READERS);

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

/** Reads a field at most once per event. */
function cached(name: string, slot: number): Values<Sight> {
  const read = READERS[name] ?? (() => undefined);
  return (sight) => (sight.known[slot] ??= listOf(read(sight)));
}

const VALUES: ReadonlyMap<string, Values<Sight>> = new Map(NAMES.map((name, slot) => [name, cached(name, slot)]));

/** The values of a field of ours; none for an unknown one. */
export function valuesOf(name: string): Values<Sight> {
  return VALUES.get(name) ?? (() => []);
}

/** Our fields. */
export const OURS: Taxonomy<Sight> = {
  field: (name) => VALUES.get(name),
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
