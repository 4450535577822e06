import { leftOut, risks, RisksInput, type Finding, type Risks } from '@trailhound/core/findings';
import { findingToOcsf } from '@trailhound/core/siem';
import { choice, list, readTeam, TEAM } from '@trailhound/program';
import * as z from 'zod';
import { defineCommand } from '../command.ts';
import { derived, toQuery } from '../derived-options.ts';
import { EXIT, RISKS_EXIT, RISKS_EXIT_CODES } from '../exit-codes.ts';
import { clean, json } from '../output/clean.ts';
import type { Output } from '../output/output.ts';
import { exitCode, reportOn, sayReport } from '../report.ts';
import { ARCHIVE, ASKING, SETUP } from '../setup-options.ts';

const FORMATS = ['text', 'json', 'ocsf'] as const;
const { json: _, ...READING } = ASKING;

export const risksCommand = defineCommand({
  options: z.strictObject({
    ...derived(RisksInput.shape, ['providers', 'rules']),
    format: choice(FORMATS, 'text for people; one JSON object; or one OCSF Detection Finding (2004) a line'),
    only: list('names', 'Only these rules, such as export-burst'),
    ...TEAM,
    ...READING,
    ...ARCHIVE,
    ...SETUP,
  }),
  examples: [
    'risks --demo',
    'risks --since 30d --level medium',
    'risks --since 24h --level high --format json',
    'risks --since 7d --rules ./rules --suppressions dealt-with.yml',
  ],
  exitCodes: RISKS_EXIT_CODES,
  run: async (call) => {
    const { options, output } = call;
    const { only } = options;
    const team = await readTeam(options);
    const { connections } = await call.accounts();
    const asked = { ...toQuery({ ...options, rules: undefined }, RisksInput.shape), rules: only } as RisksInput;
    const found = await risks(connections, asked, { ...(await call.reading()), ...team });
    const report = reportOn({ query: {}, coverage: found.coverage, connections, events: found.events });
    await output.print(lines(found, options.format, output));
    if (options.format === 'text') for (const line of aboutRules(found)) output.say(line);
    if (options.format !== 'json') sayReport(report, output);
    if (found.findings.length > 0) return RISKS_EXIT.some;
    return exitCode(found.coverage) === EXIT.whole ? RISKS_EXIT.none : RISKS_EXIT.gaps;
  },
});

function lines(found: Risks, format: (typeof FORMATS)[number], output: Output): string[] {
  if (format === 'json') return [json(found)];
  if (format === 'ocsf') return found.findings.map((finding) => json(findingToOcsf(finding)));
  return output.isTerminal
    ? found.findings.flatMap((finding) => forPeople(finding, output))
    : found.findings.map((finding) => forPipes(finding));
}

function forPeople(
  { level, rule, title, why, last, count, evidence, next, caveat, id }: Finding,
  output: Output,
): string[] {
  const times = count === 1 ? '' : `, ${count} events`;
  return [
    output.styled('bold', `${level.toUpperCase()}  ${clean(title)}`),
    `  ${clean(why)}`,
    `  ${last.slice(0, 16).replace('T', ' ')} UTC${times}; rule ${clean(rule)}, finding ${id}`,
    ...(next === undefined ? [] : [`  Next: ${clean(next)}`]),
    ...(caveat === undefined ? [] : [`  Note: ${clean(caveat)}`]),
    `  Events: ${evidence.join(' ')}`,
    '',
  ];
}

/** Tab-separated cells. */
function forPipes({ level, rule, first, last, count, who, why, id, evidence }: Finding): string {
  return [level, rule, first, last, count, who.join(', '), why, id, evidence.join(' ')]
    .map((cell) => clean(String(cell)))
    .join('\t');
}

/** How many rules really ran, and what was left out. */
function aboutRules(found: Risks): string[] {
  const { findings, events, rules } = found;
  const { ran, rules: total, learning, blind, absent } = rules;
  return [
    `${findings.length} findings by ${ran} of ${total} rules over ${events} events`,
    ...leftOut(found).map((counted) => `left out: ${counted}`),
    ...Object.entries({ learning, blind, 'not here': absent }).flatMap(([state, those]) =>
      those.map(({ rule, why }) => `${state}: ${rule}, ${clean(why)}`),
    ),
  ];
}
