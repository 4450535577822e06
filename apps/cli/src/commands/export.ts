import path from 'node:path';
import { AuditError, events, QueryInput } from '@trailhound/core';
import { FILE_FORMAT_NAMES } from '@trailhound/core/siem';
import { accountNames, choice, flag, text, writeEvents, type Written } from '@trailhound/program';
import * as z from 'zod';
import { defineCommand } from '../command.ts';
import { derived, nativeOptions, toQuery } from '../derived-options.ts';
import { rewordDisk } from '../disk-errors.ts';
import { inGroups } from '../output/bars.ts';
import { json } from '../output/clean.ts';
import { exitCode, reportOn, sayReport } from '../report.ts';
import { ARCHIVE, ASKING, SETUP } from '../setup-options.ts';

export const exportCommand = defineCommand({
  options: z.strictObject({
    out: text('file', 'Where to write; an older file of this name is replaced when the new one is whole'),
    format: choice(FILE_FORMAT_NAMES, 'The form of the file'),
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
  ],
  run: async (call) => {
    const { options, output } = call;
    const { out, format, raw } = options;
    if (out === undefined) throw missingFile();
    const file = path.resolve(out);
    const { connections } = await call.accounts();
    const stream = events(connections, toQuery(options), { ...(await call.reading()), raw });
    const tenant = accountNames(connections).length > 0;
    const written = await writeEvents(file, stream, { format, tenant, raw }).catch(rewordDisk(out));
    const coverage = stream.coverage();
    const report = reportOn({ query: stream.query, coverage, connections, events: written.events });
    await output.print([
      options.json ? json({ file, ...written, query: stream.query, ...report }) : sentence(out, written),
    ]);
    if (!options.json) sayReport(report, output);
    return exitCode(coverage);
  },
});

function sentence(file: string, { events: count, bytes, sha256 }: Written): string {
  return `${file}: ${inGroups(count)} events, ${inGroups(bytes)} bytes, sha256 ${sha256}`;
}

function missingFile(): AuditError {
  return new AuditError({
    code: 'invalid_query',
    field: 'out',
    message: '--out is missing',
    hint: 'Say where to write, such as --out events.ndjson.',
  });
}
