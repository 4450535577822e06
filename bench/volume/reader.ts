import { createWriteStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { connect, events, ndjson, providers, search, summarize, type Connection } from '@trailhound/core';
import { nodePorts } from '@trailhound/host';
import { LOGS, MONTH, unpaced, type Target } from '../vendors/facts.ts';

/** What one reading took. */
export interface ReadOnce {
  readonly events: number;
  readonly wallMs: number;
  /** Above what the process took before it began. */
  readonly peakMb: number;
}

export type Task = keyof typeof TASKS;

const MEGABYTE = 1024 * 1024;
const TASKS = { export: exportAll, summarize: summarizeAll, search: searchSome } as const;

const [task, given = '', pace = 'unpaced'] = process.argv.slice(2) as [Task, string?, string?];
const { vendor, site, credential } = JSON.parse(given) as Target;
const ports = nodePorts();
const provider = pace === 'unpaced' ? unpaced(providers[vendor]) : providers[vendor];
const connection = connect(provider, { site, credential }, ports);
const query = { logs: [LOGS[vendor]], ...MONTH };

const idle = process.memoryUsage.rss();
let peak = idle;
const watch = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss());
}, 10);
const start = performance.now();
const found = await TASKS[task](connection);
const wallMs = performance.now() - start;
clearInterval(watch);
await ports.close();
process.stdout.write(JSON.stringify({ events: found, wallMs, peakMb: (peak - idle) / MEGABYTE } satisfies ReadOnce));

/** To a real file, as NDJSON; counts lines by what went through. */
async function exportAll(from: Connection): Promise<number> {
  const file = path.join(tmpdir(), `trailhound-bench-${process.pid}.ndjson`);
  let lines = 0;
  async function* counted(): AsyncGenerator<string> {
    for await (const line of ndjson(events([from], { ...query, order: 'oldest' }, { raw: false }))) {
      lines += 1;
      yield line;
    }
  }
  await pipeline(counted(), createWriteStream(file));
  const { size } = await stat(file);
  await rm(file);
  return size === 0 ? 0 : lines;
}

async function summarizeAll(from: Connection): Promise<number> {
  const { total, counted, complete } = await summarize([from], query);
  return complete && counted === 'here' ? total : 0;
}

async function searchSome(from: Connection): Promise<number> {
  const { events: newest } = await search([from], { ...query, limit: 50 });
  return newest.length;
}
