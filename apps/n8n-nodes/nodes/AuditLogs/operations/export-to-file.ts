import { events } from '@trailhound/core';
import { counted, inBlocks, invalid, isComplete } from '@trailhound/core/reply';
import { FILE_FORMAT_NAMES, FILE_FORMATS, type FileFormat } from '@trailhound/core/siem';
import { REPORT } from '../fields/operation-fields.ts';
import { toList } from '../fields/values.ts';
import { filtersOf, limitsOf, ocsfVersionOf, orderOf, windowOf } from '../query.ts';
import { replyTo } from '../reply.ts';
import { exportReport } from './export-report.ts';
import type { Job, Outcome } from './operation.ts';
import { fileNameOf, itemWith } from './output-file.ts';

const known: Readonly<Record<string, FileFormat>> = FILE_FORMATS;

/** Writes all events of the window to a file while they are being read. */
export async function exportToFile(job: Job): Promise<Outcome> {
  const { host, connections, deadline } = job;
  const format = String(host.parameter('format', 'ndjson'));
  if (format === REPORT) return exportReport(job);
  const { text, mimeType, extension } = known[format] ?? refuse(format);
  const fields = toList(host.parameter('fields', ''));
  const raw = host.parameter('raw', false) === true || fields?.includes('raw') === true;
  const ocsfVersion = ocsfVersionOf(host);
  const input = { ...windowOf(host), ...filtersOf(host, connections), order: orderOf(host) };
  const stream = events(connections, input, { ...limitsOf(host, deadline), raw });
  const name = fileNameOf(host, connections, stream.query, extension);
  const { runs, count } = counted(stream);
  // The byte order mark makes Excel read a table as UTF-8.
  const file = await job.keep(inBytes(inBlocks(text(runs, { fields, raw, ocsfVersion, bom: true }))), name, mimeType);
  const { query } = stream;
  const coverage = stream.coverage();
  const { hints } = replyTo({ query, coverage, events: count(), connections });
  const json = { fileName: name, format, events: count(), complete: isComplete(coverage), query, coverage };
  return { items: [itemWith(host, file, json)], hints };
}

function refuse(format: string): never {
  throw invalid('format', `cannot write ${format}`, `Choose one of ${[...FILE_FORMAT_NAMES, REPORT].join(', ')}.`);
}

async function* inBytes(blocks: AsyncIterable<string>): AsyncGenerator<Buffer> {
  for await (const block of blocks) yield Buffer.from(block);
}
