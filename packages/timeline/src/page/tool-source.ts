import type { Findings, Table, TimelineData } from '../data.ts';
import { cellsOf, type Cells, type Chips, type Source } from './source.ts';

type Call = (name: string, args: object) => Promise<Readonly<Record<string, unknown>>>;

/** Lists of which the tools take one value; of the others they take several, as an argument in the plural. */
const SINGLE = ['actor', 'ip'];

/** Finds events by calling the server's ordinary tools. */
export function toolSource({ query, query_note: note, width, coverage }: TimelineData, call: Call): Source {
  const logs = [...new Set(coverage.map(({ log }) => log))];
  const argument = ([by, values]: readonly [string, readonly string[]]): readonly [string, unknown] => {
    if (by === 'provider') return ['logs', logs.filter((log) => values.some((value) => log.startsWith(`${value}.`)))];
    return SINGLE.includes(by) ? [by, values[0]] : [by === 'flags' ? by : `${by}s`, values];
  };
  const asked = (chips: Chips, more: object): object => {
    // The server repeats only a part of a very long query.
    if (note) throw new Error(note);
    return { ...query, logs, ...Object.fromEntries(Object.entries(chips).map(argument)), ...more };
  };
  const get = (uid: string): ReturnType<Call> => call('get_audit_log', { uid });
  return {
    single: SINGLE,
    findings: async () => (await call('find_audit_risks', asked({}, {}))) as unknown as Findings,
    events: async ({ since, until, chips, uids }, cursor) => {
      if (uids) return { events: (await Promise.all(uids.map(get))).map(({ event }) => named(event as Members)) };
      const found = await call('query_audit_logs', asked(chips, { since, until, limit: 50, cursor }));
      return { events: cellsOf(found as unknown as Table), next: found['next_cursor'] as string | undefined };
    },
    counts: async (chips) => {
      const { histogram } = await call('summarize_audit_logs', asked(chips, { by: [], bucket: width.bucket }));
      return (histogram as Histogram).bars.map(([from, count]) => [Date.parse(from), count] as const);
    },
    raw: async (uid) => JSON.stringify(await get(uid), null, 1),
  };
}

type Member = string | Partial<Record<'email' | 'name' | 'id' | 'kind', string>>;
type Members = Readonly<Record<string, Member | Member[]>>;

/** The cells of a whole event. */
function named(event: Members): Cells {
  return (column) =>
    [event[column] ?? '']
      .flat()
      .map((one) => (typeof one === 'string' ? one : (one.email ?? one.name ?? one.id ?? one.kind)))
      .join(', ');
}

interface Histogram {
  readonly bars: readonly (readonly [from: string, count: number])[];
}
