import type { Forget } from '@trailhound/archive';
import { archiveFolder, flag, placeInWords, text } from '@trailhound/program';
import * as z from 'zod';
import { defineCommand, type Call } from '../command.ts';
import { parseDuration } from '../duration.ts';
import { EXIT } from '../exit-codes.ts';
import { changeArchive } from '../open-archive.ts';
import { json } from '../output/clean.ts';
import { OWN_ARCHIVE, SETUP } from '../setup-options.ts';
import { wrongUse } from '../wrong-use.ts';

const OPTIONS = {
  archive: OWN_ARCHIVE,
  yes: flag('Do it: what is deleted does not come back'),
  json: flag('Print JSON instead of text'),
  envFrom: SETUP.envFrom,
} as const;

export const archivePruneCommand = defineCommand({
  options: z.strictObject({ keep: text('duration', 'Delete whole days that are older, such as 400d'), ...OPTIONS }),
  examples: ['archive prune --archive ./archive --keep 400d --yes'],
  notes: ['The hashes of deleted events stay, and a record says what was deleted and by which policy.'],
  run: async (call) => {
    const { keep } = call.options;
    if (keep === undefined) throw wrongUse('--keep is missing', 'Say how much to keep, such as --keep 400d.', 'keep');
    const before = Date.now() - parseDuration(keep, 'keep');
    return forget({ before, policy: `keep ${keep}` }, call, `everything before ${new Date(before).toISOString()}`);
  },
});

export const archiveEraseCommand = defineCommand({
  operands: ['who'],
  options: z.strictObject(OPTIONS),
  examples: ['archive erase dana.doe@example.com --archive ./archive --yes'],
  notes: ['The hashes of deleted events stay, and a record says that something was erased.'],
  run: async (call) => {
    const [actor = ''] = call.operands;
    return forget({ actor, policy: 'erasure on request' }, call, `everything that ${actor} did`);
  },
});

async function forget(
  what: Forget,
  {
    options,
    output,
    env,
  }: Pick<Call<{ archive?: string | undefined; yes: boolean; json: boolean }>, 'options' | 'output' | 'env'>,
  words: string,
): Promise<number> {
  const folder = archiveFolder(options.archive, env);
  if (!options.yes) {
    throw wrongUse(
      `This deletes ${words} from ${placeInWords(folder)}, and it does not come back`,
      'Add --yes to do it.',
      'yes',
    );
  }
  const archive = await changeArchive(folder, env);
  try {
    const record = await archive.forget(what);
    const said =
      record === undefined ? 'There was nothing to delete.' : `Deleted ${words}: record ${record.seq} of the ledger.`;
    await output.print([options.json ? json(record ?? null) : said]);
    return EXIT.whole;
  } finally {
    await archive.close();
  }
}
