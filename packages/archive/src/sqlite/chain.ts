import type { DatabaseSync } from 'node:sqlite';
import { chained, NO_RECORD, recordLine, type LedgerRecord, type RecordFacts } from '@trailhound/core/ledger';
import { BY } from '../version.ts';

/** The records of a file. */
export interface Chain {
  readonly head: () => Pick<LedgerRecord, 'seq' | 'hash'>;
  /** Appends a record; within a transaction, with what it is about. */
  readonly append: (facts: Omit<RecordFacts, 'by'>, log?: number) => LedgerRecord;
  readonly lines: (from?: number) => Generator<string, void, undefined>;
  readonly pagesSince: (logs: readonly number[], time: number) => number;
}

/** So many are read at once. */
const SOME = 500;

export function createChain(database: DatabaseSync, archive: () => string): Chain {
  const last = database.prepare("select seq, json ->> 'hash' as hash from records order by seq desc limit 1");
  const insert = database.prepare('insert into records(seq, json, log, read_at, pages) values (?, ?, ?, ?, ?)');
  const select = database.prepare('select seq, json from records where seq > ? order by seq limit ?');
  const pages = database.prepare('select coalesce(sum(pages), 0) as pages from records where log = ? and read_at >= ?');

  function head(): Pick<LedgerRecord, 'seq' | 'hash'> {
    const row = last.get();
    return { seq: Number(row?.['seq'] ?? 0), hash: String(row?.['hash'] ?? NO_RECORD) };
  }

  return {
    head,
    append: (facts, log) => {
      const { seq, hash } = head();
      const record = chained({ ...facts, by: BY }, { seq: seq + 1, archive: archive(), prev: hash });
      const readAt = facts.readTo === undefined ? null : Date.parse(facts.readTo);
      insert.run(record.seq, recordLine(record), log ?? null, readAt, facts.pages ?? 0);
      return record;
    },
    lines: function* lines(from = 1) {
      let at = from - 1;
      for (let rows = select.all(at, SOME); rows.length > 0; rows = select.all(at, SOME)) {
        for (const { seq, json } of rows) {
          at = Number(seq);
          yield String(json);
        }
      }
    },
    pagesSince: (logs, time) => logs.reduce((sum, log) => sum + Number(pages.get(log, time)?.['pages']), 0),
  };
}
