import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { AuditError, type Send } from '@trailhound/core';
import { hex, verifyLedger, type LogName } from '@trailhound/core/ledger';
import { readCheckpoints } from '../checkpoints.ts';
import { gapsOf } from '../gaps.ts';
import type { Archive, ArchiveStatus, LogStatus, Verified, VerifyOptions } from '../port.ts';
import { parseAddress, type Address } from './address.ts';
import { createClient, type Client } from './client.ts';
import { count } from './count.ts';
import { keptLedger } from './evidence.ts';
import { forget } from './forget.ts';
import { createLedger, OPENING } from './ledger.ts';
import { IN_LOG, lose, put, WITHIN, within } from './put.ts';
import { read } from './read.ts';
import { COLUMNS, datedOf } from './rows.ts';
import { TABLES } from './schema.ts';
import { openServer, type Server } from './server.ts';
import { stamp, unstamp } from './times.ts';

/** How an archive on a ClickHouse server is opened. */
export interface ServerOptions {
  readonly send: Send;
  readonly password?: string | undefined;
  /** A folder of this machine for signed checkpoints, and for the lock of a sync. */
  readonly folder: string;
  /** Makes and changes nothing on the server. */
  readonly readOnly?: boolean | undefined;
}

/** The archive in a database of a ClickHouse server, such as `https://user@host:8443/trailhound`. */
export async function openServerArchive(url: string, options: ServerOptions): Promise<Archive> {
  const address = parseAddress(url);
  const folder = path.join(options.folder, `${new URL(address.url).host.replace(':', '-')}-${address.database}`);
  const client = createClient(address, options);
  if (options.readOnly !== true) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const sql of TABLES) await client.run(sql);
  }
  const made = `th-${hex(randomBytes(8))}`;
  const ledger = createLedger(client, () => made);
  await ledger.refresh();
  if (ledger.entries().length === 0) {
    if (options.readOnly === true) throw noArchive(address);
    await ledger.append(OPENING);
  }
  return archiveOf(openServer(client, ledger), { address, folder });
}

interface Whereabouts {
  readonly address: Address;
  readonly folder: string;
}

function archiveOf(server: Server, { address, folder }: Whereabouts): Archive {
  const { client, ledger, write } = server;
  const known = async <T>(look: () => T): Promise<T> => {
    await ledger.refresh();
    return look();
  };
  return {
    id: ledger.head().archive,
    folder,
    put: (given) => write(() => put(server, given)),
    lose: (log, lost) => write(() => lose(server, log, lost)),
    covered: (log) => known(() => ledger.covered(log)),
    lost: (log) => known(() => ledger.lost(log)),
    sweptAt: (log) => sweptAt(client, log),
    erased: (log, window) => countOf(client, `erased where ${WITHIN}`, within(log, window)),
    read: (ask) => read(client, ask),
    count: (ask) => count(client, ask),
    get: (uid) => getEvent(client, uid),
    records: async function* records(from = 1) {
      await ledger.refresh();
      for (const { record } of ledger.entries().slice(from - 1)) yield record;
    },
    forget: (what) => write(() => forget(server, what)),
    spend: (account, day, requests) => spend(client, { ...account, day: stamp(day) }, requests),
    position: () => known(() => headOf(server)),
    status: () => statusOf(server, address),
    verify: (options) => verifyServer(server, folder, options),
    close: async () => undefined,
  };
}

function headOf({ ledger }: Server): Pick<ArchiveStatus, 'ledger'> {
  const { seq, hash } = ledger.head();
  return { ledger: { seq, hash } };
}

async function countOf(client: Client, from: string, values: Readonly<Record<string, string>>): Promise<number> {
  const [row] = await client.select(`select count(*) as n from ${from}`, values);
  return Number(row?.['n']);
}

async function sweptAt(client: Client, { provider, tenant, log }: LogName): Promise<number | undefined> {
  const sql = `select at from swept where ${IN_LOG} order by at desc limit 1`;
  const [row] = await client.select(sql, { provider, tenant, log });
  return row && unstamp(row['at']);
}

async function getEvent(client: Client, uid: string): ReturnType<Archive['get']> {
  const sql = `select ${COLUMNS.join(', ')} from visible where uid = {uid:String} limit 1`;
  const [row] = await client.select(sql, { uid });
  return row && datedOf(row, {})?.event;
}

interface Account extends Omit<LogName, 'log'> {
  readonly day: string;
}

async function spend(client: Client, { provider, tenant, day }: Account, requests: number): Promise<number> {
  const account = { provider, tenant, day };
  if (requests > 0) await client.insert('spent', [{ ...account, requests }]);
  const sql =
    'select sum(requests) as n from spent where provider = {provider:String} and tenant = {tenant:String} and day = {day:DateTime64(3)}';
  const [row] = await client.select(sql, account);
  return Number(row?.['n'] ?? 0);
}

async function statusOf(server: Server, { database }: Address): Promise<ArchiveStatus> {
  const { client, ledger } = server;
  await ledger.refresh();
  const logs: LogStatus[] = [];
  for (const log of ledger.logs()) {
    const [covered, lost] = [ledger.covered(log), ledger.lost(log)];
    const values = { ...log };
    logs.push({
      ...log,
      events: await countOf(client, `visible where ${IN_LOG}`, values),
      covered,
      lost,
      sweptAt: await sweptAt(client, log),
      erased: await countOf(client, `erased where ${IN_LOG}`, values),
      gaps: gapsOf(covered, lost),
    });
  }
  const [size] = await client.select(
    'select sum(total_bytes) as n from system.tables where database = {database:String}',
    {
      database,
    },
  );
  return { id: ledger.head().archive, logs, ...headOf(server), bytes: Number(size?.['n'] ?? 0) };
}

async function verifyServer(
  server: Server,
  folder: string,
  { checkpoints, key, progress }: VerifyOptions = {},
): Promise<Verified> {
  const { ledger } = server;
  await ledger.refresh();
  const notes = checkpoints ?? readCheckpoints(folder);
  const { records, events, problems } = await verifyLedger(keptLedger(server), { notes, verifierKey: key, progress });
  const gaps = ledger
    .logs()
    .flatMap((log) => gapsOf(ledger.covered(log), ledger.lost(log)).map((gap) => ({ ...log, ...gap })));
  return { records, events, checkpoints: notes.length, problems, gaps };
}

function noArchive({ url, database }: Address): AuditError {
  const hint = 'Run trailhound sync with this archive first.';
  return new AuditError({ code: 'not_found', message: `There is no archive in ${database} at ${url}`, hint });
}
