import { hex, leafHash, NO_EVENTS, rootOf, type LedgerRecord } from '@trailhound/core/ledger';
import { iso, type Actor } from '@trailhound/core/source';
import type { Forget } from '../port.ts';
import { isCalled } from '../sqlite/forget.ts';
import type { Client, Json } from './client.ts';
import { COLUMNS, lineOf } from './rows.ts';
import { newBatch, type Server } from './server.ts';

const DAY = 86_400_000;
/** Names in one statement, which may be 256 KB long. */
const CHUNK = 2000;

/** Deletes events and keeps their evidence. */
export async function forget(server: Server, what: Forget): Promise<LedgerRecord | undefined> {
  return 'before' in what ? prune(server, what) : erase(server, what);
}

type Prune = Extract<Forget, { before: number }>;
type Erase = Extract<Forget, { actor: string }>;

async function prune(server: Server, { before, policy }: Prune): Promise<LedgerRecord | undefined> {
  const { client, ledger } = server;
  const day = iso(Math.floor(before / DAY) * DAY);
  const done = prunedSeqs(server);
  // A record is written before the events go, so a process that died in between has left some.
  await removeBatches(client, batchesOf(server, done));
  const old = ledger
    .entries()
    .filter(({ record: { seq, kind, to = '' } }) => isRead(kind) && !done.has(seq) && to <= day);
  if (old.length === 0) return undefined;
  const records = old.map(({ record }) => record.seq);
  const batches = batchesOf(server, new Set(records));
  let gone = 0;
  for (const some of inChunks(batches)) gone += await countOf(client, `visible where batch in (${some})`);
  const record = await ledger.append({
    kind: 'prune',
    to: day,
    reason: policy,
    records,
    gone,
    fresh: 0,
    root: NO_EVENTS,
  });
  await removeBatches(client, batches);
  return record;
}

function batchesOf({ ledger }: Server, seqs: ReadonlySet<number>): string[] {
  return ledger.entries().flatMap(({ record, batch }) => (seqs.has(record.seq) ? [batch] : []));
}

/** Asks first, because a deletion rewrites whole parts of the table. */
async function removeBatches(client: Client, batches: readonly string[]): Promise<void> {
  for (const some of inChunks(batches)) {
    const where = `batch in (${some})`;
    if ((await countOf(client, `stored where ${where}`)) > 0) await remove(client, where);
  }
}

async function countOf(client: Client, from: string): Promise<number> {
  const [row] = await client.select(`select count(*) as n from ${from}`);
  return Number(row?.['n']);
}

function isRead(kind: LedgerRecord['kind']): boolean {
  return kind === 'read' || kind === 'sweep';
}

/** The records whose events were pruned. */
export function prunedSeqs({ ledger }: Pick<Server, 'ledger'>): ReadonlySet<number> {
  return new Set(ledger.entries().flatMap(({ record }) => (record.kind === 'prune' ? (record.records ?? []) : [])));
}

async function erase({ client, ledger }: Server, { actor, policy }: Erase): Promise<LedgerRecord | undefined> {
  const people = await client.select('select actor, impersonator from stored final group by actor, impersonator');
  const theirs = people.filter((row) => [row['actor'], row['impersonator']].some((text) => isNamed(text, actor)));
  const rows = (await Promise.all(theirs.map((who) => rowsOf(client, who)))).flat().toSorted(byPlace);
  const batch = newBatch();
  const seqs = new Map(ledger.entries().map((entry) => [entry.batch, entry.record.seq]));
  // What an interrupted insert left behind goes too, and has no evidence to keep.
  const tombs = rows.flatMap((row) => tombOf(row, seqs.get(String(row['batch'])), batch));
  const root = rootOf(tombs.map(({ leaf }) => Buffer.from(String(leaf), 'hex')));
  const facts = { kind: 'erase', reason: policy, gone: tombs.length, fresh: 0, root: hex(root) } as const;
  await client.insert('tombstones', tombs, batch);
  const record = tombs.length > 0 ? await ledger.append(facts, batch) : undefined;
  for (const some of inChunks(rows.map(({ uid }) => String(uid)))) await remove(client, `uid in (${some})`);
  return record;
}

/** What stays of an event that a record is about: its place, and its hash. */
function tombOf(row: Json, record: number | undefined, batch: string): Json[] {
  if (record === undefined) return [];
  const { uid = '', time = '', provider = '', tenant = '', log = '', stated = 0 } = row;
  return [{ uid, time, provider, tenant, log, stated, record, leaf: hex(leafHash(lineOf(row))), batch }];
}

function rowsOf(client: Client, { actor, impersonator }: Json): Promise<Json[]> {
  const sql = `select ${COLUMNS.join(', ')}, batch from stored final where actor = {actor:String} and impersonator = {impersonator:String}`;
  return client.select(sql, { actor: String(actor), impersonator: String(impersonator) });
}

function isNamed(text: unknown, wanted: string): boolean {
  return typeof text === 'string' && text !== '' && isCalled(JSON.parse(text) as Partial<Actor>, wanted);
}

/** By time, then uid, as records order their events. */
export function byPlace(a: Json, b: Json): number {
  const [one, other] = [a, b].map(({ time, uid }) => `${String(time)} ${String(uid)}`) as [string, string];
  return one < other ? -1 : 1;
}

/** Returns when every part is rewritten. Names are ours, and need no escaping. */
async function remove(client: Client, where: string): Promise<void> {
  await client.run(`alter table stored delete where ${where} settings mutations_sync = 2`);
}

function inChunks(names: readonly string[]): string[] {
  const count = Math.ceil(names.length / CHUNK);
  return Array.from({ length: count }, (_, at) =>
    names
      .slice(at * CHUNK, (at + 1) * CHUNK)
      .map((name) => `'${name}'`)
      .join(', '),
  );
}
