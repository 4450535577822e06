import type { Table, Value } from '@trailhound/archive';
import { archiveFolder, flag, isOnServer } from '@trailhound/program';
import * as z from 'zod';
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { clean, json } from '../output/clean.ts';
import type { Output } from '../output/output.ts';
import { rowLines } from '../output/table.ts';
import { OWN_ARCHIVE, SETUP } from '../setup-options.ts';
import { wrongUse } from '../wrong-use.ts';

export const archiveSqlCommand = defineCommand({
  operands: ['statement'],
  options: z.strictObject({
    archive: OWN_ARCHIVE,
    json: flag('Print JSON instead of text'),
    envFrom: SETUP.envFrom,
  }),
  examples: [
    'archive sql "select verb, count(*) from events group by verb order by 2 desc" --archive ./archive',
    'archive sql "select time, actor_email, raw ->> \'$.id\' from events limit 5" --json',
  ],
  notes: [
    "SQLite's SQL over the tables events, covered, lost and records. Statements can only read.",
    'It returns at most 500 rows, and is stopped after 10 seconds. Exit code 1 means that there were more rows.',
  ],
  run: async ({ options, operands: [statement = ''], output, env, signal }) => {
    const { querySql } = await import('@trailhound/archive');
    const folder = archiveFolder(options.archive, env);
    if (isOnServer(folder))
      throw wrongUse(ON_SERVER, 'Ask ClickHouse itself: its view events has the same columns.', 'archive');
    const table = await querySql(folder, statement, { signal });
    if (options.json) await output.print([json(table)]);
    else await output.print(linesOf(table, output));
    if (table.truncated && !options.json) output.say(TRUNCATED);
    return table.truncated ? EXIT.gaps : EXIT.whole;
  },
});

const ON_SERVER = '--archive: SQL reads an archive in a folder, and this one is on a server';
const TRUNCATED = 'warning: there are more rows than these. Group them, or use archive export for all of them.';
const WIDEST = 40;

function linesOf({ columns, rows }: Table, output: Output): string[] {
  const titles = columns.map((title) => ({ title: clean(title), most: WIDEST }));
  return rowLines(
    titles,
    rows.map((row) => row.map(cell)),
    output,
  );
}

function cell(value: Value): string {
  return value === null ? '' : clean(String(value));
}
