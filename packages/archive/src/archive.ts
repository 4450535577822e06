import type { AuditEvent } from '@trailhound/core';
import { verifyLedger, type LedgerRecord, type LogName } from '@trailhound/core/ledger';
import type { Window } from '@trailhound/core/source';
import { statSync } from 'node:fs';
import path from 'node:path';
import { readCheckpoints } from './checkpoints.ts';
import { gapsOf } from './gaps.ts';
import type { Archive, ArchiveStatus, LogStatus, Verified, VerifyOptions } from './port.ts';
import { FILE, storing } from './sqlite/database.ts';
import { countWanted } from './sqlite/count.ts';
import { keptLedger } from './sqlite/evidence.ts';
import { openFile, type ArchiveFile } from './sqlite/file.ts';
import { createFind } from './sqlite/find.ts';
import { createForget } from './sqlite/forget.ts';
import { createLose, createPut } from './sqlite/put.ts';
import { readWanted } from './sqlite/read.ts';
import { eventOf } from './sqlite/rows.ts';

/** How an archive is opened. */
export interface ArchiveOptions {
  /** Opens for reading only, in any number of processes. Otherwise, the archive is created if there is none. */
  readonly readOnly?: boolean | undefined;
}

/** The archive in a folder. */
export function openArchive(folder: string, { readOnly = false }: ArchiveOptions = {}): Archive {
  const file = openFile(folder, readOnly);
  return storing(folder, () => archiveOf(file));
}

function archiveOf(file: ArchiveFile): Archive {
  const { id, folder, logs, stretches, chain, database, shared } = file;
  const within = async <T>(work: () => T): Promise<T> => storing(folder, work);
  const [put, lose, forget] = [createPut(file), createLose(file), createForget(file)];
  let findRow: ReturnType<typeof createFind> | undefined;
  const getEvent = (uid: string): AuditEvent | undefined => {
    // Prepared once, and only for who needs it: that takes longer than finding an event.
    findRow ??= createFind(database);
    const row = findRow(uid);
    return row && eventOf(row, shared, {}, undefined);
  };
  const find = (name: Parameters<Archive['covered']>[0]): number => logs.find(name) ?? -1;
  return {
    id,
    folder,
    put: (batch) => within(() => put(batch)),
    lose: (log, lost) => within(() => lose(log, lost)),
    covered: (log) => within(() => stretches.covered(find(log))),
    lost: (log) => within(() => stretches.lost(find(log))),
    sweptAt: (log) => within(() => sweptAt(file, find(log))),
    erased: (log, window) => within(() => erasedIn(file, find(log), window)),
    read: (ask) => readWanted(file, ask),
    count: (ask) => within(() => countWanted(file, ask)),
    get: (uid) => within(() => getEvent(uid)),
    records: (from) => recordsOf(file, from),
    forget: (what) => within(() => forget(what)),
    spend: (account, day, requests) => within(() => spend(file, { ...account, day, requests })),
    position: () => within(() => ({ ledger: chain.head() })),
    status: () => within(() => statusOf(file)),
    verify: (options) => verifyFile(folder, options),
    close: async () => database.close(),
  };
}

interface Spent extends Omit<LogName, 'log'> {
  readonly day: number;
  readonly requests: number;
}

function spend({ database }: ArchiveFile, { provider, tenant, day, requests }: Spent): number {
  const add = database.prepare(
    `insert into requests(provider, tenant, day, count) values (?, ?, ?, ?)
     on conflict do update set count = count + excluded.count returning count`,
  );
  return Number(add.get(provider, tenant, day, requests)?.['count']);
}

function sweptAt({ database }: Pick<ArchiveFile, 'database'>, log: number): number | undefined {
  const at = database.prepare('select swept_at from logs where id = ?').get(log)?.['swept_at'];
  return typeof at === 'number' ? at : undefined;
}

function erasedIn({ database }: ArchiveFile, log: number, { from, to }: Window): number {
  const select = database.prepare('select count(*) as n from erased where log = ? and time >= ? and time < ?');
  return Number(select.get(log, from, to)?.['n']);
}

async function* recordsOf({ chain }: ArchiveFile, from?: number): AsyncGenerator<LedgerRecord, void, undefined> {
  for (const line of chain.lines(from)) yield JSON.parse(line) as LedgerRecord;
}

function statusOf(file: ArchiveFile): ArchiveStatus {
  const { id, folder, logs, chain } = file;
  const bytes = statSync(path.join(folder, FILE)).size;
  return { id, logs: logs.all().map((log) => logStatus(file, log)), ledger: chain.head(), bytes };
}

function logStatus({ database, logs, stretches }: ArchiveFile, log: number): LogStatus {
  const number = (sql: string): number => Number(Object.values(database.prepare(sql).get(log) ?? {})[0] ?? 0);
  const [covered, lost] = [stretches.covered(log), stretches.lost(log)];
  return {
    ...logs.nameOf(log),
    events: number('select count(*) from events where log = ?'),
    covered,
    lost,
    sweptAt: sweptAt({ database }, log),
    erased: number('select count(*) from erased where log = ?'),
    gaps: gapsOf(covered, lost),
  };
}

/** Verifies what lies on the disk at one point in time, and nothing from a cache. */
async function verifyFile(folder: string, { checkpoints, key, progress }: VerifyOptions = {}): Promise<Verified> {
  const file = openFile(folder, true);
  try {
    file.database.exec('begin');
    const notes = checkpoints ?? readCheckpoints(folder);
    const { records, events, problems } = await verifyLedger(keptLedger(file), { notes, verifierKey: key, progress });
    const gaps = statusOf(file).logs.flatMap(({ provider, tenant, log, gaps: own }) =>
      own.map((gap) => ({ provider, tenant, log, ...gap })),
    );
    return { records, events, checkpoints: notes.length, problems, gaps };
  } finally {
    file.database.close();
  }
}
