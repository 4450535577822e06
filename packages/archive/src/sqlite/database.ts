import { chmodSync, closeSync, existsSync, mkdirSync, openSync, statfsSync } from 'node:fs';
import path from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { AuditError, isAuditError } from '@trailhound/core';
import { loadSqlite } from './load.ts';
import { LAYOUT, SCHEMA } from './schema.ts';

export const FILE = 'archive.db';
const PATIENCE_MS = 10_000;
const MINE = 0o600;
/** With up to 16 MB in the WAL, pages that many puts change are copied to the file less often than with the usual 4 MB. */
const WRITING = `pragma journal_mode = wal; pragma synchronous = full; pragma secure_delete = on;
  pragma wal_autocheckpoint = 4000`;

/** Opens the file of an archive. Creates it with its tables if there is none, unless read-only. */
export function openDatabase(folder: string, readOnly: boolean): DatabaseSync {
  const file = path.join(folder, FILE);
  if (readOnly && !existsSync(file)) throw noArchive(folder);
  return storing(folder, () => {
    if (!readOnly) makeFile(folder, file);
    const { DatabaseSync } = loadSqlite();
    const database = new DatabaseSync(file, { readOnly });
    try {
      database.exec(`pragma busy_timeout = ${PATIENCE_MS}; pragma cache_size = -16384; pragma temp_store = memory`);
      if (!readOnly) database.exec(WRITING);
      prepareLayout(database, folder, readOnly);
      return database;
    } catch (thrown) {
      database.close();
      throw thrown;
    }
  });
}

/** Opens a store without a file, which is gone when it is closed. */
export function openInMemory(): DatabaseSync {
  const { DatabaseSync } = loadSqlite();
  const database = new DatabaseSync(':memory:');
  database.exec('pragma temp_store = memory');
  make(database);
  return database;
}

/** Creates the file with mode 0600 while it is empty. SQLite gives the WAL the same mode. */
function makeFile(folder: string, file: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  closeSync(openSync(file, 'a', MINE));
  chmodSync(file, MINE);
}

function prepareLayout(database: DatabaseSync, folder: string, readOnly: boolean): void {
  if (layoutOf(database) === 0 && !readOnly) inTransaction(database, () => layoutOf(database) === 0 && make(database));
  const layout = layoutOf(database);
  if (layout > 0 && layout <= LAYOUT) return;
  throw layout === 0 ? noArchive(folder) : newerLayout(folder, layout);
}

function make(database: DatabaseSync): void {
  database.exec(SCHEMA);
}

/** The layout of a file, or 0 if it has no tables. */
export function layoutOf(database: DatabaseSync): number {
  return Number(database.prepare('pragma user_version').get()?.['user_version']);
}

/** Runs the work in a transaction. */
export function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('begin immediate');
  try {
    const result = work();
    database.exec('commit');
    return result;
  } catch (thrown) {
    // On a full disk, SQLite has rolled back already.
    if (database.isTransaction) database.exec('rollback');
    throw thrown;
  }
}

/** Describes an error of the store with its folder, and with the free space if the disk is full. */
export function storing<T>(folder: string, work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    if (isAuditError(thrown)) throw thrown;
    throw storeError(folder, thrown);
  }
}

const FULL = 13;
const BUSY = 5;

/** Whether SQLite could not wait any longer for another process. */
export function isBusy(thrown: unknown): boolean {
  return codeOf(thrown) === BUSY;
}

/** Drops the extra details that SQLite appends. */
function codeOf(thrown: unknown): number {
  return ((thrown as { readonly errcode?: number }).errcode ?? 0) & 0xff;
}

function storeError(folder: string, thrown: unknown): AuditError {
  const { message = 'it failed' } = thrown as { readonly message?: string };
  return new AuditError(
    {
      code: 'unavailable',
      message: `The archive in ${folder} cannot be used (${message})`,
      hint: hintOn(folder, thrown),
    },
    { cause: thrown },
  );
}

function hintOn(folder: string, thrown: unknown): string {
  const code = codeOf(thrown);
  if (code === BUSY) return 'Another process is writing to it: try again when it has finished.';
  if (code !== FULL)
    return 'Check that it is a local folder that this user can write to, and run trailhound archive verify.';
  return `The disk is full: ${megabytesFree(folder)} MB are free. Nothing that was kept is lost; make room and go on.`;
}

function megabytesFree(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return Math.floor((bavail * bsize) / 1_048_576);
}

function noArchive(folder: string): AuditError {
  const hint = 'Name the folder that trailhound sync writes to, or run trailhound sync first.';
  return new AuditError({ code: 'not_found', message: `There is no archive in ${folder}`, hint });
}

function newerLayout(folder: string, layout: number): AuditError {
  return new AuditError({
    code: 'unavailable',
    message: `The archive in ${folder} has layout ${layout}, and this version knows layouts up to ${LAYOUT}`,
    hint: 'A newer version of Trailhound wrote it: update this one. Nothing was changed.',
  });
}
