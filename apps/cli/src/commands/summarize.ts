import { summarize, SummaryInput, type Summary } from '@trailhound/core';
import type { Group, GroupRow } from '@trailhound/core/reply';
import * as z from 'zod';
import { defineCommand } from '../command.ts';
import { derived, nativeOptions, toQuery } from '../derived-options.ts';
import { barLines, inGroups } from '../output/bars.ts';
import { clean, json } from '../output/clean.ts';
import type { Output } from '../output/output.ts';
import { exitCode, reportOn, sayReport } from '../report.ts';
import { ARCHIVE, ASKING, SETUP } from '../setup-options.ts';

export const summarizeCommand = defineCommand({
  options: z.strictObject({
    ...derived(SummaryInput.shape, ['providers']),
    ...nativeOptions(),
    ...ASKING,
    ...ARCHIVE,
    ...SETUP,
  }),
  examples: [
    'summarize --demo',
    'summarize --since 30d --by actor,verb --top 5',
    'summarize --since 30d --by actor,day --distinct ip --sort distinct',
    'summarize --since 30d --unusual silences',
    'summarize --since 7d --flags impersonated --by actor --json',
  ],
  run: async (call) => {
    const { options, output } = call;
    const { connections } = await call.accounts();
    const found = await summarize(connections, toQuery(options, SummaryInput.shape), await call.reading());
    const report = reportOn({ ...found, connections, events: found.total });
    if (options.json) {
      const { coverage, ...said } = report;
      await output.print([json({ ...found, ...said, coverage })]);
    } else {
      await output.print(output.isTerminal ? forPeople(found, output) : forPipes(found));
      sayReport(report, output);
    }
    return exitCode(found.coverage);
  },
});

function forPeople(found: Summary, output: Output): string[] {
  const { total, groups, histogram, first, last } = found;
  const span = first === undefined || last === undefined ? '' : `, the first at ${first}, the last at ${last}`;
  const bars = (histogram?.counts ?? []).map(({ from, count }) => ({ label: from.slice(0, 16), count }));
  return [
    output.styled('bold', `${inGroups(total)} events${span}`),
    ...unusualLines(found),
    ...groups.flatMap((group) => groupLines(group, output)),
    ...(bars.length === 0
      ? []
      : [
          '',
          output.styled('bold', `by ${histogram?.bucket} (${histogram?.timeZone})`),
          ...barLines(bars, output.width),
        ]),
  ];
}

/** Silences and bursts, a row each. */
function unusualRows({ unusual: { silences = [], bursts = [] } = {} }: Summary): (string | number)[][] {
  return [
    ...silences.map(({ provider, log, from, to, hours, usual }) => [
      'silence',
      `${provider}.${log}`,
      from,
      to,
      hours,
      usual,
    ]),
    ...bursts.map(({ actor, hour, count, usual = '' }) => ['burst', clean(actor), hour, count, usual]),
  ];
}

/** For people, the numbers with what they mean. */
function unusualLines({ unusual: { silences = [], bursts = [] } = {} }: Summary): string[] {
  const quiet = silences.map(
    ({ provider, log, from, to, hours, usual }) =>
      `${provider}.${log}: nothing for ${hours} hours, usually ${usual} events, ${from} to ${to}`,
  );
  const busy = bursts.map(
    ({ actor, hour, count, usual = 'nothing else' }) =>
      `${clean(actor)}: ${count} events from ${hour}, usually ${usual}`,
  );
  return quiet.length + busy.length === 0 ? [] : ['', ...quiet, ...busy];
}

function groupLines({ by, with: second, top, distinct, error }: Group, output: Output): string[] {
  if (top.length === 0) return [];
  const left = distinct > top.length ? `, ${top.length} of ${distinct}` : '';
  const about = error === 0 ? '' : `, each at most ${error} too high`;
  const head = second === undefined ? by : `${by} and ${second}`;
  const bars = top.map((row) => ({ label: labelOf(row), count: row.count }));
  return ['', output.styled('bold', `by ${head}${left}${about}`), ...barLines(bars, output.width)];
}

/** Such as `dana.doe@example.com 203.0.113.7 (3 distinct, 2 impersonated)`. */
function labelOf({ value, with: second, distinct, impersonated, knownAs, perhapsSame }: GroupRow): string {
  const besides = [
    ...(knownAs === undefined ? [] : [`known as ${knownAs.join(', ')}`]),
    ...(perhapsSame === undefined ? [] : [`perhaps ${perhapsSame.join(', ')}`]),
    ...(distinct === undefined ? [] : [`${distinct} distinct`]),
    ...(impersonated === undefined ? [] : [`${impersonated} impersonated`]),
  ];
  const about = besides.length === 0 ? '' : ` (${besides.join(', ')})`;
  return clean(second === undefined ? `${value}${about}` : `${value} ${second}${about}`);
}

/** Dimension, value and count, separated by tabs. A cross table has the rest of each row after that. */
function forPipes(found: Summary): string[] {
  const { query, total, groups, histogram } = found;
  const isRanking = query.distinct === undefined && query.sort === undefined && query.by.length !== 2;
  return [
    ['total', '', total],
    ...unusualRows(found),
    ...groups.flatMap(({ by, with: second, top }) => {
      const dimension = second === undefined ? by : `${by},${second}`;
      return top.map((row) => [dimension, ...cellsOf(row).slice(0, isRanking ? 2 : undefined)]);
    }),
    ...(histogram?.counts ?? []).map(({ from, count }) => [histogram?.bucket ?? '', from, count]),
  ].map((cells) => cells.join('\t'));
}

function cellsOf(row: GroupRow): (string | number)[] {
  const { value, with: second, count, first, last, distinct, impersonated, knownAs = [], perhapsSame = [] } = row;
  const values = second === undefined ? clean(value) : `${clean(value)},${clean(second)}`;
  const people = [knownAs, perhapsSame].map((names) => clean(names.join('; ')));
  return [values, count, first ?? '', last ?? '', distinct ?? '', impersonated ?? '', ...people];
}
