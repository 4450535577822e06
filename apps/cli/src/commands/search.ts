import { QueryInput, search, type AuditEvent, type SearchResult } from '@trailhound/core';
import { columns, undoneAmong } from '@trailhound/core/reply';
import { accountNames, flag, list } from '@trailhound/program';
import * as z from 'zod';
import { defineCommand, type Call } from '../command.ts';
import { derived, nativeOptions, toQuery } from '../derived-options.ts';
import { clean, json } from '../output/clean.ts';
import { localTime } from '../output/local-time.ts';
import { tableLines, WIDE } from '../output/table.ts';
import { exitCode, reportOn, sayReport } from '../report.ts';
import { ARCHIVE, ASKING, SETUP } from '../setup-options.ts';

export const searchCommand = defineCommand({
  options: z.strictObject({
    ...derived(QueryInput.shape, ['providers']),
    ...nativeOptions(),
    fields: list('a,b', 'Which columns to show, such as time,actor,uid'),
    raw: flag("With --json: include the vendor's entries"),
    ...ASKING,
    ...ARCHIVE,
    ...SETUP,
  }),
  examples: [
    'search --demo',
    'search --since 7d --actor dana.doe@example.com',
    'search --verbs delete,export --since 2026-10-01 --json',
    'search --zendesk-source-type user --limit 10',
  ],
  run: async (call) => {
    const { options, output } = call;
    const { connections } = await call.accounts();
    const query = toQuery(options);
    const fields = options.fields ?? (output.isTerminal ? tableFor(output) : undefined);
    // Reject unknown fields before any request.
    columns([], { fields });
    const found = await search(connections, query, { ...(await call.reading()), raw: options.raw });
    const undone = undoneAmong(found.events);
    const report = reportOn({ ...found, connections, events: found.events.length, undone });
    if (options.json) {
      const { coverage, ...said } = report;
      await output.print([json({ ...found, ...said, coverage })]);
      return exitCode(coverage);
    }
    const tenant = accountNames(connections).length > 0;
    await output.print(eventLines(found.events, { fields, tenant, call }));
    if (found.cursor !== undefined) output.say(moreOf(found));
    sayReport(report, output);
    return exitCode(found.coverage);
  },
});

function moreOf({ events, query, cursor }: SearchResult): string {
  const which = query.order === 'oldest' ? 'oldest' : 'newest';
  return `These are the ${events.length} ${which}. For more: the same command with a larger --limit, or --cursor ${cursor}`;
}

const TABLE = ['time', 'provider', 'actor', 'action', 'message'];
const WIDE_TABLE = [...TABLE.slice(0, -1), 'target', 'changes', 'message'];

function tableFor({ width }: Call['output']): readonly string[] {
  return width < WIDE ? TABLE : WIDE_TABLE;
}

const TITLES: Readonly<Record<string, string>> = { actor: 'WHO', action: 'WHAT' };
const MOST = 24;

interface Shown {
  readonly fields: readonly string[] | undefined;
  /** Whether to show the account. */
  readonly tenant: boolean;
  readonly call: Pick<Call, 'output' | 'options'>;
}

/** A table for a terminal; tab-separated lines for a pipe. */
export function eventLines(events: readonly AuditEvent[], { fields, tenant, call }: Shown): string[] {
  const { output, options } = call;
  const table = columns(events, { fields, tenant });
  const zone = typeof options['timeZone'] === 'string' ? options['timeZone'] : 'UTC';
  const timeOf = output.isTerminal ? localTime(zone) : (time: string): string => time;
  const rows = table.rows.map((cells) =>
    cells.map((cell, index) => (table.columns[index] === 'time' ? timeOf(String(cell)) : clean(String(cell ?? '')))),
  );
  if (!output.isTerminal) return rows.map((cells) => cells.join('\t'));
  if (rows.length === 0) return [];
  const titles = table.columns.map((name) => TITLES[name] ?? (name === 'time' ? `TIME (${zone})` : name.toUpperCase()));
  const shown = titles.map((title, index) => ({
    title,
    most: WHOLE.has(table.columns[index] ?? '') ? undefined : MOST,
  }));
  const [head = '', ...lines] = tableLines(shown, rows, output.width);
  return [output.styled('bold', head), ...lines];
}

/** Columns that are useless when cut. */
const WHOLE = new Set(['time', 'uid']);
