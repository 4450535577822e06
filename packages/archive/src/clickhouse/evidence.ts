import { leafHash, type KeptLeaf, type KeptLedger } from '@trailhound/core/ledger';
import type { Json } from './client.ts';
import { byPlace, prunedSeqs } from './forget.ts';
import { COLUMNS, lineOf } from './rows.ts';
import type { Server } from './server.ts';
import { unstamp } from './times.ts';

/** The ledger of a server, as its verification wants to read it. */
export function keptLedger(server: Server): KeptLedger {
  const { client, ledger } = server;
  const pruned = prunedSeqs(server);
  const batches = new Map(ledger.entries().map(({ record, batch }) => [record.seq, batch]));
  const seqs = new Map(ledger.entries().map(({ record, batch }) => [batch, record.seq]));
  const erased = async (where: string, values: Readonly<Record<string, string | number>>): Promise<Json[]> =>
    client.select(`select * from erased where ${where}`, values);
  const stone = ({ leaf, batch, ...row }: Json): KeptLeaf => ({
    ...placeOf(row),
    leaf: Buffer.from(String(leaf), 'hex'),
    erasedBy: seqs.get(String(batch)) ?? 0,
  });
  return {
    archive: ledger.head().archive,
    lines: async function* lines() {
      const rows = await client.select('select json from records final order by seq');
      for (const { json } of rows) yield String(json);
    },
    leaves: async (seq) => {
      if (pruned.has(seq)) return undefined;
      const batch = batches.get(seq) ?? '';
      const sql = `select ${COLUMNS.join(', ')} from visible where batch = {batch:String}`;
      const events = (await client.select(sql, { batch })).map((row) => ({ row, leaf: eventLeaf(row) }));
      const stones = (await erased('record = {seq:UInt64}', { seq })).map((row) => ({ row, leaf: stone(row) }));
      return [...events, ...stones].toSorted((a, b) => byPlace(a.row, b.row)).map(({ leaf }) => leaf);
    },
    erasedBy: async (seq) =>
      (await erased('batch = {batch:String}', { batch: batches.get(seq) ?? '' })).toSorted(byPlace).map(stone),
    // What belongs to no record is not visible, and what is covered is told by the records alone.
    covered: () => ledger.logs().flatMap((log) => ledger.covered(log).map(({ from, to }) => ({ ...log, from, to }))),
    strays: () => 0,
  };
}

function placeOf({ uid, time, stated }: Json): Omit<KeptLeaf, 'leaf'> {
  return { uid: String(uid), at: unstamp(time), stated: Number(stated) === 1 };
}

function eventLeaf(row: Json): KeptLeaf {
  return { ...placeOf(row), leaf: leafHash(lineOf(row)) };
}
