import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { events, type Connection, type EventStream } from '@trailhound/core';
import { isComplete } from '@trailhound/core/reply';
import * as z from 'zod';
import { accountNames, FORMATS, writeEvents, type FileFormat } from '@trailhound/program';
import { reply } from '../reply/reply.ts';
import { PAGE, toCore, WHAT, WHEN, where } from './fields.ts';
import { defineTool, type Tool } from './tool.ts';

const MIME_TYPES = { ndjson: 'application/x-ndjson', csv: 'text/csv' } as const;

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
      format: z.enum(FORMATS).default('ndjson').describe('File format'),
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
      const written = await writeEvents(path.join(folder, name), stream, { format, tenant: several });
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
        file: { uri, name, mimeType: MIME_TYPES[format], size: written.bytes },
      };
    },
  });
}

function nameOf({ query }: EventStream, format: FileFormat): string {
  const unique = randomBytes(4).toString('hex');
  return `audit-${stampOf(query.since)}-${stampOf(query.until)}-${unique}.${format}`;
}

function stampOf(time: string): string {
  return time.replaceAll(/[-:]|\.\d+/g, '');
}
