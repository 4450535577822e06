import path from 'node:path';
import { timeline, TimelineInput, type Timeline } from '@trailhound/core/reply';
import { accountNames, text, writeFormatted } from '@trailhound/program';
import { MOST_LISTED, report } from '@trailhound/timeline';
import * as z from 'zod';
import { defineCommand, type Call } from '../command.ts';
import { derived, nativeOptions, toQuery } from '../derived-options.ts';
import { rewordDisk } from '../disk-errors.ts';
import { inGroups } from '../output/bars.ts';
import { json } from '../output/clean.ts';
import { exitCode, reportOn, sayReport, type Report } from '../report.ts';
import { ARCHIVE, ASKING, SETUP } from '../setup-options.ts';
import { missingOut } from '../wrong-use.ts';

export const reportCommand = defineCommand({
  options: z.strictObject({
    out: text('file', 'Where to write; an older file of this name is replaced when the new one is complete'),
    ...derived(TimelineInput.shape, ['providers', 'newest']),
    ...nativeOptions(),
    ...ASKING,
    ...ARCHIVE,
    ...SETUP,
  }),
  examples: [
    'report --demo --since 30d --out report.html',
    'report --since monday --actor dana.doe@example.com --out dana.html',
  ],
  notes: [
    `Every event is counted. The newest ${MOST_LISTED} are in the file, to be listed and filtered; it says so if there are more.`,
  ],
  run: async (call) => {
    const { options, output } = call;
    const { out } = options;
    if (out === undefined) throw missingOut('report.html');
    const file = path.resolve(out);
    const drawing = await draw(call);
    const nothing = { runs: async function* () {}, coverage: () => [] };
    const written = await writeFormatted(file, nothing, drawing.page).catch(rewordDisk(out));
    const { found, said } = await drawing.drawn();
    const { bytes, sha256 } = written;
    await output.print([
      options.json
        ? json({ file, events: found.total, bytes, sha256, query: found.query, ...said })
        : `${out}: ${inGroups(found.total)} events, ${inGroups(bytes)} bytes, sha256 ${sha256}`,
    ]);
    if (!options.json) sayReport(said, output);
    return exitCode(found.coverage);
  },
});

interface Drawn {
  readonly found: Timeline;
  readonly said: Report;
  readonly html: string;
}

/** Reads when the page is first asked for, which is after the file could be opened. */
async function draw(call: Call): Promise<{ drawn: () => Promise<Drawn>; page: () => AsyncGenerator<string> }> {
  const { connections, now } = await call.accounts();
  const query = { ...toQuery(call.options, TimelineInput.shape), newest: MOST_LISTED };
  const reading = await call.reading();
  let asked: Promise<Drawn> | undefined;
  async function ask(): Promise<Drawn> {
    const found = await timeline(connections, query, reading);
    const said = reportOn({ ...found, connections, events: found.total });
    const made = `Made by trailhound ${call.version} at ${new Date(now()).toISOString()}.`;
    return { found, said, html: report(found, { ...said, made, tenant: accountNames(connections).length > 0 }) };
  }
  const drawn = (): Promise<Drawn> => (asked ??= ask());
  return {
    drawn,
    page: async function* () {
      yield (await drawn()).html;
    },
  };
}
