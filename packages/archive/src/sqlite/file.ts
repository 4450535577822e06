import { randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { hex, NO_EVENTS } from '@trailhound/core/ledger';
import { createChain, type Chain } from './chain.ts';
import { inTransaction, openDatabase } from './database.ts';
import { createLogs, type Logs } from './logs.ts';
import { createShared, forgetShared, type Shared } from './rows.ts';
import { createStretches, type Stretches } from './stretches.ts';

/** An open file, and the state that its parts share. */
export interface ArchiveFile {
  readonly id: string;
  readonly folder: string;
  readonly database: DatabaseSync;
  readonly logs: Logs;
  readonly shared: Shared;
  readonly stretches: Stretches;
  readonly chain: Chain;
  /** Runs the work in a transaction. */
  readonly write: <T>(work: () => T) => T;
}

export function openFile(folder: string, readOnly: boolean): ArchiveFile {
  return fileOf(openDatabase(folder, readOnly), folder);
}

/** The file of an open database. `folder` is what errors call it. */
export function fileOf(database: DatabaseSync, folder: string): ArchiveFile {
  const logs = createLogs(database);
  const shared = createShared(database, logs.nameOf);
  let id = '';
  const chain = createChain(database, () => id);
  const version = database.prepare('pragma data_version');
  const versionOf = (): unknown => version.get()?.['data_version'];
  let seen = versionOf();

  function write<T>(work: () => T): T {
    try {
      return inTransaction(database, () => {
        // Another process may have erased what is cached here.
        const now = versionOf();
        if (now !== seen) forgetShared(shared);
        seen = now;
        return work();
      });
    } catch (thrown) {
      // Cached rows may be rolled back, even if it is the commit that fails.
      forgetShared(shared);
      throw thrown;
    }
  }

  id = readId(database) ?? write(() => readId(database) ?? makeId(database, chain, (made) => (id = made)));
  return { id, folder, database, logs, shared, stretches: createStretches(database), chain, write };
}

function readId(database: DatabaseSync): string | undefined {
  const row = database.prepare("select value from about where name = 'id'").get();
  return row && String(row['value']);
}

function makeId(database: DatabaseSync, chain: Chain, use: (id: string) => void): string {
  const id = `th-${hex(randomBytes(8))}`;
  use(id);
  database.prepare("insert into about(name, value) values ('id', ?)").run(id);
  chain.append({ kind: 'open', fresh: 0, root: NO_EVENTS });
  return id;
}
