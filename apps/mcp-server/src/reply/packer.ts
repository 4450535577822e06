import type { AuditEvent } from '@trailhound/core';
import { columns, createShortUids, harmless, plain } from '@trailhound/core/reply';
import { compact, type JsonObject } from '@trailhound/program';
import { lengthOf } from './fit.ts';

export type Detail = 'compact' | 'full';

/** Packs events one by one, and says when there is no room for the next. */
export interface Packer {
  /** Whether the event fits after those before it. */
  readonly add: (event: AuditEvent) => boolean;
  /** The first `count` events. */
  readonly table: (count: number) => JsonObject;
}

/** The room reserved for everything but events. */
const REST = 6000;
const MOST_REST = 0.5;
const SHORTEST = 80;

function shareOf(room: number): number {
  return room - Math.min(REST, room * MOST_REST);
}

/** As many rows as fit, from the first; with short cells, if that would fill an answer by itself. */
export function withinRoom(rows: readonly (readonly unknown[])[], room: number): JsonObject[string][] {
  const most = shareOf(room);
  let used = 0;
  const end = rows.findIndex((cells) => {
    used += lengthOf(harmless(cells)) + 1;
    return used > most;
  });
  if (end === 0) return rows.slice(0, 1).map((cells) => harmless(cells, { longest: SHORTEST }));
  return end < 0 ? [...rows] : rows.slice(0, end);
}

export function createPacker(detail: Detail, room: number, tenant = false): Packer {
  const names = columns([], { tenant }).columns;
  const most = shareOf(room);
  const short = createShortUids();
  const full: JsonObject[] = [];
  const rows: (readonly unknown[])[] = [];
  let used = 0;
  return {
    add: (event) => {
      if (detail === 'full') used += lengthOf(added(full, shortened(event, most))) + 1;
      else used += lengthOf(added(rows, row({ ...event, uid: short(event.uid) }, names, most))) + 1;
      return used <= most;
    },
    table: (count) => (detail === 'full' ? { events: full.slice(0, count) } : inColumns(names, rows.slice(0, count))),
  };
}

function added<T>(list: T[], one: T): T {
  list.push(one);
  return one;
}

/** Hardly anybody acts in the name of somebody else, and what is only looked at does not change. */
const SELDOM: ReadonlySet<string> = new Set(['impersonator', 'changes']);

/** A table without the columns that are seldom filled, where none of its rows fills them. */
function inColumns(names: readonly string[], rows: readonly (readonly unknown[])[]): JsonObject {
  const kept = names.flatMap((name, index) => {
    const isEmpty = rows.every((cells) => (cells[index] ?? null) === null);
    return SELDOM.has(name) && isEmpty ? [] : [index];
  });
  return { columns: kept.map((index) => names[index]), rows: rows.map((cells) => kept.map((index) => cells[index])) };
}

/** Columns that hold most. */
const LONG: ReadonlySet<string> = new Set(['message', 'changes']);

/** How long a cell may be: the second, if a row would fill an answer by itself. */
const CAPS = [
  { cell: 160, long: 300 },
  { cell: 80, long: 150 },
] as const;

function row(event: AuditEvent, fields: readonly string[], most: number): unknown[] {
  const [cells = []] = columns([event], { fields }).rows;
  let short: unknown[] = [];
  for (const { cell: cap, long } of CAPS) {
    short = cells.map((cell, index) => {
      const max = LONG.has(fields[index] ?? '') ? long : cap;
      return typeof cell === 'string' ? plain(cell, { max, inert: true }) : cell;
    });
    if (lengthOf(short) < most) break;
  }
  return short;
}

/** How much of an event to keep, from most to very little. */
const STEPS = [
  { text: 500, listed: 50 },
  { text: 200, listed: 10 },
  { text: 80, listed: 3 },
] as const;

/** The event without its raw entry, shortened if it would fill an answer by itself. */
export function shortened(event: AuditEvent, most: number): JsonObject {
  let short: JsonObject = {};
  for (const { text, listed } of STEPS) {
    const changes = event.changes.slice(0, listed);
    const targets = event.targets?.slice(0, listed);
    short = compact({
      ...harmless({ ...event, raw: undefined, changes, targets }, { longest: text }),
      changes_omitted: omitted(event.changes, listed),
      targets_omitted: omitted(event.targets, listed),
    });
    if (lengthOf(short) <= most) return short;
  }
  return short;
}

function omitted(list: readonly unknown[] = [], listed: number): number | undefined {
  return list.length > listed ? list.length - listed : undefined;
}
