import { createTree, hex, leafHash, NO_EVENTS, type LedgerRecord } from '@trailhound/core/ledger';
import { iso, type Actor } from '@trailhound/core/source';
import type { Forget } from '../port.ts';
import type { ArchiveFile } from './file.ts';
import type { Row } from './row.ts';
import { forgetShared, lineOf } from './rows.ts';

const DAY = 86_400_000;

/** Deletes events and keeps their evidence. Deleted data is overwritten, in the text index and in the WAL too. */
export function createForget(file: ArchiveFile): (what: Forget) => LedgerRecord | undefined {
  return (what) => {
    const record = file.write(() => ('before' in what ? prune(file, what) : erase(file, what)));
    if (record !== undefined)
      file.database.exec("insert into text(text) values ('optimize'); pragma wal_checkpoint(truncate)");
    return record;
  };
}

/** Prunes whole records that are older than the start of a day. Their roots stay. */
function prune(
  file: ArchiveFile,
  { before, policy }: { readonly before: number; readonly policy: string },
): LedgerRecord | undefined {
  const { database, stretches, chain } = file;
  const day = Math.floor(before / DAY) * DAY;
  const old = database
    .prepare("select seq from records where pruned = 0 and json ->> 'kind' in ('read', 'sweep') and json ->> 'to' <= ?")
    .all(iso(day))
    .map(({ seq }) => Number(seq));
  if (old.length === 0) return undefined;
  const gone = dropEvents(file, old);
  stretches.cutOff(day);
  const facts = { kind: 'prune', to: iso(day), reason: policy, records: old, gone, fresh: 0 } as const;
  const record = chain.append({ ...facts, root: NO_EVENTS });
  database
    .prepare('update records set pruned = ? where seq in (select value from json_each(?))')
    .run(record.seq, JSON.stringify(old));
  return record;
}

/** Deletes the events of some records, and returns how many they were. */
export function dropEvents(file: ArchiveFile, records: readonly number[]): number {
  const { database } = file;
  const list = JSON.stringify(records);
  const among = 'record in (select value from json_each(?))';
  database.prepare(`delete from text where rowid in (select id from events where ${among})`).run(list);
  const { changes } = database.prepare(`delete from events where ${among}`).run(list);
  dropOrphans(file);
  return Number(changes);
}

/** Erases what a person did, or what was done in their name, and their names. The hash of each event stays. */
function erase(
  file: ArchiveFile,
  { actor, policy }: { readonly actor: string; readonly policy: string },
): LedgerRecord | undefined {
  const { database, shared, chain } = file;
  const ids = JSON.stringify(shared.actors.find((one) => isCalled(one as Partial<Actor>, actor)));
  const among = '(actor in (select value from json_each(?1)) or impersonator in (select value from json_each(?1)))';
  const rows = database.prepare(`select * from events where ${among} order by time, uid`).iterate(ids);
  const keep = database.prepare(
    'insert into erased(uid, time, log, record, stated, leaf, by) values (?, ?, ?, ?, ?, ?, ?)',
  );
  const { seq } = chain.head();
  const tree = createTree();
  for (const row of rows as unknown as Iterable<Row>) {
    const leaf = leafHash(lineOf(row, shared));
    tree.add(leaf);
    keep.run(row.uid, row.time, row.log, row.record, row.stated, leaf, seq + 1);
  }
  if (tree.size() === 0) return undefined;
  database.prepare(`delete from text where rowid in (select id from events where ${among})`).run(ids);
  database.prepare(`delete from events where ${among}`).run(ids);
  dropOrphans(file);
  return chain.append({ kind: 'erase', reason: policy, gone: tree.size(), fresh: 0, root: hex(tree.root()) });
}

const NAMED_BY = { actors: ['actor', 'impersonator'], targets: ['targets'], names: ['ip', 'user_agent'] } as const;

/** Deletes names, addresses and targets that no event refers to any more. */
function dropOrphans({ database, shared }: ArchiveFile): void {
  for (const [table, columns] of Object.entries(NAMED_BY)) {
    const used = columns.map((column) => `select ${column} from events where ${column} is not null`);
    database.exec(`delete from ${table} where id not in (${used.join(' union ')})`);
  }
  forgetShared(shared);
}

/** Matches whole names only, so that nobody else is erased. */
export function isCalled({ id, email, name }: Partial<Actor>, wanted: string): boolean {
  return id === wanted || email?.toLowerCase() === wanted.toLowerCase() || name === wanted;
}
