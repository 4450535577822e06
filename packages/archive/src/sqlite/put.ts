import type { DatabaseSync } from 'node:sqlite';
import { eventLine, NO_EVENTS, type LedgerRecord, type LogName } from '@trailhound/core/ledger';
import { holds, sorted, type Dated } from '@trailhound/core/source';
import type { Lost, Put, Receipt } from '../port.ts';
import { checkPut, factsOf, written, type Fresh } from '../put-record.ts';
import { bodyOf } from './bodies.ts';
import type { ArchiveFile } from './file.ts';
import { COLUMNS } from './row.ts';
import { columnsOf } from './rows.ts';
import { indexed } from './text.ts';

/** Stores events with their stretch and their record, in one transaction. */
export function createPut(file: ArchiveFile): (put: Put) => Receipt {
  const { logs, stretches, chain, write } = file;
  const insert = createInsert(file);
  const known = file.database.prepare('select 1 from events where log = ? limit 1');
  const swept = file.database.prepare('update logs set swept_at = max(coalesce(swept_at, 0), ?) where id = ?');
  return (put) => {
    checkPut(put);
    const { window, facts } = put;
    return write(() => {
      const log = logs.put(put.log);
      const before = stretches.covered(log);
      const wasEmpty = known.get(log) === undefined;
      const fresh = insert(log, sorted(put.events, 'oldest'), chain.head().seq + 1);
      const late = fresh.filter(({ at }) => before.some((one) => holds(one, at))).length;
      if (facts.kind === 'read') stretches.cover(log, window, facts.readTo);
      else swept.run(facts.readTo, log);
      const tells = facts.kind === 'read' || fresh.length > 0;
      const record = tells ? chain.append(factsOf(put, fresh, wasEmpty)) : undefined;
      return { fresh: fresh.length, repeated: put.events.length - fresh.length, late, record };
    });
  };
}

/** Records what is lost for good. */
export function createLose({
  logs,
  stretches,
  chain,
  write,
}: ArchiveFile): (log: LogName, lost: Lost) => LedgerRecord | undefined {
  return (name, lost) =>
    write(() => {
      const log = logs.put(name);
      const fresh = stretches.lose(log, lost);
      const about = { ...name, kind: 'gap', fresh: 0, root: NO_EVENTS, reason: lost.reason } as const;
      return fresh.map((window) => chain.append({ ...about, ...written(window) })).at(-1);
    });
}

type Insert = (log: number, events: readonly Dated[], record: number) => Fresh[];

/** SQLite numbers the rows itself. */
const INSERTED = COLUMNS.filter((name) => name !== 'id');

/** Inserts events that are neither stored nor erased, and returns them. */
function createInsert({ database, shared }: ArchiveFile): Insert {
  const insert = database.prepare(
    `insert into events(${INSERTED.join(', ')}) values (${INSERTED.map(() => '?').join(', ')})`,
  );
  const index = database.prepare('insert into text(rowid, t) values (?, ?)');
  const known = createKnown(database);
  return (log, events, record) => {
    const seen = known(log, events);
    const coming = events
      .filter(({ uid }) => {
        // The same event may be twice in one response.
        const isNew = !seen.has(uid);
        seen.add(uid);
        return isNew;
      })
      .map((dated) => ({ ...dated, body: bodyOf(dated.event) }));
    shared.bodies.learn(
      log,
      coming.map(({ body, event }) => ({ body, actor: event.actor })),
    );
    return coming.map((dated) => {
      const { event, at, uid, body } = dated;
      const row = { ...columnsOf(dated, log, shared), record };
      const { lastInsertRowid } = insert.run(...INSERTED.map((name) => row[name]));
      index.run(lastInsertRowid, indexed(event));
      return { at, uid, line: eventLine(event, body) };
    });
  };
}

/** The uids among these events that are stored or erased, asked for all at once. */
function createKnown(database: DatabaseSync): (log: number, events: readonly Dated[]) => Set<string> {
  const select = database.prepare(`select uid from events
    where log = :log and time in (select value from json_each(:times)) union all
    select uid from events where stated = 0 and uid in (select value from json_each(:uids)) union all
    select uid from erased where uid in (select value from json_each(:uids))`);
  return (log, events) => {
    const times = JSON.stringify(events.map(({ at }) => at));
    const uids = JSON.stringify(events.map(({ uid }) => uid));
    return new Set(select.all({ log, times, uids }).map(({ uid }) => String(uid)));
  };
}
