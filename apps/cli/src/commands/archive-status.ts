import { readCheckpoints, type ArchiveStatus, type LogStatus } from '@trailhound/archive';
import { findProvider } from '@trailhound/core/reply';
import { subtract } from '@trailhound/core/source';
import { flag } from '@trailhound/program';
import * as z from 'zod';
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { archiveFolder, readArchive } from '../open-archive.ts';
import { inGroups } from '../output/bars.ts';
import { json } from '../output/clean.ts';
import { tableLines } from '../output/table.ts';
import { ARCHIVE, SETUP } from '../setup-options.ts';

const DAY = 86_400_000;

export const archiveStatusCommand = defineCommand({
  options: z.strictObject({
    archive: ARCHIVE.archive.describe('Where the archive is; in the folder for data of this user by default'),
    json: flag('Print JSON instead of text'),
    envFrom: SETUP.envFrom,
  }),
  examples: ['archive status --archive ./archive', 'archive status --json'],
  notes: ['Exit code 0 says that what is held has no gap, 1 that it has.'],
  run: async ({ options, output, env }) => {
    const folder = archiveFolder(options.archive, env);
    const archive = await readArchive(folder);
    try {
      const status = await archive.status();
      const logs = status.logs.map((log) => describe(log, Date.now()));
      const checkpoint = readCheckpoints(folder).at(-1);
      if (options.json) await output.print([json({ folder, ...status, logs, checkpoint })]);
      else {
        const rows = logs.map((log) => cellsOf(log));
        await output.print(
          output.isTerminal ? tableLines(COLUMNS, rows, output.width) : rows.map((row) => row.join('\t')),
        );
        for (const line of saidOf(status, checkpoint)) output.say(line);
      }
      return logs.every(({ gaps }) => gaps.length === 0) ? EXIT.whole : EXIT.gaps;
    } finally {
      await archive.close();
    }
  },
});

interface Described extends LogStatus {
  /** Holes between covered stretches, and lost ones. */
  readonly gaps: readonly { readonly from: number; readonly to: number }[];
  /** Days until the vendor deletes what is missing; undefined if it keeps everything. */
  readonly daysLeft: number | undefined;
}

function describe(log: LogStatus, now: number): Described {
  const [first, last] = [log.covered[0], log.covered.at(-1)];
  const held =
    first === undefined || last === undefined ? [] : subtract({ from: first.from, to: last.to }, log.covered);
  const open = held.flatMap((gap) => subtract(gap, log.lost));
  const gaps = [...open, ...log.lost].toSorted((a, b) => a.from - b.from);
  const retention = findProvider(log.provider)?.logs.find(({ id }) => id === log.log)?.retentionMs;
  const until = open[0]?.from ?? last?.to;
  const daysLeft = retention === undefined || until === undefined ? undefined : (until + retention - now) / DAY;
  return { ...log, gaps, daysLeft };
}

const COLUMNS = ['LOG', 'EVENTS', 'HELD FROM', 'HELD TO', 'GAPS', 'VENDOR FORGETS IN'].map((title) => ({ title }));

function cellsOf({ provider, tenant, log, events, covered, gaps, daysLeft }: Described): string[] {
  return [
    `${provider}/${tenant}.${log}`,
    inGroups(events),
    timeOf(covered[0]?.from),
    timeOf(covered.at(-1)?.to),
    gaps.length === 0 ? 'none' : gaps.map(({ from, to }) => `${timeOf(from)} to ${timeOf(to)}`).join('; '),
    daysLeft === undefined ? 'keeps it' : `${Math.max(0, daysLeft).toFixed(1)} days`,
  ];
}

function timeOf(time: number | undefined): string {
  return time === undefined ? 'nothing' : new Date(time).toISOString().slice(0, 16).replace('T', ' ');
}

function saidOf({ id, ledger, bytes }: ArchiveStatus, checkpoint: string | undefined): string[] {
  return [
    `Archive ${id}: ${inGroups(bytes)} bytes, ledger at record ${ledger.seq} (${ledger.hash})`,
    ...(checkpoint === undefined
      ? ['No checkpoint has been written yet.']
      : ['Last checkpoint:', checkpoint.trimEnd()]),
  ];
}
