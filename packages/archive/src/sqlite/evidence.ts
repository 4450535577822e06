import { leafHash, type KeptLeaf, type KeptLedger, type LogName } from '@trailhound/core/ledger';
import type { Window } from '@trailhound/core/source';
import type { ArchiveFile } from './file.ts';
import { prepareRows, type Row } from './row.ts';
import { lineOf } from './rows.ts';

/** The leaf of an event that cannot be unpacked. It equals no real leaf. */
const UNREADABLE = new Uint8Array(32);

/** The ledger of a file, for its verification. */
export function keptLedger(file: ArchiveFile): KeptLedger {
  const { database, id, chain } = file;
  const pruned = database.prepare('select pruned from records where seq = ?');
  const events = prepareRows(database, 'select * from events where record = ? order by time, uid');
  const erased = database.prepare('select * from erased where record = ? order by time, uid');
  const erasedBy = database.prepare('select * from erased where by = ? order by time, uid');
  const strays = database.prepare('select count(*) as n from events where record not in (select seq from records)');
  return {
    archive: id,
    lines: () => chain.lines(),
    leaves: (seq) => {
      if (Number(pruned.get(seq)?.['pruned'] ?? 0) > 0) return undefined;
      return inOrder(eachLeaf(file, events(seq)), eachErased(erased.all(seq)));
    },
    erasedBy: (seq) => eachErased(erasedBy.all(seq)),
    strays: () => Number(strays.get()?.['n']),
    covered: () => coveredOf(file),
  };
}

function coveredOf({ logs, stretches }: ArchiveFile): readonly (LogName & Window)[] {
  return logs.all().flatMap((log) => stretches.covered(log).map(({ from, to }) => ({ ...logs.nameOf(log), from, to })));
}

function* eachLeaf({ shared }: ArchiveFile, rows: Iterable<Row>): Generator<KeptLeaf, void, undefined> {
  for (const row of rows) yield { uid: row.uid, at: row.time, stated: row.stated === 1, leaf: leafOf(row, shared) };
}

function leafOf(row: Row, shared: ArchiveFile['shared']): Uint8Array {
  try {
    return leafHash(lineOf(row, shared));
  } catch {
    return UNREADABLE;
  }
}

function* eachErased(rows: readonly Record<string, unknown>[]): Generator<KeptLeaf, void, undefined> {
  for (const { uid, time, stated, leaf, by } of rows) {
    const place = { uid: String(uid), at: Number(time), stated: stated === 1 };
    yield { ...place, leaf: leaf as Uint8Array, erasedBy: Number(by) };
  }
}

/** Merges two sorted lists; the second is short and usually empty. */
function* inOrder(events: Iterable<KeptLeaf>, erased: Iterable<KeptLeaf>): Generator<KeptLeaf, void, undefined> {
  const waiting = [...erased];
  for (const event of events) {
    for (let next = waiting[0]; next !== undefined && isBefore(next, event); next = waiting[0]) {
      yield next;
      waiting.shift();
    }
    yield event;
  }
  yield* waiting;
}

function isBefore(a: KeptLeaf, b: KeptLeaf): boolean {
  return a.at < b.at || (a.at === b.at && a.uid < b.uid);
}
