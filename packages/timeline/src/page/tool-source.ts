import type { Row, TimelineData } from '../data.ts';
import type { Chips, Source } from './source.ts';

type Call = (name: string, args: object) => Promise<Readonly<Record<string, unknown>>>;

/** Which argument of the tools a value of a list is. */
const ARGUMENTS: Readonly<Record<string, (value: string, logs: readonly string[]) => object>> = {
  actor: (actor) => ({ actor }),
  ip: (ip) => ({ ip }),
  verb: (verb) => ({ verbs: [verb] }),
  action: (action) => ({ actions: [action] }),
  flags: (flag) => ({ flags: [flag] }),
  account: (account) => ({ accounts: [account] }),
  provider: (provider, logs) => ({ logs: logs.filter((log) => log.startsWith(`${provider}.`)) }),
};

/** Finds events by calling the server's ordinary tools. */
export function toolSource({ query, query_note: note, width, coverage }: TimelineData, call: Call): Source {
  const logs = [...new Set(coverage.map(({ log }) => log))];
  const asked = (chips: Chips, more: object): object => {
    // The server repeats only a part of a very long query.
    if (note !== undefined) throw new Error(note);
    const chosen = Object.entries(chips).map(([by, value]) => ARGUMENTS[by]?.(value, logs));
    return Object.assign({ ...query, logs }, ...chosen, more) as object;
  };
  return {
    rows: async ({ since, until, chips }, cursor) => {
      const args = asked(chips, { since, until, limit: 50, ...(cursor === undefined ? {} : { cursor }) });
      const { columns, rows, next_cursor: next } = await call('query_audit_logs', args);
      return { columns: columns as string[], rows: rows as Row[], next: next as string | undefined };
    },
    counts: async (chips) => {
      const args = asked(chips, { by: [], bucket: width.bucket });
      const { histogram } = await call('summarize_audit_logs', args);
      return (histogram as Histogram).bars.map(([from, count]) => [Date.parse(from), count] as const);
    },
    raw: async (uid) => JSON.stringify(await call('get_audit_log', { uid }), null, 1),
  };
}

interface Histogram {
  readonly bars: readonly (readonly [from: string, count: number])[];
}
