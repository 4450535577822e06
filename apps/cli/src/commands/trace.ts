import { trace, TraceInput, type Trace } from '@trailhound/core';
import { changeLabel, targetLabel, targetsOf, type TraceLine } from '@trailhound/core/reply';
import { accountNames } from '@trailhound/program';
import * as z from 'zod';
import { defineCommand } from '../command.ts';
import { derived, toQuery } from '../derived-options.ts';
import { clean, json } from '../output/clean.ts';
import { localTime } from '../output/local-time.ts';
import type { Output } from '../output/output.ts';
import { tableLines, WIDE, type Column } from '../output/table.ts';
import { exitCode, reportOn, sayReport } from '../report.ts';
import { ARCHIVE, ASKING, SETUP } from '../setup-options.ts';

export const traceCommand = defineCommand({
  operands: ['who'],
  options: z.strictObject({ ...derived(TraceInput.shape, ['providers', 'actor']), ...ASKING, ...ARCHIVE, ...SETUP }),
  examples: ['trace dana.doe@example.com --demo', 'trace "Dana Doe" --order oldest'],
  run: async (call) => {
    const { options, output, operands } = call;
    const [actor = ''] = operands;
    const { connections } = await call.accounts();
    const asked = { ...toQuery(options, TraceInput.shape), actor } as TraceInput;
    const found = await trace(connections, asked, await call.reading());
    const report = reportOn({ ...found, connections });
    if (options.json) {
      const { coverage, ...said } = report;
      await output.print([json({ ...found, ...said, coverage })]);
    } else {
      const several = accountNames(connections).length > 0;
      await output.print(output.isTerminal ? forPeople(found, several, output) : forPipes(found, several));
      const { notJudged } = found.addresses;
      if (notJudged !== undefined)
        output.say(`Not judged whether ${notJudged.ips.length} of the addresses are new: ${notJudged.why}.`);
      if (found.truncated) output.say('There are more lines: use a larger --limit or a shorter window.');
      sayReport(report, output);
    }
    return exitCode(found.coverage);
  },
});

function forPeople({ query, events, aliases, lines }: Trace, several: boolean, output: Output): string[] {
  const zone = query.timeZone ?? 'UTC';
  const timeOf = localTime(zone);
  const names = aliases.map(({ provider, tenant, kind, value }) =>
    clean(`${several ? `${provider}/${tenant}` : provider} ${kind} ${value}`),
  );
  if (lines.length === 0) return [];
  const shown = { several, changes: output.width >= WIDE };
  const rows = lines.map((line) => [timeOf(line.from), ...cellsOf(line, shown)]);
  const [head = '', ...table] = tableLines(columnsIn(zone, shown), rows, output.width);
  return [
    output.styled('bold', `${events} events`),
    ...names.map((name) => `  known as ${name}`),
    '',
    output.styled('bold', head),
    ...table,
  ];
}

const MOST = 20;

interface ShownLine {
  /** Whether there are several accounts of a product. */
  readonly several: boolean;
  readonly changes: boolean;
}

function columnsIn(zone: string, { changes }: ShownLine): Column[] {
  const titles = ['COUNT', 'LOG', 'WHAT', 'TARGET', ...(changes ? ['CHANGES'] : []), 'FROM', 'REMARKS', 'MESSAGE'];
  return [{ title: `TIME (${zone})` }, ...titles.map((title) => ({ title, most: MOST }))];
}

function cellsOf(line: TraceLine, { several, changes }: ShownLine): string[] {
  const { provider, tenant, log, count, action, ips, remarks, message } = line;
  const where = several ? `${provider}/${tenant}.${log}` : `${provider}.${log}`;
  const target = targetsOf(line).map(targetLabel).join('; ');
  const changed = changes ? [line.changes.map(changeLabel).join('; ')] : [];
  const rest = [ips.join(', '), remarks.join(', '), message];
  return [String(count), where, action, target, ...changed, ...rest].map((cell) => clean(cell));
}

/** Tab-separated cells of the table, plus the end of each line and its uids. */
function forPipes({ lines }: Trace, several: boolean): string[] {
  return lines.map((line) =>
    [line.from, line.to, ...cellsOf(line, { several, changes: true }), line.uids.join(' ')].join('\t'),
  );
}
