import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { csv, events, ndjson, type AuditEvent, type Connection, type EventStream } from '@trailhound/core';
import { counted, inBlocks, isComplete, requireAnswer } from '@trailhound/core/reply';
import * as z from 'zod';
import { accountNames } from '../account-names.ts';
import { reply } from '../reply/reply.ts';
import { PAGE, toCore, WHAT, WHEN, where } from './fields.ts';
import { defineTool, type Tool } from './tool.ts';

type Runs = AsyncIterable<readonly AuditEvent[]>;

const FORMATS = {
  ndjson: { lines: (runs: Runs) => ndjson(runs), mimeType: 'application/x-ndjson' },
  csv: { lines: (runs: Runs, tenant: boolean) => csv(runs, { tenant }), mimeType: 'text/csv' },
} as const;

const DESCRIPTION =
  'Saves all audit log events of a query to a new local file (NDJSON or CSV), for auditors or a SIEM; returns link, ' +
  'count, sha256 checksum, coverage.';

/** All events of a query into a new file. */
export function exportTool(connections: readonly Connection[], folder: string): Tool {
  return defineTool({
    name: 'export_audit_logs',
    title: 'Export audit logs to a file',
    description: DESCRIPTION,
    input: z.strictObject({
      format: z.enum(['ndjson', 'csv']).default('ndjson').describe('File format'),
      ...where(connections),
      ...WHEN,
      ...WHAT,
      order: PAGE.order,
    }),
    writes: true,
    run: async ({ format, ...input }, call) => {
      const { deadline: _, ...options } = call.options;
      const stream = events(call.connections, toCore(input), { ...options, raw: false });
      await mkdir(folder, { recursive: true });
      const name = nameOf(stream, format);
      const several = accountNames(call.connections).length > 0;
      const written = await write(path.join(folder, name), stream, (runs) => FORMATS[format].lines(runs, several));
      const { href: uri } = pathToFileURL(path.join(folder, name));
      const { query } = stream;
      const coverage = stream.coverage();
      const complete = isComplete(coverage);
      const { body, looked } = reply(
        call,
        { query, coverage, events: written.events },
        { file: name, uri, ...written, complete },
      );
      return {
        body,
        looked: { ...looked, file: name },
        file: { uri, name, mimeType: FORMATS[format].mimeType, size: written.bytes },
      };
    },
  });
}

function nameOf({ query }: EventStream, format: keyof typeof FORMATS): string {
  const unique = randomBytes(4).toString('hex');
  return `audit-${stampOf(query.since)}-${stampOf(query.until)}-${unique}.${format}`;
}

interface Written {
  readonly events: number;
  readonly bytes: number;
  readonly sha256: string;
}

/** Under another name until it is whole: a file with the right name is never a part of one. */
async function write(
  file: string,
  stream: EventStream,
  linesOf: (runs: Runs) => AsyncIterable<string>,
): Promise<Written> {
  const part = `${file}.part`;
  const handle = await open(part, 'wx', 0o600);
  const hash = createHash('sha256');
  const { runs, count } = counted(stream);
  let bytes = 0;
  try {
    for await (const block of inBlocks(linesOf(runs))) {
      const piece = Buffer.from(block);
      hash.update(piece);
      bytes += piece.length;
      await handle.appendFile(piece);
    }
    // A file of which nothing could be read would pass for proof that nothing happened.
    requireAnswer(stream.coverage());
    await handle.sync();
    await handle.close();
    await rename(part, file);
  } catch (failed) {
    await handle.close().catch(() => undefined);
    await rm(part, { force: true });
    throw failed;
  }
  return { events: count(), bytes, sha256: hash.digest('hex') };
}

function stampOf(time: string): string {
  return time.replaceAll(/[-:]|\.\d+/g, '');
}
