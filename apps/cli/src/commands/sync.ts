import { parseWindow } from '@trailhound/core';
import { iso } from '@trailhound/core/source';
import type { SyncedLog, SyncProgress, SyncResult } from '@trailhound/archive';
import { archiveFolder, flag, list, nameOfHeld, stateFolder, text } from '@trailhound/program';
import * as z from 'zod';
import { checkpointCopier } from '../checkpoint-copy.ts';
import { defineCommand, type Call } from '../command.ts';
import { parseDuration } from '../duration.ts';
import { EXIT } from '../exit-codes.ts';
import { writeArchive } from '../open-archive.ts';
import { inGroups } from '../output/bars.ts';
import { clean, json } from '../output/clean.ts';
import { inTime } from '../output/progress.ts';
import { rowLines } from '../output/table.ts';
import { pause } from '../pause.ts';
import { OWN_ARCHIVE, SETUP } from '../setup-options.ts';
import { wrongUse } from '../wrong-use.ts';

const DAY = 86_400_000;
const EVERY = '5m';
const SINCE = '30d';
const BUDGET = '50%';

const OPTIONS = z.strictObject({
  archive: OWN_ARCHIVE,
  once: flag('Fetch what is missing and end; without it, go on until Ctrl-C'),
  every: text('duration', `How long to wait between two rounds; ${EVERY} by default`),
  since: text('time', `How far back to go: 30d, a date, a time; ${SINCE} by default`),
  logs: list('a,b', 'Only these logs, such as gong.AccessLog; all of them by default'),
  budget: text('share', `The share of a vendor's requests a day that it may use; ${BUDGET} by default`),
  keep: text('duration', 'Delete what is older, such as 400d; everything stays by default'),
  checkpointTo: text('file', 'Append each signed checkpoint here too, to a file or in a folder away from the archive'),
  json: flag('Print a line of JSON for each round'),
  ...SETUP,
});

export const syncCommand = defineCommand({
  options: OPTIONS,
  examples: [
    'sync --once --archive ./archive --since 2026-10-01',
    'sync --every 5m --budget 50% --keep 400d',
    'sync --checkpoint-to /mnt/witness',
    'sync --demo --once --archive ./archive',
  ],
  notes: [
    'It reads every log, including those that questions only read when they are named: vendors drop these first.',
    'The newest hour is left to the next round. With --once, exit code 0 means that everything settled is archived, and 1 that gaps remain.',
  ],
  run: async (call) => {
    const { options, env, signal } = call;
    const rounds = roundsOf(options);
    const { connections, now } = await call.accounts();
    const [{ signingKey, sync }, archive] = await Promise.all([
      import('@trailhound/archive'),
      writeArchive(archiveFolder(options.archive, env), env),
    ]);
    const key = signingKey(stateFolder(env), env);
    const copy = options.checkpointTo === undefined ? undefined : checkpointCopier(archive, options.checkpointTo);
    const round = async (): Promise<SyncResult> => {
      const { keep } = rounds;
      const { from } = parseWindow({ since: options.since ?? SINCE }, now());
      const how = {
        since: Math.max(from, keptSince(now(), keep)),
        logs: options.logs,
        budget: rounds.budget,
        signal,
        signingKey: key,
      };
      const result = await sync(archive, connections, { ...how, progress: progressOf(call) });
      if (result.checkpoint !== undefined) copy?.(result.checkpoint);
      if (keep !== undefined) await archive.forget({ before: now() - keep, policy: `keep ${options.keep}` });
      await report(result, call);
      return result;
    };
    try {
      if (options.once) return (await round()).complete ? EXIT.whole : EXIT.gaps;
      return await endlessly(round, rounds.wait, signal);
    } finally {
      await archive.close();
    }
  },
});

interface Rounds {
  readonly wait: number;
  readonly keep: number | undefined;
  readonly budget: number;
}

function roundsOf({ every = EVERY, keep, budget = BUDGET }: z.output<typeof OPTIONS>): Rounds {
  return {
    wait: parseDuration(every, 'every'),
    keep: keep === undefined ? undefined : parseDuration(keep, 'keep'),
    budget: parseShare(budget),
  };
}

/** What is older is deleted: asking for it again would cost requests for nothing. */
function keptSince(now: number, keep: number | undefined): number {
  return keep === undefined ? -Infinity : Math.floor((now - keep) / DAY) * DAY;
}

/** Everything up to the last transaction is stored, so stopping at any time is not a failure. */
async function endlessly(round: () => Promise<SyncResult>, wait: number, signal: AbortSignal): Promise<number> {
  while (!signal.aborted) {
    try {
      await round();
    } catch (thrown) {
      if (!signal.aborted) throw thrown;
    }
    await pause(wait, signal);
  }
  return EXIT.whole;
}

/** `50%` as a share of one. */
export function parseShare(given: string): number {
  const [, digits = ''] = /^(\d{1,3})%$/.exec(given) ?? [];
  const share = Number(digits) / 100;
  if (digits !== '' && share > 0 && share <= 1) return share;
  const message = `--budget: ${JSON.stringify(given)} is no share`;
  throw wrongUse(message, 'Write a percentage from 1% to 100%, such as 50%.', 'budget');
}

function progressOf({ output: { progress } }: Pick<Call, 'output'>): ((at: SyncProgress) => void) | undefined {
  if (progress === undefined) return undefined;
  return ({ log, share, events, perSecond, leftMs }) => {
    const left = leftMs === undefined ? '' : `, ${inTime(leftMs)} left`;
    const rate = `${inGroups(events)} events, ${inGroups(Math.round(perSecond))} a second`;
    progress(`${log.provider}.${log.log}: ${Math.floor(share * 100)} %, ${rate}${left}`);
  };
}

async function report(
  result: SyncResult,
  { options, output }: Pick<Call<z.output<typeof OPTIONS>>, 'options' | 'output'>,
) {
  output.progress?.('');
  if (options.json) {
    await output.print([json(result)]);
    return;
  }
  await output.print(
    rowLines([{ title: 'log' }, { title: 'kept' }, { title: 'read' }], result.logs.map(cells), output),
  );
  for (const log of result.logs) for (const line of lacks(log)) output.say(line);
  if (result.checkpoint === undefined) return;
  output.say('Checkpoint, to be kept away from the archive:');
  output.say(result.checkpoint.trimEnd());
}

function cells(log: SyncedLog): string[] {
  const late = log.late === 0 ? '' : `, ${inGroups(log.late)} of them late`;
  return [nameOfHeld(log), `${inGroups(log.fresh)} new events${late}`, `${inGroups(log.pages)} pages`];
}

function lacks(log: SyncedLog): string[] {
  return [
    ...log.missing.map(
      ({ from, to, reason, hint }) =>
        `warning: ${nameOfHeld(log)} is missing from ${iso(from)} to ${iso(to)} (${reason}). ${clean(hint)}`,
    ),
    ...log.lost.map(
      ({ from, to }) =>
        `warning: ${nameOfHeld(log)} is lost from ${iso(from)} to ${iso(to)}: the vendor no longer keeps it.`,
    ),
    ...(log.lostFrom === undefined
      ? []
      : [`warning: ${nameOfHeld(log)}: the vendor begins to forget what is missing at ${iso(log.lostFrom)}.`]),
  ];
}
