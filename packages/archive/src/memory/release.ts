import type { LedgerRecord, LogName } from '@trailhound/core/ledger';
import type { Window } from '@trailhound/core/source';
import type { ArchiveFile } from '../sqlite/file.ts';
import { dropEvents } from '../sqlite/forget.ts';

/** A stretch that was let go, to make room. */
export interface LetGo extends Window {
  readonly log: LogName;
}

/** How much is let go at once: the less, the more often; the more, the less is left. */
const SHARE = 1 / 8;

/** How many bytes a store takes. What was deleted is free for what comes next. */
export function createSize({ database }: Pick<ArchiveFile, 'database'>): () => number {
  const used = database.prepare(
    `select (page_count - freelist_count) * page_size as bytes
     from pragma_page_count, pragma_freelist_count, pragma_page_size`,
  );
  return () => Number(used.get()?.['bytes']);
}

/**
 * Lets go what was read first, while a store is larger than it may be, and takes it off the ledger. Returns the stretches
 * of these records: some of their events may be in no other record.
 */
export function createRelease(file: ArchiveFile, isTooLarge: () => boolean): () => LetGo[] {
  const { database, write } = file;
  const total = database.prepare('select count(*) as n from events');
  const oldest = database.prepare("select seq, json from records where json ->> 'kind' = 'read' order by seq");
  const remove = database.prepare('delete from records where seq in (select value from json_each(?))');

  function some(): readonly LedgerRecord[] {
    const enough = Number(total.get()?.['n']) * SHARE;
    const records: LedgerRecord[] = [];
    let events = 0;
    for (const { json } of oldest.iterate()) {
      const record = JSON.parse(String(json)) as LedgerRecord;
      records.push(record);
      events += record.fresh;
      if (events >= enough) break;
    }
    return records;
  }

  return () => {
    const gone: LetGo[] = [];
    while (isTooLarge()) {
      const records = some();
      if (records.length === 0) break;
      const numbers = records.map(({ seq }) => seq);
      write(() => {
        dropEvents(file, numbers);
        remove.run(JSON.stringify(numbers));
      });
      gone.push(...records.map(stretchOf));
    }
    return gone;
  };
}

function stretchOf({ provider = '', tenant = '', log = '', from = '', to = '' }: LedgerRecord): LetGo {
  return { log: { provider, tenant, log }, from: Date.parse(from), to: Date.parse(to) };
}
