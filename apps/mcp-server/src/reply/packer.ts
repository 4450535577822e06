import type { AuditEvent } from '@trailhound/core';
import { columns, harmless, plain } from '@trailhound/core/reply';
import { compact, type JsonObject } from '@trailhound/program';
import { lengthOf } from './fit.ts';

export type Detail = 'compact' | 'full';

/** Packs events one by one, and says when the next one has no room. */
export interface Packer {
  /** Whether the event fits beside those before it. */
  readonly add: (event: AuditEvent) => boolean;
  /** The first so many events. */
  readonly table: (count: number) => JsonObject;
}

/** What is left for everything that is not an event. */
const REST = 6000;
const MOST_REST = 0.5;

function shareOf(room: number): number {
  return room - Math.min(REST, room * MOST_REST);
}

/** As many rows from the beginning as there is room for beside everything else. */
export function withinRoom(rows: readonly (readonly unknown[])[], room: number): JsonObject[string][] {
  const most = shareOf(room);
  let used = 0;
  const end = rows.findIndex((cells) => {
    used += lengthOf(harmless(cells)) + 1;
    return used > most;
  });
  return end < 0 ? [...rows] : rows.slice(0, Math.max(1, end));
}

export function createPacker(detail: Detail, room: number, tenant = false): Packer {
  const names = columns([], { tenant }).columns;
  const most = shareOf(room);
  const packed: unknown[] = [];
  let used = 0;
  return {
    add: (event) => {
      const one = detail === 'full' ? shortened(event, most) : row(event, names);
      used += lengthOf(one) + 1;
      packed.push(one);
      return used <= most;
    },
    table: (count) => {
      const events = packed.slice(0, count);
      return detail === 'full' ? { events } : { columns: names, rows: events };
    },
  };
}

const LONGEST_CELL = 160;
const LONGEST_MESSAGE = 300;

function row(event: AuditEvent, fields: readonly string[]): unknown[] {
  const [cells = []] = columns([event], { fields }).rows;
  return cells.map((cell, index) => {
    const max = fields[index] === 'message' ? LONGEST_MESSAGE : LONGEST_CELL;
    return typeof cell === 'string' ? plain(cell, { max, inert: true }) : cell;
  });
}

/** How much of an event may stay, from all to next to nothing. */
const STEPS = [
  { text: 500, listed: 50 },
  { text: 200, listed: 10 },
  { text: 80, listed: 3 },
] as const;

/** The event without its raw entry; shortened when it would fill an answer alone. */
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
