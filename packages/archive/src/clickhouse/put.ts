import { NO_EVENTS, type LedgerRecord, type LogName } from '@trailhound/core/ledger';
import { holds, sorted, subtract, type Dated, type Window } from '@trailhound/core/source';
import type { Lost, Put, Receipt } from '../port.ts';
import { checkPut, factsOf, written } from '../put-record.ts';
import type { Client } from './client.ts';
import { lineOf, rowOf } from './rows.ts';
import { newBatch, type Server } from './server.ts';
import { stamp } from './times.ts';

/** Rows in one insert. */
const CHUNK = 10_000;
export const IN_LOG = 'provider = {provider:String} and tenant = {tenant:String} and log = {log:String}';
export const WITHIN = `${IN_LOG} and time >= {from:DateTime64(3)} and time < {to:DateTime64(3)}`;

/** The values for `WITHIN`. */
export function within({ provider, tenant, log }: LogName, { from, to }: Window): Record<string, string> {
  return { provider, tenant, log, from: stamp(from), to: stamp(to) };
}

/** Keeps events, then the record that makes them count. */
export async function put({ client, ledger }: Server, given: Put): Promise<Receipt> {
  checkPut(given);
  const { log, facts } = given;
  const before = ledger.covered(log);
  const [some] = await client.select(`select uid from visible where ${IN_LOG} limit 1`, { ...log });
  const fresh = await freshOf(client, given);
  const batch = newBatch();
  const rows = fresh.map((one) => rowOf(one, batch));
  for (let at = 0; at < rows.length; at += CHUNK) {
    await client.insert('stored', rows.slice(at, at + CHUNK), `${batch}-${at}`);
  }
  const lines = rows.map((row, index) => ({ at: fresh[index]?.at ?? 0, uid: String(row['uid']), line: lineOf(row) }));
  const tells = facts.kind === 'read' || fresh.length > 0;
  const record = tells ? await ledger.append(factsOf(given, lines, some === undefined), batch) : undefined;
  if (facts.kind === 'sweep') await client.insert('swept', [{ ...log, at: stamp(facts.readTo) }]);
  const late = fresh.filter(({ at }) => before.some((one) => holds(one, at))).length;
  return { fresh: fresh.length, repeated: given.events.length - fresh.length, late, record };
}

/** The events that are neither kept nor erased, each once. */
async function freshOf(client: Client, { log, window, events }: Put): Promise<Dated[]> {
  const values = within(log, window);
  const there = await client.select(`select uid from visible where ${WITHIN}`, values);
  const erased = await client.select(`select uid from erased where ${WITHIN}`, values);
  const seen = new Set([...there, ...erased].map(({ uid }) => uid));
  return sorted(events, 'oldest').filter(({ uid }) => !seen.has(uid) && seen.add(uid));
}

/** Notes what is lost for good. */
export async function lose(
  { ledger }: Server,
  log: LogName,
  { from, to, reason }: Lost,
): Promise<LedgerRecord | undefined> {
  const about = { ...log, kind: 'gap', fresh: 0, root: NO_EVENTS, reason } as const;
  let last: LedgerRecord | undefined;
  for (const window of subtract({ from, to }, [...ledger.covered(log), ...ledger.lost(log)])) {
    last = await ledger.append({ ...about, ...written(window) });
  }
  return last;
}
