import { farEnd } from '@trailhound/core/source';
import type { Ask, Found } from '../port.ts';
import type { Client, Json } from './client.ts';
import { WITHIN, within } from './put.ts';
import { columnsFor, datedOf } from './rows.ts';
import { unstamp } from './times.ts';

/** Batches grow: the first ones come soon, and long reads take few round trips. */
const FIRST = 128;
const MOST = 4096;

/** Yields the matching events of a window in order. */
export async function* read(client: Client, ask: Ask): AsyncGenerator<Found, void, undefined> {
  const { log, window, order } = ask;
  const way = order === 'oldest' ? 'asc' : 'desc';
  const sieve = sieveOf(ask);
  const values = { ...within(log, window), ...sieve.values };
  const columns = columnsFor(ask).join(', ');
  let after: Json | undefined;
  for (let limit = FIRST; ; limit = Math.min(MOST, limit * 4)) {
    const where = [WITHIN, ...sieve.where, ...(after === undefined ? [] : [beyond(order)])].join(' and ');
    const sql = `select ${columns} from visible where ${where} order by time ${way}, uid ${way} limit ${limit}`;
    const place = after === undefined ? {} : { at: String(after['time']), uid: String(after['uid']) };
    const rows = await client.select(sql, { ...values, ...place });
    const events = rows.flatMap((row) => datedOf(row, ask) ?? []);
    after = rows.at(-1);
    if (after === undefined || rows.length < limit) {
      yield { events, scanned: rows.length, reached: farEnd(window, order) };
      return;
    }
    const time = unstamp(after['time']);
    // More rows with the same time may follow.
    yield { events, scanned: rows.length, reached: order === 'oldest' ? time : time + 1 };
  }
}

function beyond(order: Ask['order']): string {
  const sign = order === 'oldest' ? '>' : '<';
  return `(time ${sign} {at:DateTime64(3)} or (time = {at:DateTime64(3)} and uid ${sign} {uid:String}))`;
}

/** Conditions that no wanted event fails. The exact filter comes after them. */
interface Prefilter {
  readonly where: readonly string[];
  readonly values: Readonly<Record<string, string>>;
}

/** Letters that JSON does not escape, and whose case is the same everywhere. */
const PLAIN = /^[\w .@+-]+$/;

function sieveOf({ wanted = {} }: Ask): Prefilter {
  const { verbs, actor } = wanted;
  const named = (verbs ?? []).map((verb, index) => [`verb${index}`, JSON.stringify(verb)] as const);
  const oneOf = named.map(([name]) => `{${name}:String}`).join(', ');
  const who = actor !== undefined && PLAIN.test(actor) ? { who: actor.toLowerCase() } : undefined;
  return {
    where: [
      ...(verbs === undefined ? [] : [`verb in (${oneOf || "''"})`]),
      ...(who === undefined ? [] : [`(${isBy('actor')} or ${isBy('impersonator')})`]),
    ],
    values: { ...Object.fromEntries(named), ...who },
  };
}

/** Only ASCII has one lower case for both of us: an actor with any other letter is looked at by the exact filter. */
function isBy(column: string): string {
  return `positionCaseInsensitive(${column}, {who:String}) > 0 or lengthUTF8(${column}) < length(${column})`;
}
