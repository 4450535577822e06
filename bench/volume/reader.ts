import { createWriteStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { pipeline } from 'node:stream/promises';
import {
  connect,
  events,
  ndjson,
  providers,
  search,
  summarize,
  type AuditEvent,
  type Connection,
} from '@trailhound/core';
import { nodePorts } from '@trailhound/host';
import { LOGS, MONTH, unpaced, type Target } from '../vendors/facts.ts';

/** What one reading took. */
export interface ReadOnce {
  readonly events: number;
  readonly wallMs: number;
  readonly cpuMs: number;
  /** Above what the process took before it began. */
  readonly peakMb: number;
}

export type Task = keyof typeof TASKS;

const MEGABYTE = 1024 * 1024;
const TASKS = { export: exportAll, summarize: summarizeAll, search: searchSome } as const;

const [task, given = '', pace = 'unpaced', host = 'any'] = process.argv.slice(2) as [Task, string?, string?, string?];
const { vendor, site, credential } = JSON.parse(given) as Target;
// As the MCP server does at its start.
if (host === 'mcp') setFlagsFromString('--semi-space-growth-factor=1');
const ports = nodePorts();
const provider = pace === 'unpaced' ? unpaced(providers[vendor]) : providers[vendor];
const connection = connect(provider, { site, credential }, ports);
const query = { logs: [LOGS[vendor]], ...MONTH };

const idle = process.memoryUsage.rss();
let peak = idle;
const watch = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss());
}, 10);
const cpu = process.cpuUsage();
const start = performance.now();
const found = await TASKS[task](connection);
const wallMs = performance.now() - start;
const { user, system } = process.cpuUsage(cpu);
clearInterval(watch);
await ports.close();
const read: ReadOnce = { events: found, wallMs, cpuMs: (user + system) / 1000, peakMb: (peak - idle) / MEGABYTE };
process.stdout.write(JSON.stringify(read));

/** To a real file, as NDJSON. */
async function exportAll(from: Connection): Promise<number> {
  const file = path.join(tmpdir(), `trailhound-bench-${process.pid}.ndjson`);
  let lines = 0;
  async function* counted(): AsyncGenerator<readonly AuditEvent[]> {
    for await (const run of events([from], { ...query, order: 'oldest' }, { raw: false }).runs()) {
      lines += run.length;
      yield run;
    }
  }
  await pipeline(ndjson(counted()), createWriteStream(file));
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
