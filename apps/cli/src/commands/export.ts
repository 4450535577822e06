import path from 'node:path';
import { events, QueryInput } from '@trailhound/core';
import { FILE_FORMAT_NAMES, OCSF_VERSIONS } from '@trailhound/core/siem';
import {
  accountNames,
  choice,
  flag,
  text,
  writeEvents,
  writeSplit,
  type SplitFile,
  type Written,
} from '@trailhound/program';
import * as z from 'zod';
import { defineCommand } from '../command.ts';
import { derived, nativeOptions, toQuery } from '../derived-options.ts';
import { rewordDisk } from '../disk-errors.ts';
import { inGroups } from '../output/bars.ts';
import { json } from '../output/clean.ts';
import { exitCode, reportOn, sayReport } from '../report.ts';
import { ARCHIVE, ASKING, SETUP } from '../setup-options.ts';
import { missingOut, wrongUse } from '../wrong-use.ts';

export const exportCommand = defineCommand({
  options: z.strictObject({
    out: text('file', 'Where to write; an older file of this name is replaced when the new one is complete'),
    format: choice(FILE_FORMAT_NAMES, 'The format of the file'),
    ocsfVersion: choice(OCSF_VERSIONS, 'With --format ocsf or hec: the version of OCSF'),
    split: flag('With --format ocsf: write into a new folder, by day (UTC) and class'),
    raw: flag("The vendor's entries, too"),
    ...derived(QueryInput.shape, ['providers', 'limit', 'cursor']),
    ...nativeOptions(),
    ...ASKING,
    ...ARCHIVE,
    ...SETUP,
  }),
  examples: [
    'export --demo --out events.ndjson',
    'export --since 2026-09-01 --until 2026-10-01 --format csv --out september.csv',
    'export --since yesterday --until today --format ocsf --split --out ocsf',
  ],
  run: async (call) => {
    const { options, output } = call;
    const { out, format, raw, ocsfVersion, split } = options;
    if (out === undefined) throw missingOut();
    if (split && format !== 'ocsf') {
      const message = `--split goes by the classes of OCSF, which ${format} does not have`;
      throw wrongUse(message, 'Add --format ocsf, or leave --split out.', 'split');
    }
    const file = path.resolve(out);
    const { connections } = await call.accounts();
    const stream = events(connections, toQuery(options), { ...(await call.reading()), raw });
    const tenant = accountNames(connections).length > 0;
    const writing = split
      ? writeSplit(file, stream, { raw, version: ocsfVersion }).then(inTotal)
      : writeEvents(file, stream, { format, tenant, raw, ocsfVersion });
    const written = await writing.catch(rewordDisk(out));
    const coverage = stream.coverage();
    const report = reportOn({ query: stream.query, coverage, connections, events: written.events });
    await output.print([
      options.json ? json({ file, ...written, query: stream.query, ...report }) : sentence(out, written),
    ]);
    if (!options.json) sayReport(report, output);
    return exitCode(coverage);
  },
});

/** A written file, or the files of a folder. */
type Result = Omit<Written, 'sha256'> & ({ readonly sha256: string } | { readonly files: readonly SplitFile[] });

function inTotal(files: readonly SplitFile[]): Result {
  const sum = (count: (file: SplitFile) => number): number => files.reduce((total, file) => total + count(file), 0);
  return { events: sum((file) => file.events), bytes: sum(({ bytes }) => bytes), files };
}

function sentence(file: string, written: Result): string {
  const size = `${inGroups(written.events)} events, ${inGroups(written.bytes)} bytes`;
  if ('sha256' in written) return `${file}: ${size}, sha256 ${written.sha256}`;
  return [
    ...written.files.map((one) => sentence(path.join(file, one.file), one)),
    `${file}: ${inGroups(written.files.length)} files, ${size}`,
  ].join('\n');
}
