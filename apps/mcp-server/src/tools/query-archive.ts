import { asSaid, NOTICE } from '@trailhound/core/reply';
import { AuditError } from '@trailhound/core';
import { isOnServer, type OpenArchive } from '@trailhound/program';
import * as z from 'zod';
import { defineTool, type Tool } from './tool.ts';

const LONGEST_SQL = 10_000;
const LONGEST_CELL = 2000;

/** SQL over the archive, which reads and can do nothing else. */
export function queryArchiveTool(archive: OpenArchive | undefined): Tool {
  if (archive === undefined || isOnServer(archive.folder)) throw noFolder();
  const { folder } = archive;
  return defineTool({
    name: 'query_archive_sql',
    title: 'Query the archive with SQL',
    description:
      'Run one read-only SQLite SELECT over the archived audit log events, for what no other tool answers. Tables: ' +
      'events (time, uid, provider, tenant, log, verb, action, category, actor_kind, actor_id, actor_email, actor_name, ' +
      'impersonator, target_type, target_id, target_name, targets, outcome, ip, user_agent, request_id, native_id, flags, ' +
      'message, changes, raw), covered (provider, tenant, log, since, until, read_at), lost, records. Times are ISO texts in ' +
      'UTC; flags, changes and raw are JSON. What is not in covered is not in events. At most 500 rows and 10 seconds.',
    input: z.strictObject({
      sql: z
        .string()
        .min(1)
        .max(LONGEST_SQL)
        .describe('One SELECT, such as: select verb, count(*) from events group by verb'),
    }),
    run: async ({ sql }, { options: { signal } }) => {
      const { querySql } = await import('@trailhound/archive');
      const { columns, rows, truncated } = await querySql(folder, sql, { signal });
      return {
        looked: { query: { sql }, events: rows.length },
        body: { notice: NOTICE, columns, rows: asSaid(rows, LONGEST_CELL), more_rows: truncated },
        cuttable: [['rows']],
      };
    },
  });
}

function noFolder(): AuditError {
  return new AuditError({
    code: 'invalid_query',
    field: 'allowSql',
    message: '--allow-sql: there is no archive in a folder to ask',
    hint: 'Name its folder with --archive. An archive on a server is asked by ClickHouse itself.',
  });
}
