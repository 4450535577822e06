import { csv, events, ndjson, type AuditEvent, type Connection } from '@trailhound/core';
import { counted, inBlocks, isComplete, type DescribedQuery } from '@trailhound/core/reply';
import { toList, toText } from '../fields/values.ts';
import { filtersOf, limitsOf, orderOf, windowOf } from '../query.ts';
import { replyTo } from '../reply.ts';
import type { Job, Outcome } from './operation.ts';

interface Choice {
  readonly fields: readonly string[] | undefined;
  readonly raw: boolean;
}

interface Format {
  readonly type: string;
  readonly lines: (runs: AsyncIterable<readonly AuditEvent[]>, choice: Choice) => AsyncIterable<string>;
}

const FORMATS: Readonly<Record<'csv' | 'ndjson', Format>> = {
  // The byte order mark makes Excel read it as UTF-8.
  csv: { type: 'text/csv', lines: (runs, choice) => csv(runs, { ...choice, bom: true }) },
  ndjson: { type: 'application/x-ndjson', lines: ndjson },
};

/** Writes all events of the window to a file while they are being read. */
export async function exportToFile(job: Job): Promise<Outcome> {
  const { host, connections, deadline } = job;
  const format = host.parameter('format', 'ndjson') === 'csv' ? 'csv' : 'ndjson';
  const fields = toList(host.parameter('fields', ''));
  const raw = host.parameter('raw', false) === true || fields?.includes('raw') === true;
  const input = { ...windowOf(host), ...filtersOf(host, connections), order: orderOf(host) };
  const stream = events(connections, input, { ...limitsOf(host, deadline), raw });
  const name = toText(host.parameter('fileName', '')) ?? nameOf(connections, stream.query, format);
  const { runs, count } = counted(stream);
  const { lines, type } = FORMATS[format];
  const file = await job.keep(inBytes(inBlocks(lines(runs, { fields, raw }))), name, type);
  const { query } = stream;
  const coverage = stream.coverage();
  const { hints } = replyTo({ query, coverage, events: count(), connections });
  const json = { fileName: name, format, events: count(), complete: isComplete(coverage), query, coverage };
  const field = toText(host.parameter('binaryPropertyName', 'data')) ?? 'data';
  return { items: [{ json, binary: { [field]: file } }], hints };
}

function nameOf(connections: readonly Connection[], query: DescribedQuery, format: string): string {
  const products = connections.map(({ provider }) => provider.id).join('-');
  const [since, until] = [query.since, query.until].map((time) => time.slice(0, 16).replaceAll(':', ''));
  return `${products}-audit-${since}-${until}.${format}`;
}

async function* inBytes(blocks: AsyncIterable<string>): AsyncGenerator<Buffer> {
  for await (const block of blocks) yield Buffer.from(block);
}
