import type { SQLInputValue } from 'node:sqlite';
import { farEnd, type Dated, type Order, type Window } from '@trailhound/core/source';
import type { Ask, Found } from '../port.ts';
import type { ArchiveFile } from './file.ts';
import { prepareRows, type Row } from './row.ts';
import { eventOf } from './rows.ts';
import { sieveOf, type Sieve } from './sieve.ts';

/** Batches grow: the first ones come soon, and long reads take few round trips. */
const FIRST = 64;
const MOST = 1024;

/** The rows of a window from a place on, in batches. */
type Next = (after: Place | undefined, limit: number) => readonly Row[];

/** Yields the matching events of a window in order, and yields to the event loop between batches. */
export async function* readWanted(file: ArchiveFile, ask: Ask): AsyncGenerator<Found, void, undefined> {
  const log = file.logs.find(ask.log);
  const next = log === undefined ? () => [] : rowsOf(file, log, ask, sieveOf(ask, log, file));
  let after: Place | undefined;
  for (let limit = FIRST; ; limit = Math.min(MOST, limit * 2)) {
    const rows = next(after, limit);
    const events = rows.flatMap((row) => datedOf(row, file, ask) ?? []);
    const last = rows.at(-1);
    const isLast = last === undefined || rows.length < limit;
    yield {
      events,
      scanned: rows.length,
      reached: isLast ? farEnd(ask.window, ask.order) : reachedAt(last, ask.order),
    };
    if (isLast) return;
    after = { at: last.time, uid: last.uid };
    await new Promise(setImmediate);
  }
}

/** More rows with the same time may follow. */
function reachedAt({ time }: Row, order: Order): number {
  return order === 'oldest' ? time : time + 1;
}

function datedOf(row: Row, { shared }: ArchiveFile, ask: Ask): Dated | undefined {
  const event = eventOf(row, shared, ask, ask.matches);
  return event && { at: row.time, uid: row.uid, event, stated: row.stated === 1 };
}

/** The SQL conditions for a window. */
interface Clause {
  readonly where: string;
  readonly order: string;
  readonly values: readonly SQLInputValue[];
}

interface Place {
  readonly at: number;
  readonly uid: string;
}

function clauseOf(log: number, { from, to }: Window, order: Order, after?: Place): Clause {
  const [beyond, way] = order === 'oldest' ? ['>', 'asc'] : ['<', 'desc'];
  // The first condition is for the index; the second splits rows with the same time.
  const range = order === 'oldest' ? [after?.at ?? from, to - 1] : [from, after?.at ?? to - 1];
  const where = `log = ? and time between ? and ?${after === undefined ? '' : ` and (time <> ? or uid ${beyond} ?)`}`;
  const ties = after === undefined ? [] : [after.at, after.uid];
  return { where, order: `order by time ${way}, uid ${way}`, values: [log, ...range, ...ties] };
}

function rowsOf(file: ArchiveFile, log: number, ask: Ask, sieve: Sieve): Next {
  const { window, order } = ask;
  if (sieve.among !== undefined) return amongOf(file, log, ask, { sieve, among: sieve.among });
  return (after, limit) => {
    const { where, order: by, values } = clauseOf(log, window, order, after);
    const arms = sieve.arms.map(
      (arm) => `select * from events where ${[where, ...sieve.also, `(${arm})`].join(' and ')}`,
    );
    const [only, another] = arms.map((arm) => `${arm} ${by} limit ?`);
    if (only !== undefined && another === undefined) return prepareRows(file.database, only)(...values, limit);
    const each = arms.map((arm) => `select * from (${arm} ${by} limit ?)`);
    const all = prepareRows(file.database, `select * from (${each.join(' union all ')}) ${by} limit ?`);
    return all(...arms.flatMap(() => [...values, limit]), limit);
  };
}

interface Among {
  readonly sieve: Sieve;
  readonly among: readonly number[];
}

/** With few candidates, sorts first and then reads. */
function amongOf(file: ArchiveFile, log: number, { window, order }: Ask, { sieve, among }: Among): Next {
  const { where, order: by, values } = clauseOf(log, window, order);
  // Materialised, or SQLite might walk through the log instead.
  const few = 'with few as materialized (select * from events where id in (select value from json_each(?)))';
  const sql = `${few} select id, uid from few where ${[where, ...sieve.also, either(sieve.arms)].join(' and ')} ${by}`;
  const found = file.database.prepare(sql).all(JSON.stringify(among), ...values) as Pick<Row, 'id' | 'uid'>[];
  const one = prepareRows(file.database, 'select * from events where id = ? and uid = ?');
  let next = 0;
  return (_, limit) => {
    const rows: Row[] = [];
    // A row may have been erased in the meantime.
    for (const { id, uid } of found.slice(next)) {
      if (rows.length === limit) break;
      rows.push(...one(id, uid));
      next += 1;
    }
    return rows;
  };
}

function either(arms: readonly string[]): string {
  return `(${arms.map((arm) => `(${arm})`).join(' or ')})`;
}
