import type { DatabaseSync } from 'node:sqlite';
import type { Window } from '@trailhound/core/source';
import type { Row } from './row.ts';

/** Some columns of some events that are alike, how many they are, and when. */
export type Counted = Partial<Row> & {
  readonly n: number;
  readonly oldest: number;
  readonly newest: number;
  readonly others?: number;
};

/** An index of whole logs that has some columns in order, and then the time. */
interface Ordered {
  readonly index: string;
  readonly columns: readonly (keyof Row)[];
}

/** Numbers of interned values begin at 1. */
const BEFORE_ALL = 0;

/**
 * Jumps through an index from group to group and counts each between two places, several times as fast as grouping
 * event by event. Undefined if there are more groups than that is worth.
 */
export function countGroups(
  database: DatabaseSync,
  { index, columns }: Ordered,
  { log, window, most }: { readonly log: number; readonly window: Window; readonly most: number },
): Counted[] | undefined {
  const list = columns.join(', ');
  const places = columns.map((_, at) => `?${at + 4}`);
  const from = `from events indexed by ${index} where log = ?1 and`;
  const next = database.prepare(`select ${list} ${from} (${list}) > (${places.join(', ')}) order by ${list} limit 1`);
  const alike = columns.map((column, at) => `${column} = ${places[at]}`).join(' and ');
  const within = `${from} ${alike} and time >= ?2 and time < ?3`;
  const end = (way: string): string => `(select time ${within} order by time ${way} limit 1)`;
  const count = database.prepare(
    `select ${list}, count(*) as n, ${end('asc')} as oldest, ${end('desc')} as newest ${within}`,
  );
  const groups: Counted[] = [];
  let at = columns.map(() => BEFORE_ALL);
  for (let left = most; left > 0; left -= 1) {
    const found = next.get(log, window.from, window.to, ...at);
    if (found === undefined) return groups;
    at = columns.map((column) => Number(found[column]));
    const group = count.get(log, window.from, window.to, ...at) as unknown as Counted;
    if (group.n > 0) groups.push(group);
  }
  return undefined;
}
