import { trace, TraceInput, type Connection, type Trace } from '@trailhound/core';
import { accountOf, labelOf, targetsOf, type TraceLine } from '@trailhound/core/reply';
import * as z from 'zod';
import { accountNames, type JsonObject } from '@trailhound/program';
import { withinRoom } from '../reply/packer.ts';
import { reply } from '../reply/reply.ts';
import { labels, PAGE, toCore, WHEN, where } from './fields.ts';
import { defineTool, type Call, type Tool } from './tool.ts';

const { actor } = TraceInput.shape;

/** The timeline of one actor across all products. */
export function traceTool(connections: readonly Connection[]): Tool {
  return defineTool({
    name: 'trace_audit_actor',
    title: 'Trace an actor',
    description:
      `Investigates one person, account, API key or e-mail address: a timeline of all they did, everywhere in ${labels(connections)}, ` +
      'by every name the audit logs reveal, with remarks such as first_seen_ip (an address never used ' +
      'before), off_hours, privilege_change. For offboarding, too.',
    input: z.strictObject({
      actor,
      ...where(connections),
      ...WHEN,
      order: PAGE.order,
      limit: z.int().min(1).max(500).default(100).describe('Lines in one answer'),
    }),
    run: async (input, call) => {
      const found = await trace(call.connections, toCore(input) as unknown as TraceInput, call.options);
      return { ...reply(call, { ...found, shown: found.lines }, describe(found, call)), cuttable: [['aliases']] };
    },
  });
}

function describe(found: Trace, { connections, room }: Call): JsonObject {
  const { events, byProvider, aliases, lines, truncated } = found;
  const several = accountNames(connections).length > 0;
  const cells = several ? { account: accountOf, ...CELLS } : CELLS;
  const rows = withinRoom(
    lines.map((line) => Object.values(cells).map((cell) => cell(line))),
    room,
  );
  const more = truncated || rows.length < lines.length;
  return {
    events,
    by_provider: byProvider,
    aliases: aliases.map((alias) => `${several ? accountOf(alias) : alias.provider} ${alias.kind} ${alias.value}`),
    truncated: more,
    to_narrow: more ? 'There are more lines: use a shorter window, fewer logs, or order oldest.' : undefined,
    columns: Object.keys(cells),
    rows,
  };
}

const CELLS: Readonly<Record<string, (line: TraceLine) => unknown>> = {
  from: ({ from }) => from,
  to: ({ from, to }) => (to === from ? null : to),
  count: ({ count }) => count,
  log: ({ provider, log }) => `${provider}.${log}`,
  verb: ({ verb }) => verb,
  action: ({ action }) => action,
  target: (line) => targetsOf(line).map(labelOf).join('; ') || null,
  ips: ({ ips }) => ips.join(', ') || null,
  remarks: ({ remarks }) => remarks.join(', ') || null,
  message: ({ message }) => message,
  uids: ({ uids }) => uids.join(' '),
};
