import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { events, type Connection, type EventStream } from '@trailhound/core';
import { isComplete } from '@trailhound/core/reply';
import { FILE_FORMATS, FILE_FORMAT_NAMES, type FileFormatName } from '@trailhound/core/siem';
import * as z from 'zod';
import { accountNames, writeEvents } from '@trailhound/program';
import { reply } from '../reply/reply.ts';
import { asInQuery, PAGE, toCore, WHAT, WHEN, where } from './fields.ts';
import { defineTool, type Tool } from './tool.ts';

const DESCRIPTION =
  'Saves all audit log events of a query to a new local file (NDJSON, CSV, OCSF), for auditors or a SIEM; returns link, coverage.';

/** The verbs need not be listed again: core checks them. */
const LIKE_A_QUERY = asInQuery({ ...WHEN, ...WHAT, verbs: WHAT.actions, order: PAGE.order });

/** All events of a query into a new file. */
export function exportTool(connections: readonly Connection[], folder: string): Tool {
  return defineTool({
    name: 'export_audit_logs',
    title: 'Export audit logs to a file',
    description: DESCRIPTION,
    input: z.strictObject({
      format: z.enum(FILE_FORMAT_NAMES).default('ndjson').describe('File format'),
      ...where(connections),
      ...LIKE_A_QUERY,
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
        file: { uri, name, mimeType: FILE_FORMATS[format].mimeType, size: written.bytes },
      };
    },
  });
}

function nameOf({ query }: EventStream, format: FileFormatName): string {
  const unique = randomBytes(4).toString('hex');
  return `audit-${stampOf(query.since)}-${stampOf(query.until)}-${unique}.${FILE_FORMATS[format].extension}`;
}

function stampOf(time: string): string {
  return time.replaceAll(/[-:]|\.\d+/g, '');
}
