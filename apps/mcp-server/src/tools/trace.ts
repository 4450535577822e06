import { trace, TraceInput, type Connection, type Trace } from '@trailhound/core';
import {
  accountOf,
  changeLabel,
  inSentence,
  plain,
  targetLabel,
  targetsOf,
  type TracedAddress,
  type TraceLine,
} from '@trailhound/core/reply';
import * as z from 'zod';
import { accountNames, compact, type JsonObject } from '@trailhound/program';
import { withinRoom } from '../reply/packer.ts';
import { reply } from '../reply/reply.ts';
import { tableOf, type Cells } from '../reply/table.ts';
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
      return { ...reply(call, { ...found, shown: found.lines }, describe(found, call)), cuttable: CUTTABLE };
    },
  });
}

const CUTTABLE = [['aliases'], ['addresses', 'rows']] as const;

function describe(found: Trace, { connections, room }: Call): JsonObject {
  const { events, byProvider, aliases, lines, truncated } = found;
  const several = accountNames(connections).length > 0;
  const { changes: _, ...rest } = CELLS;
  const cells = lines.some(({ changes }) => changes.length > 0) ? CELLS : rest;
  const table = tableOf(lines, several ? { account: accountOf, ...cells } : cells);
  const rows = withinRoom(table.rows, room);
  const more = truncated || rows.length < lines.length;
  return {
    events,
    by_provider: byProvider,
    aliases: aliases.map((alias) => `${several ? accountOf(alias) : alias.provider} ${alias.kind} ${alias.value}`),
    perhaps_same: found.perhapsSame,
    ...describeAddresses(found),
    truncated: more,
    to_narrow: more ? 'There are more lines: use a shorter window, fewer logs, or order oldest.' : undefined,
    columns: table.columns,
    rows,
  };
}

const MOST_ADDRESSES = 20;

/** Those that stand out come first. */
function describeAddresses({ addresses: { list, notJudged, othersLeft } }: Trace): JsonObject {
  const left = list.length - MOST_ADDRESSES;
  const cells = list.some(({ others }) => others > 0) ? { ...ADDRESS, ...OTHERS } : ADDRESS;
  return compact({
    addresses: list.length === 0 ? undefined : tableOf(list.slice(0, MOST_ADDRESSES), cells),
    more_addresses: left > 0 ? left : undefined,
    first_seen_ip: notJudged && `not judged for ${inSentence(shortened(notJudged.ips))}: ${notJudged.why}`,
    shared_ip: othersLeft && 'There are too many addresses to tell all that others came from, too.',
  });
}

const NAMED = 3;

function shortened(ips: readonly string[]): string[] {
  const left = ips.length - NAMED;
  return [...ips.slice(0, NAMED), ...(left > 0 ? [`${left} more`] : [])];
}

const ADDRESS: Cells<TracedAddress> = {
  ip: ({ ip }) => ip,
  events: ({ events }) => events,
  first: ({ first }) => first,
  last: ({ last }) => last,
  used_before: ({ usedBefore }) => usedBefore ?? 'not judged',
  remarks: ({ remarks }) => remarks.join(', ') || null,
};

const LONGEST_CHANGES = 300;

const OTHERS: Cells<TracedAddress> = {
  others: ({ others }) => others,
  such_as: ({ sharedWith }) => sharedWith.join('; ') || null,
};

const CELLS = {
  from: ({ from }) => from,
  to: ({ from, to }) => (to === from ? null : to),
  count: ({ count }) => count,
  log: ({ provider, log }) => `${provider}.${log}`,
  verb: ({ verb }) => verb,
  action: ({ action }) => action,
  target: (line) => targetsOf(line).map(targetLabel).join('; ') || null,
  changes: ({ changes }) => plain(changes.map(changeLabel).join('; '), { max: LONGEST_CHANGES }) || null,
  ips: ({ ips }) => ips.join(', ') || null,
  remarks: ({ remarks }) => remarks.join(', ') || null,
  message: ({ message }) => message,
  uids: ({ uids }, short) => uids.map(short).join(' '),
} satisfies Cells<TraceLine>;
