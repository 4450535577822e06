import path from 'node:path';
import { TimelineInput } from '@trailhound/core/reply';
import { accountNames, readTeam, TEAM, text, writeFormatted, type Team } from '@trailhound/program';
import { MOST_LISTED, readReport, report, type Reported } from '@trailhound/timeline';
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
    ...TEAM,
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
    const drawing = await draw(call, await readTeam(options));
    const nothing = { runs: async function* () {}, coverage: () => [] };
    const written = await writeFormatted(file, nothing, drawing.page).catch(rewordDisk(out));
    const { found, risks, said } = await drawing.drawn();
    const { bytes, sha256 } = written;
    await output.print([
      options.json
        ? json({
            file,
            events: found.total,
            findings: risks?.findings.length,
            bytes,
            sha256,
            query: found.query,
            ...said,
          })
        : `${out}: ${inGroups(found.total)} events, ${findingsIn(risks)}${inGroups(bytes)} bytes, sha256 ${sha256}`,
    ]);
    if (!options.json) sayReport(said, output);
    return exitCode(found.coverage);
  },
});

interface Drawn extends Reported {
  readonly said: Report;
  readonly html: string;
}

function findingsIn(risks: Reported['risks']): string {
  return risks === undefined ? '' : `${inGroups(risks.findings.length)} findings, `;
}

/** Reads when the page is first asked for, which is after the file could be opened. */
async function draw(
  call: Call,
  team: Team | undefined,
): Promise<{ drawn: () => Promise<Drawn>; page: () => AsyncGenerator<string> }> {
  const { connections, now } = await call.accounts();
  const query = { ...toQuery(call.options, TimelineInput.shape), newest: MOST_LISTED };
  const reading = await call.reading();
  let asked: Promise<Drawn> | undefined;
  async function ask(): Promise<Drawn> {
    const read = await readReport(connections, query, { ...reading, ...team });
    const { found } = read;
    const said = reportOn({ ...found, connections, events: found.total });
    const made = `Made by trailhound ${call.version} at ${new Date(now()).toISOString()}.`;
    return { ...read, said, html: report(read, { ...said, made, tenant: accountNames(connections).length > 0 }) };
  }
  const drawn = (): Promise<Drawn> => (asked ??= ask());
  return {
    drawn,
    page: async function* () {
      yield (await drawn()).html;
    },
  };
}
