import { readCheckpoints, reportOn, type ArchiveReport, type ReportedLog } from '@trailhound/archive';
import { archiveFolder, flag, minuteOf, nameOfHeld, stateFolder } from '@trailhound/program';
import * as z from 'zod';
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { readArchive } from '../open-archive.ts';
import { inGroups } from '../output/bars.ts';
import { json } from '../output/clean.ts';
import { rowLines } from '../output/table.ts';
import { OWN_ARCHIVE, SETUP } from '../setup-options.ts';

export const archiveStatusCommand = defineCommand({
  options: z.strictObject({
    archive: OWN_ARCHIVE,
    json: flag('Print JSON instead of text'),
    envFrom: SETUP.envFrom,
  }),
  examples: ['archive status --archive ./archive', 'archive status --json'],
  notes: ['Exit code 0 means that there are no gaps, 1 that there are some.'],
  run: async ({ options, output, env }) => {
    const archive = await readArchive(archiveFolder(options.archive, env), env);
    try {
      const report = await reportOn(archive, { state: stateFolder(env), now: Date.now() });
      const { logs } = report;
      const checkpoint = readCheckpoints(archive.folder).at(-1);
      if (options.json) await output.print([json({ ...report, checkpoint })]);
      else {
        const rows = logs.map((log) => cellsOf(log));
        await output.print(rowLines(COLUMNS, rows, output));
        for (const line of saidOf(report, checkpoint)) output.say(line);
      }
      return logs.every(({ gaps }) => gaps.length === 0) ? EXIT.whole : EXIT.gaps;
    } finally {
      await archive.close();
    }
  },
});

const COLUMNS = ['LOG', 'EVENTS', 'HELD FROM', 'HELD TO', 'GAPS', 'VENDOR FORGETS IN'].map((title) => ({ title }));

function cellsOf(log: ReportedLog): string[] {
  const { events, covered, gaps, daysLeft } = log;
  return [
    nameOfHeld(log),
    inGroups(events),
    timeOf(covered[0]?.from),
    timeOf(covered.at(-1)?.to),
    gaps.length === 0 ? 'none' : gaps.map(({ from, to }) => `${timeOf(from)} to ${timeOf(to)}`).join('; '),
    daysLeft === undefined ? 'keeps it' : `${Math.max(0, daysLeft).toFixed(1)} days`,
  ];
}

function timeOf(time: number | undefined): string {
  return time === undefined ? 'nothing' : minuteOf(time);
}

function saidOf({ id, ledger, bytes, verified, warnings }: ArchiveReport, checkpoint: string | undefined): string[] {
  return [
    `Archive ${id}: ${inGroups(bytes)} bytes, ledger at record ${ledger.seq} (${ledger.hash})`,
    ...(checkpoint === undefined
      ? ['No checkpoint has been written yet.']
      : ['Last checkpoint:', checkpoint.trimEnd()]),
    `Last verified: ${verified === undefined ? 'never' : `${verified.at}, ${verified.problems} problems`}`,
    ...warnings.map((warning) => `warning: ${warning}`),
  ];
}
