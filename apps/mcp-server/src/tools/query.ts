import { search, type AuditEvent, type Connection, type QueryInput } from '@trailhound/core';
import * as z from 'zod';
import { accountNames } from '@trailhound/program';
import { createPacker, type Detail } from '../reply/packer.ts';
import { reply } from '../reply/reply.ts';
import { labels, PAGE, toCore, WHAT, WHEN, where } from './fields.ts';
import { defineTool, type Call, type Result, type Tool } from './tool.ts';

/** The events of all products, with one set of filters. */
export function queryTool(connections: readonly Connection[]): Tool {
  return defineTool({
    name: 'query_audit_logs',
    title: 'Query audit logs',
    description:
      `Lists audit log events of ${labels(connections)}: what happened, who did what, when, to what, from where. Such as ` +
      'who changed settings or roles, created new API tokens, deleted, shared outside, exported, played, signed in, failed, was ' +
      'impersonated or denied. To count them, use summarize_audit_logs.',
    input: z.strictObject({ ...where(connections), ...WHEN, ...WHAT, ...PAGE }),
    run: async ({ detail, ...input }, call) => list(toCore(input), detail, call),
  });
}

/** Runs a search and returns as many events as fit. */
export async function list(query: QueryInput, detail: Detail, call: Call): Promise<Result> {
  const packer = createPacker(detail, call.room, accountNames(call.connections).length > 0);
  const room = (event: AuditEvent): boolean => packer.add(event);
  const found = await search(call.connections, query, { ...call.options, room, raw: false });
  const { query: asked, coverage, cursor } = found;
  const events = found.events.length;
  return reply(
    call,
    { query: asked, coverage, events, shown: found.events },
    {
      returned: events,
      truncated: cursor !== undefined,
      next_cursor: cursor,
      to_narrow: cursor === undefined ? undefined : NARROW,
      ...packer.table(events),
    },
  );
}

const NARROW =
  'There may be more. Repeat the same arguments with cursor set to next_cursor, narrow them (actor, verbs, since, logs), or summarize.';
