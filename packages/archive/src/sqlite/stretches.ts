import type { DatabaseSync } from 'node:sqlite';
import { subtract, union, type Window } from '@trailhound/core/source';
import type { Covered, Lost } from '../port.ts';

/** Which stretches of a log are covered, and which are lost. Adjacent stretches are merged. */
export interface Stretches {
  readonly covered: (log: number) => Covered[];
  readonly cover: (log: number, window: Window, readAt: number) => void;
  readonly lost: (log: number) => Lost[];
  /** Returns the parts of a stretch that were neither lost nor covered before. */
  readonly lose: (log: number, lost: Lost) => Window[];
  /** Everything before a time is no longer kept. */
  readonly cutOff: (before: number) => void;
}

/** Joins stretches that touch and were lost for the same reason: they are noted day by day. */
export function joined(rows: readonly Lost[]): Lost[] {
  const all: Lost[] = [];
  for (const row of rows) {
    const last = all.at(-1);
    if (last !== undefined && last.reason === row.reason && row.from <= last.to) {
      all.splice(-1, 1, { ...last, to: Math.max(last.to, row.to) });
    } else all.push(row);
  }
  return all;
}

export function createStretches(database: DatabaseSync): Stretches {
  const select = database.prepare('select "from", "to", read_at from covered where log = ? order by "from"');
  const remove = database.prepare('delete from covered where log = ? and "from" >= ? and "to" <= ?');
  const insert = database.prepare('insert into covered(log, "from", "to", read_at) values (?, ?, ?, ?)');
  const selectLost = database.prepare('select "from", "to", reason from lost where log = ? order by "from"');
  const insertLost = database.prepare('insert into lost(log, "from", "to", reason) values (?, ?, ?, ?)');
  const dropBefore = database.prepare('delete from covered where "to" <= ?');
  const cutBefore = database.prepare('update covered set "from" = ? where "from" < ?');

  const covered = (log: number): Covered[] =>
    select
      .all(log)
      .map((row) => ({ from: Number(row['from']), to: Number(row['to']), readAt: Number(row['read_at']) }));
  const lost = (log: number): Lost[] => {
    const rows = selectLost
      .all(log)
      .map((row) => ({ from: Number(row['from']), to: Number(row['to']), reason: String(row['reason']) }));
    return joined(rows);
  };

  return {
    covered,
    cover: (log, window, readAt) => {
      const touching = covered(log).filter(({ from, to }) => from <= window.to && to >= window.from);
      const [whole = window] = union([...touching, window]);
      remove.run(log, whole.from, whole.to);
      insert.run(log, whole.from, whole.to, Math.max(readAt, ...touching.map((one) => one.readAt)));
    },
    lost,
    lose: (log, { from, to, reason }) => {
      const fresh = subtract({ from, to }, [...covered(log), ...lost(log)]);
      for (const window of fresh) insertLost.run(log, window.from, window.to, reason);
      return fresh;
    },
    cutOff: (before) => {
      dropBefore.run(before);
      cutBefore.run(before, before);
    },
  };
}
