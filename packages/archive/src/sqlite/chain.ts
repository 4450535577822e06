import type { DatabaseSync } from 'node:sqlite';
import { chained, NO_RECORD, recordLine, type LedgerRecord, type RecordFacts } from '@trailhound/core/ledger';
import { BY } from '../version.ts';

/** The records of a file. */
export interface Chain {
  readonly head: () => Pick<LedgerRecord, 'seq' | 'hash'>;
  /** Appends a record, in the same transaction as what it describes. */
  readonly append: (facts: Omit<RecordFacts, 'by'>) => LedgerRecord;
  readonly lines: (from?: number) => Generator<string, void, undefined>;
}

/** How many records are read at once. */
const SOME = 500;

export function createChain(database: DatabaseSync, archive: () => string): Chain {
  const last = database.prepare("select seq, json ->> 'hash' as hash from records order by seq desc limit 1");
  const insert = database.prepare('insert into records(seq, json) values (?, ?)');
  const select = database.prepare('select seq, json from records where seq > ? order by seq limit ?');

  function head(): Pick<LedgerRecord, 'seq' | 'hash'> {
    const row = last.get();
    return { seq: Number(row?.['seq'] ?? 0), hash: String(row?.['hash'] ?? NO_RECORD) };
  }

  return {
    head,
    append: (facts) => {
      const { seq, hash } = head();
      const record = chained({ ...facts, by: BY }, { seq: seq + 1, archive: archive(), prev: hash });
      insert.run(record.seq, recordLine(record));
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
  };
}
