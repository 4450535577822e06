import type { AuditEvent } from '@trailhound/core';
import {
  meeting,
  plusTimes,
  valuesOf,
  type Counts,
  type EventDimension,
  type Times,
  type Window,
} from '@trailhound/core/source';
import { barsOf } from '../bars.ts';
import type { Countable, CountAsk } from '../port.ts';
import type { Client, Json } from './client.ts';
import { WITHIN, within } from './put.ts';
import { fieldsIn } from './rows.ts';
import { stamp, unstamp } from './times.ts';

/** The columns that tell a dimension, or whether a criterion is met. */
const COLUMNS: Readonly<Record<EventDimension | keyof Countable, readonly string[]>> = {
  provider: [],
  account: [],
  log: [],
  verb: ['verb'],
  action: ['action'],
  category: ['category'],
  flags: ['flags'],
  actor: ['actor', 'impersonator'],
  actor_domain: ['actor'],
  impersonator: ['impersonator'],
  ip: ['ip'],
  target: ['target', 'targets'],
  verbs: ['verb'],
  actions: ['action'],
};

/** Counts groups of like events on the server, which are few, and tests each group here. */
export async function count(client: Client, { log, window, wanted = {}, by, starts }: CountAsk): Promise<Counts> {
  const asked = [...by, ...(Object.keys(wanted) as (keyof Countable)[])];
  const columns = [...new Set(['log', ...asked.flatMap((name) => COLUMNS[name])])].join(', ');
  const bars = barsOf(window, starts).map((bar, index) => `${inBar(bar)} as bar${index}`);
  const figures = ['count(*) as n', 'min(time) as oldest', 'max(time) as newest', ...bars].join(', ');
  const sql = `select ${columns}, ${figures} from visible where ${WITHIN} group by ${columns}`;
  const rows = await client.select(sql, within(log, window));
  const groups = rows.map((row) => ({ row, one: { ...fieldsIn(row), ...log } as AuditEvent }));
  const isMeant = meeting(wanted);
  const meant = groups.filter(({ one }) => isMeant(one));
  const times = (column: string): number[] => meant.map(({ row }) => unstamp(row[column]));
  return {
    total: sum(meant.map(({ row }) => row['n'])),
    first: meant.length === 0 ? undefined : times('oldest').reduce((a, b) => Math.min(a, b)),
    last: meant.length === 0 ? undefined : times('newest').reduce((a, b) => Math.max(a, b)),
    values: Object.fromEntries(by.map((dimension) => [dimension, valuesIn(meant, dimension)])),
    bars: starts.map((_, index) => sum(meant.map(({ row }) => row[`bar${index}`]))),
  };
}

interface Like {
  readonly row: Json;
  readonly one: AuditEvent;
}

function valuesIn(groups: readonly Like[], dimension: EventDimension): Map<string, Times> {
  const values = new Map<string, Times>();
  for (const { row, one } of groups) {
    const times = timesOf(row, dimension === 'actor' && one.impersonator !== undefined);
    for (const value of valuesOf(dimension, one))
      if (value !== undefined) values.set(value, plusTimes(values.get(value), times));
  }
  return values;
}

function timesOf(row: Json, isImpersonated: boolean): Times {
  const times = Number(row['n']);
  const [first, last] = [unstamp(row['oldest']), unstamp(row['newest'])];
  return { count: times, first, last, impersonated: isImpersonated ? times : 0 };
}

function sum(numbers: readonly unknown[]): number {
  return numbers.reduce<number>((total, one) => total + Number(one), 0);
}

function inBar(bar: Window | undefined): string {
  return bar === undefined ? '0' : `sum(time >= '${stamp(bar.from)}' and time < '${stamp(bar.to)}')`;
}
