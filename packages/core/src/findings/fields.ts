import { targetsOf } from '../event.ts';
import { suggest } from '../refuse.ts';
import { isObject, type JsonObject } from '../json.ts';
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
import { namesIn, ROLES } from './person.ts';
import { leaves, type Sight } from './sight.ts';

type Read = (sight: Sight) => unknown;

/** The fields of an event as it is. */
const OWN = [
  'provider',
  'tenant',
  'log',
  'time',
  'verb',
  'action',
  'category',
  'outcome',
  'ip',
  'userAgent',
  'message',
  'flags',
  'actor.kind',
  'actor.id',
  'actor.email',
  'actor.name',
  'impersonator.id',
  'impersonator.email',
  'impersonator.name',
  'impersonator.company',
];

/** Fields that are derived from it, which costs more. */
const DERIVED: Readonly<Record<string, Read>> = {
  ...Object.fromEntries(ROLES.map((role): [string, Read] => [`${role}.key`, ({ event }) => namesIn(role, event)[0]])),
  'target.type': ({ event }) => targetsOf(event).map(({ type }) => type),
  'target.id': ({ event }) => targetsOf(event).flatMap(({ id = [] }) => id),
  'target.name': ({ event }) => targetsOf(event).flatMap(({ name = [] }) => name),
  change: ({ event }) => event.changes.map(changeText),
  gained: ({ event }) => event.changes.map(gainedBy),
  lowered: ({ event }) => event.changes.filter(isLowered).map(({ field }) => field),
  exported: exportedRows,
  off_hours: isOffHours,
  self: isSelf,
  words: allWords,
  'actor.left': leftBefore,
  'actor.privileged': isPrivileged,
  'impersonator.outside': isFromOutside,
  outside_domain: outsideDomains,
};

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

/** Reads a part of an event, or a part of that. */
function own(name: string): Values<Sight> {
  const [whole = '', part] = name.split('.');
  return ({ event }) => {
    const value = (event as JsonObject)[whole];
    return listOf(part === undefined ? value : (value as JsonObject | undefined)?.[part]);
  };
}

/** Reads a field at most once per event. */
function cached(read: Read, slot: number): Values<Sight> {
  return (sight) => (sight.known[slot] ??= listOf(read(sight)));
}

const VALUES: ReadonlyMap<string, Values<Sight>> = new Map<string, Values<Sight>>([
  ...OWN.map((name) => [name, own(name)] as const),
  ...Object.entries(DERIVED).map(([name, read], slot) => [name, cached(read, slot)] as const),
]);

/** Our fields. */
export const OURS: Taxonomy<Sight> = {
  field: (name) => VALUES.get(name),
  tellsApart: true,
  everything: ({ event }) => [...leaves({ ...event, raw: undefined }), ...event.changes.map(changeText)],
  hint: (name) => `${suggest(name, [...VALUES.keys()])} For the vendor’s own fields, set taxonomy: raw.`,
};

/** The fields of the vendor's entries. */
export const RAW: Taxonomy<Sight> = {
  field:
    (name) =>
    ({ event }) =>
      listOf(pathIn(event.raw, name)),
  everything: ({ event }) => leaves(event.raw),
  hint: () => '',
};

function pathIn(value: unknown, name: string): unknown {
  if (Array.isArray(value)) return value.flatMap((item) => listOf(pathIn(item, name)));
  if (!isObject(value)) return undefined;
  if (Object.hasOwn(value, name)) return value[name];
  const dot = name.indexOf('.');
  const first = name.slice(0, dot);
  return dot >= 0 && Object.hasOwn(value, first) ? pathIn(value[first], name.slice(dot + 1)) : undefined;
}
