import { besides } from '@trailhound/core/reply';
import { MOST_LISTED, readReport, report } from '@trailhound/timeline';
import { REPORT } from '../fields/operation-fields.ts';
import { PANEL } from '../panel-words.ts';
import { filtersOf, limitsOf, windowOf } from '../query.ts';
import { replyTo } from '../reply.ts';
import type { Job, Outcome } from './operation.ts';
import { fileNameOf, itemWith } from './output-file.ts';

/** Writes a page for a ticket or an auditor: coverage, a timeline, top lists, and the newest events. */
export async function exportReport({ host, connections, deadline, keep }: Job): Promise<Outcome> {
  const input = { ...windowOf(host), ...filtersOf(host, connections), newest: MOST_LISTED };
  const read = await readReport(connections, input, limitsOf(host, deadline));
  const { found } = read;
  const { query, coverage, complete, total: events } = found;
  const answer = { query, coverage, events, connections };
  const { hints } = replyTo(answer);
  const { missing, ending, empty } = besides(answer, PANEL);
  const made = `Made by n8n-nodes-trailhound at ${new Date().toISOString()}.`;
  const html = report(read, { warnings: [...missing, ...ending], hints: empty, made, tenant: false });
  const name = fileNameOf(host, connections, query, REPORT);
  const file = await keep(whole(html), name, 'text/html');
  return {
    items: [itemWith(host, file, { fileName: name, format: REPORT, events, complete, query, coverage })],
    hints,
  };
}

async function* whole(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text);
}
