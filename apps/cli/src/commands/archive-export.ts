import path from 'node:path';
import { parseWindow } from '@trailhound/core';
import type { LogStatus } from '@trailhound/archive';
import { iso, subtract, type Window } from '@trailhound/core/source';
import { FILE_FORMAT_NAMES } from '@trailhound/core/siem';
import { archiveFolder, choice, flag, list, nameOfHeld, text } from '@trailhound/program';
import * as z from 'zod';
import { defineCommand } from '../command.ts';
import { rewordDisk } from '../disk-errors.ts';
import { writeHeld } from '../export/held-file.ts';
import { isFolderName, writeMonths } from '../export/month-files.ts';
import { EXIT } from '../exit-codes.ts';
import { readArchive } from '../open-archive.ts';
import { inGroups } from '../output/bars.ts';
import { json } from '../output/clean.ts';
import { OWN_ARCHIVE, SETUP } from '../setup-options.ts';
import { missingOut, wrongUse } from '../wrong-use.ts';

export const archiveExportCommand = defineCommand({
  options: z.strictObject({
    archive: OWN_ARCHIVE,
    out: text(
      'file',
      'Where to write; for Parquet, a name that ends in / makes a folder with a file per log and month',
    ),
    format: choice([...FILE_FORMAT_NAMES, 'parquet'], 'The format of the file'),
    since: text('time', 'Start, as in a search; the last 24 hours by default'),
    until: text('time', 'End; now by default'),
    logs: list('a,b', 'Only these logs, such as gong.AccessLog; all of them by default'),
    raw: flag("Include the vendor's entries"),
    json: flag('Print JSON instead of text'),
    envFrom: SETUP.envFrom,
  }),
  examples: [
    'archive export --archive ./archive --since 2026-09-01 --until 2026-10-01 --out september.ndjson',
    'archive export --archive ./archive --since 2026-01-01 --format parquet --raw --out ./year/',
  ],
  notes: ['It sends no requests and needs no account. It writes one log after the other, each oldest first.'],
  run: async ({ options, output, env, signal }) => {
    const { out, format, raw } = options;
    if (out === undefined) throw missingOut();
    const window = parseWindow({ since: options.since, until: options.until }, Date.now());
    const archive = await readArchive(archiveFolder(options.archive, env), env);
    try {
      const logs = chosen((await archive.status()).logs, options.logs);
      const held = { archive, logs, window, raw, signal };
      const file = path.resolve(out);
      const inMonths = format === 'parquet' && isFolderName(out);
      const writing = inMonths ? writeMonths(file, held) : writeHeld(file, held, format);
      const written = await writing.catch(rewordDisk(out));
      const gaps = logs.flatMap((log) => subtract(window, log.covered).map((gap) => sentence(log, gap)));
      const proof = 'files' in written ? `${written.files.length} files` : `sha256 ${written.sha256}`;
      const line = `${out}: ${inGroups(written.events)} events, ${proof}`;
      await output.print([options.json ? json({ file, ...written, complete: gaps.length === 0, gaps }) : line]);
      for (const gap of gaps) if (!options.json) output.say(`warning: ${gap}`);
      return gaps.length === 0 && logs.length > 0 ? EXIT.whole : EXIT.gaps;
    } finally {
      await archive.close();
    }
  },
});

function chosen(logs: readonly LogStatus[], names: readonly string[] | undefined): readonly LogStatus[] {
  const unknown = names?.find((name) => !logs.some((log) => isCalled(log, name)));
  if (unknown !== undefined) {
    const known = logs.map(({ provider, log }) => `${provider}.${log}`).join(', ');
    throw wrongUse(`--logs: the archive has no log ${JSON.stringify(unknown)}`, `It has: ${known}.`, 'logs');
  }
  return names === undefined ? logs : logs.filter((log) => names.some((name) => isCalled(log, name)));
}

function isCalled({ provider, log }: LogStatus, name: string): boolean {
  return name === log || name === `${provider}.${log}`;
}

function sentence(log: LogStatus, { from, to }: Window): string {
  return `${nameOfHeld(log)} is not held from ${iso(from)} to ${iso(to)}.`;
}
