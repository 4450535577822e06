import { readFileSync } from 'node:fs';
import { knownSigningKey, noteUpkeep, originOf, readCheckpoints, splitNotes, type Verified } from '@trailhound/archive';
import { verifierKeyOf } from '@trailhound/core/ledger';
import { iso } from '@trailhound/core/source';
import { archiveFolder, flag, nameOfHeld, stateFolder, text } from '@trailhound/program';
import * as z from 'zod';
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { readArchive } from '../open-archive.ts';
import { inGroups } from '../output/bars.ts';
import { clean, json } from '../output/clean.ts';
import { OWN_ARCHIVE, SETUP } from '../setup-options.ts';
import { wrongUse } from '../wrong-use.ts';

export const archiveVerifyCommand = defineCommand({
  options: z.strictObject({
    archive: OWN_ARCHIVE,
    checkpoint: text('file', 'Compare with checkpoints that were kept elsewhere: finds a copy that was rolled back'),
    json: flag('Print JSON instead of text'),
    envFrom: SETUP.envFrom,
  }),
  examples: ['archive verify --archive ./archive', 'archive verify --checkpoint ../witness/checkpoints.txt'],
  notes: ['Exit code 0 means that it is complete, 1 that there are gaps, 3 that it was altered.'],
  run: async ({ options, output, env }) => {
    const archive = await readArchive(archiveFolder(options.archive, env), env);
    const { folder } = archive;
    const key = knownSigningKey(stateFolder(env), env);
    try {
      const elsewhere = options.checkpoint === undefined ? [] : splitNotes(readText(options.checkpoint));
      const verified = await archive.verify({
        checkpoints: [...readCheckpoints(folder), ...elsewhere],
        key: key === undefined ? undefined : verifierKeyOf(originOf(archive), key),
        progress: ({ records, events }) =>
          output.progress?.(`${inGroups(records)} records, ${inGroups(events)} events verified`),
      });
      output.progress?.('');
      const { records, problems } = verified;
      noteUpkeep(folder, { verified: { at: new Date().toISOString(), records, problems: problems.length } });
      if (key === undefined) output.say(UNSIGNED);
      if (options.json) await output.print([json(verified)]);
      else await output.print(linesOf(verified));
      return exitOf(verified);
    } finally {
      await archive.close();
    }
  },
});

const UNSIGNED =
  'note: signatures of checkpoints were not checked, because this machine does not have the key: set TRAILHOUND_LEDGER_KEY.';

function exitOf({ problems, gaps }: Verified): number {
  if (problems.length > 0) return EXIT.altered;
  return gaps.length > 0 ? EXIT.gaps : EXIT.whole;
}

function linesOf({ records, events, checkpoints, problems, gaps }: Verified): string[] {
  const verdict = problems.length > 0 ? 'ALTERED' : gaps.length > 0 ? 'Unaltered, with gaps' : 'Whole';
  return [
    `${verdict}: ${inGroups(records)} records, ${inGroups(events)} events, ${checkpoints} checkpoints`,
    ...problems.map(({ kind, text: said }) => `altered: ${clean(said)} (${kind})`),
    ...gaps.map(
      ({ from, to, reason, ...log }) => `gap: ${nameOfHeld(log)} from ${iso(from)} to ${iso(to)} (${reason})`,
    ),
  ];
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (failed) {
    const message = `--checkpoint: ${file} cannot be read (${(failed as NodeJS.ErrnoException).code ?? 'failed'})`;
    throw wrongUse(message, 'Name a file with signed checkpoints, such as a copy of checkpoints.txt.', 'checkpoint');
  }
}
