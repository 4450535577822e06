import { createWriteStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
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
import { growInSmallSteps } from '../../packages/program/src/growth.ts';
import { measured, type Taken } from '../measured.ts';
import { LOGS, MONTH, unpaced, type Target } from '../vendors/facts.ts';

/** The cost of one reading. */
export interface ReadOnce extends Taken {
  readonly events: number;
}

export type Task = keyof typeof TASKS;

const TASKS = { export: exportAll, summarize: summarizeAll, search: searchSome } as const;

const [task, given = '', pace = 'unpaced', host = 'any'] = process.argv.slice(2) as [Task, string?, string?, string?];
const { vendor, site, credential } = JSON.parse(given) as Target;
// Like the MCP server does with its first call.
if (host === 'mcp') growInSmallSteps();
const ports = nodePorts();
const provider = pace === 'unpaced' ? unpaced(providers[vendor]) : providers[vendor];
const connection = connect(provider, { site, credential }, ports);
const query = { logs: [LOGS[vendor]], ...MONTH };

const { given: found, ...taken } = await measured(() => TASKS[task](connection));
await ports.close();
const read: ReadOnce = { events: found, ...taken };
process.stdout.write(JSON.stringify(read));

/** Writes to a real file, as NDJSON. */
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
