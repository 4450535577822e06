import { csv, events, ndjson, type AuditEvent, type Connection } from '@trailhound/core';
import { toList, toText } from '../fields/values.ts';
import { totalFailure } from '../failure.ts';
import { filtersOf, limitsOf, orderOf, windowOf } from '../query.ts';
import { hintsOn } from './coverage-hints.ts';
import type { Job, Outcome } from './operation.ts';

interface Choice {
  readonly fields: readonly string[] | undefined;
  readonly raw: boolean;
}

interface Format {
  readonly type: string;
  readonly lines: (stream: AsyncIterable<AuditEvent>, choice: Choice) => AsyncIterable<string>;
}

const FORMATS: Readonly<Record<'csv' | 'ndjson', Format>> = {
  // The mark lets Excel read it as UTF-8.
  csv: { type: 'text/csv', lines: (stream, choice) => csv(stream, { ...choice, bom: true }) },
  ndjson: { type: 'application/x-ndjson', lines: ndjson },
};

/** All events of the window as a file, written while they are read. */
export async function exportToFile(job: Job): Promise<Outcome> {
  const { host, connections, deadline } = job;
  const format = host.parameter('format', 'ndjson') === 'csv' ? 'csv' : 'ndjson';
  const fields = toList(host.parameter('fields', ''));
  const raw = host.parameter('raw', false) === true || fields?.includes('raw') === true;
  const input = { ...windowOf(host), ...filtersOf(host, connections), order: orderOf(host) };
  const stream = events(connections, input, { ...limitsOf(host, deadline), raw });
  const name = toText(host.parameter('fileName', '')) ?? nameOf(connections, stream.query, format);
  const counted = counting(stream);
  const file = await job.keep(
    inBlocks(FORMATS[format].lines(counted.events, { fields, raw })),
    name,
    FORMATS[format].type,
  );
  const coverage = stream.coverage();
  const failure = totalFailure(coverage);
  if (failure !== undefined) throw failure;
  const complete = coverage.every((log) => log.complete);
  const json = { fileName: name, format, events: counted.count(), complete, query: stream.query, coverage };
  const field = toText(host.parameter('binaryPropertyName', 'data')) ?? 'data';
  return { items: [{ json, binary: { [field]: file } }], hints: hintsOn(coverage, 0) };
}

function nameOf(connections: readonly Connection[], query: Readonly<Record<string, unknown>>, format: string): string {
  const products = connections.map(({ provider }) => provider.id).join('-');
  const [since, until] = [query['since'], query['until']].map((time) => String(time).slice(0, 16).replaceAll(':', ''));
  return `${products}-audit-${since}-${until}.${format}`;
}

function counting(stream: AsyncIterable<AuditEvent>): { events: AsyncIterable<AuditEvent>; count: () => number } {
  let count = 0;
  async function* pass(): AsyncGenerator<AuditEvent> {
    for await (const event of stream) {
      count += 1;
      yield event;
    }
  }
  return { events: pass(), count: () => count };
}

const BLOCK = 64 * 1024;

/** Lines in larger pieces: a disk does not want them one by one. */
async function* inBlocks(lines: AsyncIterable<string>): AsyncGenerator<Buffer> {
  let block: string[] = [];
  let size = 0;
  for await (const line of lines) {
    block.push(line);
    size += line.length;
    if (size < BLOCK) continue;
    yield Buffer.from(block.join(''));
    [block, size] = [[], 0];
  }
  if (size > 0) yield Buffer.from(block.join(''));
}
