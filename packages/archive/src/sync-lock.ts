import { closeSync, openSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { AuditError } from '@trailhound/core';
import { isBusy, storing } from './sqlite/database.ts';
import { loadSqlite } from './sqlite/load.ts';

const FILE = 'sync.lock';

/** Runs the work while no other process syncs. The OS releases the lock of a process that dies. */
export async function withSyncLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const lock = storing(folder, () => openLock(path.join(folder, FILE)));
  try {
    storing(folder, () => take(lock, folder));
    return await work();
  } finally {
    lock.close();
  }
}

function openLock(file: string): DatabaseSync {
  closeSync(openSync(file, 'a', 0o600));
  const { DatabaseSync } = loadSqlite();
  return new DatabaseSync(file);
}

/** Writes who holds the lock, then takes it again; another process may take it in between. */
function take(lock: DatabaseSync, folder: string): void {
  try {
    lock.exec('begin immediate; create table if not exists holder(name text not null) strict; delete from holder');
    lock.prepare('insert into holder(name) values (?)').run(`process ${process.pid} on ${hostname()}`);
    lock.exec('commit; begin immediate');
  } catch (thrown) {
    if (!isBusy(thrown)) throw thrown;
    throw held(folder, holderOf(lock));
  }
}

function holderOf(lock: DatabaseSync): string {
  try {
    return String(lock.prepare('select name from holder').get()?.['name']);
  } catch {
    // It is being written right now.
    return 'another process';
  }
}

function held(folder: string, holder: string): AuditError {
  return new AuditError({
    code: 'unavailable',
    message: `The archive in ${folder} is being synced by ${holder}`,
    hint: 'One sync writes, and any number of others read: let it finish, or end it.',
  });
}
