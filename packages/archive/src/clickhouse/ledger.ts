import { randomUUID } from 'node:crypto';
import { AuditError } from '@trailhound/core';
import {
  chained,
  NO_EVENTS,
  NO_RECORD,
  recordLine,
  type LedgerRecord,
  type LogName,
  type RecordFacts,
} from '@trailhound/core/ledger';
import type { Covered, Lost } from '../port.ts';
import { BY } from '../version.ts';
import type { Client, Json } from './client.ts';
import { createStretches } from './stretches.ts';
import { stamp } from './times.ts';

/** A record, and the batch of rows that it makes visible. */
export interface Entry {
  readonly record: LedgerRecord;
  readonly batch: string;
}

/** The ledger of a server, of which only what is new is read again. */
export interface Ledger {
  /** Reads what others have written since. */
  readonly refresh: () => Promise<void>;
  readonly entries: () => readonly Entry[];
  readonly head: () => Pick<LedgerRecord, 'seq' | 'hash' | 'archive'>;
  /** Writes a record, which makes its batch visible. Fails if another process has written one in between. */
  readonly append: (facts: Omit<RecordFacts, 'by'>, batch?: string) => Promise<LedgerRecord>;
  readonly covered: (log: LogName) => readonly Covered[];
  readonly lost: (log: LogName) => readonly Lost[];
  readonly logs: () => readonly LogName[];
}

const NEW = 'select seq, batch, json from records final where seq > {seq:UInt64} order by seq';

export function createLedger(client: Client, makeId: () => string): Ledger {
  const entries: Entry[] = [];
  const stretches = createStretches();

  function head(): Pick<LedgerRecord, 'seq' | 'hash' | 'archive'> {
    return entries.at(-1)?.record ?? { seq: 0, hash: NO_RECORD, archive: makeId() };
  }

  function add(entry: Entry): void {
    entries.push(entry);
    stretches.add(entry.record);
  }

  return {
    ...stretches,
    head,
    entries: () => entries,
    refresh: async () => {
      const rows = await client.select(NEW, { seq: head().seq });
      for (const { batch, json } of rows)
        add({ batch: String(batch), record: JSON.parse(String(json)) as LedgerRecord });
    },
    append: async (facts, batch = randomUUID()) => {
      const { seq, hash, archive } = head();
      const record = chained({ ...facts, by: BY }, { seq: seq + 1, archive, prev: hash });
      // Of two that write this record at the same time, the server keeps the first.
      await client.insert('records', [recordRow(record, batch)], `record-${record.seq}`);
      const kept = await client.select('select batch from records where seq = {seq:UInt64}', { seq: record.seq });
      if (kept.length === 0 || kept.some((one) => one['batch'] !== batch)) throw overtaken();
      add({ record, batch });
      return record;
    },
  };
}

function recordRow(record: LedgerRecord, batch: string): Json {
  const { seq, hash, kind, provider = '', tenant = '', log = '', from, to, readTo, reason = '' } = record;
  const [since, until, read_at] = [from, to, readTo].map((time) => stamp(time === undefined ? 0 : Date.parse(time)));
  const place = { since: since ?? '', until: until ?? '', read_at: read_at ?? '' };
  return { seq, hash, batch, kind, provider, tenant, log, ...place, reason, json: recordLine(record) };
}

/** What the first record of an archive says. */
export const OPENING = { kind: 'open', fresh: 0, root: NO_EVENTS } as const;

function overtaken(): AuditError {
  return new AuditError({
    code: 'unavailable',
    message: 'Another process writes to this archive, and was first',
    hint: 'One sync writes, and any number of others read: end the other one. Nothing was kept twice.',
  });
}
