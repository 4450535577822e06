import { summarize, SummaryInput, type Connection, type Summary } from '@trailhound/core';
import { accountOf, DIMENSIONS, type Burst, type Group, type GroupRow, type LogSilence } from '@trailhound/core/reply';
import * as z from 'zod';
import { accountNames, compact, type JsonObject } from '@trailhound/program';
import { reply } from '../reply/reply.ts';
import { tableOf, type Cells } from '../reply/table.ts';
import { toCore, WHAT, WHEN, where } from './fields.ts';
import { defineTool, type Tool } from './tool.ts';

const asked = SummaryInput.shape;
const BY = 'Group by: two are taken together, more each alone; [] for a plain count';
const PLAIN = z.enum(DIMENSIONS).exclude(['account']);

/** Grouping by account is offered only if a product has several. */
function counting(connections: readonly Connection[]) {
  const isOne = accountNames(connections).length === 0;
  return {
    by: (isOne ? z.array(PLAIN).max(100).optional() : asked.by).describe(BY),
    // Another list of the same words would cost as much again; core checks them.
    distinct: z.string().optional().describe('Also count distinct values per row, of one of by'),
    sort: asked.sort.describe('Default count'),
    unusual: asked.unusual.describe('In place of groups'),
    top: asked.top.describe('Rows per group; default 10'),
    bucket: asked.bucket.describe('Width of histogram bars'),
  };
}

/** How many, who most, when. */
export function summarizeTool(connections: readonly Connection[]): Tool {
  return defineTool({
    name: 'summarize_audit_logs',
    title: 'Summarize audit logs',
    description:
      'Counts audit log events: how many, how much, how often, totals, who most, top or most active users, numbers of ' +
      'each person, action or address, cross tables, distinct counts, first and last times, histogram (trends, spikes), ' +
      'silences (gaps without events where usual, an integration stop) and bursts (one hour with unusually much, unusual), ' +
      'over any window.',
    input: z.strictObject({ ...where(connections), ...WHEN, ...WHAT, ...counting(connections) }),
    run: async (input, call) => {
      const found = await summarize(call.connections, toCore(input), call.options);
      const { query, coverage, total: events } = found;
      return { ...reply(call, { query, coverage, events }, describe(found, call.connections)), cuttable: CUTTABLE };
    },
  });
}

/** Silences or bursts as a table. */
function describeUnusual({ unusual = {} }: Summary, several: boolean): JsonObject {
  const { silences, bursts, usualBy, left } = unusual;
  return compact({
    silences: silences && tableOf(silences, several ? { account: accountOf, ...SILENCE } : SILENCE),
    usual_by: usualBy,
    bursts: bursts && tableOf(bursts, BURST),
    not_looked_at: left,
  });
}

const SILENCE: Cells<LogSilence> = {
  log: ({ provider, log }) => `${provider}.${log}`,
  from: ({ from }) => from,
  to: ({ to }) => to,
  hours: ({ hours }) => hours,
  usual_events: ({ usual }) => usual,
  last_uid: ({ lastUid }, short) => (lastUid === undefined ? null : short(lastUid)),
  first_uid: ({ firstUid }, short) => (firstUid === undefined ? null : short(firstUid)),
};

const BURST: Cells<Burst> = {
  actor: ({ actor }) => actor,
  hour: ({ hour }) => hour,
  count: ({ count }) => count,
  usual: ({ usual }) => usual ?? null,
  active_hours: ({ hours }) => hours,
  first_uid: ({ firstUid }, short) => short(firstUid),
};

const CUTTABLE = [
  ['histogram', 'bars'],
  ['groups', '*', 'top'],
  ['silences', 'rows'],
  ['bursts', 'rows'],
] as const;

function describe(found: Summary, connections: readonly Connection[]): JsonObject {
  const { total, counted, first, last, complete } = found;
  const groups = found.groups.map((group) => describeGroup(group, found));
  const unusual = describeUnusual(found, accountNames(connections).length > 0);
  return { total, exact: complete, counted, first, last, groups, ...unusual, histogram: histogramOf(found) };
}

function describeGroup(group: Group, { groups, query }: Summary): JsonObject {
  const { by: first, with: second, distinct, error, distinctError, top: found } = group;
  const cells: Cells<GroupRow> = {
    [first]: ({ value }) => value,
    ...(second === undefined ? {} : { [second]: (row: GroupRow) => row.with }),
    count: ({ count }) => count,
    ...(query.distinct === undefined ? {} : { [`distinct_${query.distinct}`]: (row: GroupRow) => row.distinct }),
    ...(groups.length === 1 && found.every(({ first: time }) => time !== undefined) ? TIMES : {}),
    ...seldom(found),
  };
  const { columns, rows } = tableOf(found, cells);
  return compact({
    by: second === undefined ? first : [first, second],
    distinct,
    count_may_be_high_by: error === 0 ? undefined : error,
    distinct_may_be_low_by: distinctError,
    columns,
    top: rows,
  });
}

/** Columns that few tables need. */
function seldom(rows: readonly GroupRow[]): Cells<GroupRow> {
  return {
    ...(rows.some(({ impersonated }) => impersonated !== undefined) ? IMPERSONATED : {}),
    ...(rows.some(({ knownAs }) => knownAs !== undefined) ? KNOWN_AS : {}),
    ...(rows.some(({ perhapsSame }) => perhapsSame !== undefined) ? PERHAPS_SAME : {}),
  };
}

const TIMES = { first: ({ first }: GroupRow) => first, last: ({ last }: GroupRow) => last };
/** How many of the events of an actor somebody else did in that name. */
const IMPERSONATED = { impersonated: ({ impersonated }: GroupRow) => impersonated ?? 0 };

/** What other logs call the same person, proved by events. */
const KNOWN_AS = { known_as: ({ knownAs }: GroupRow) => knownAs?.join('; ') ?? null };
const PERHAPS_SAME = { perhaps_same: ({ perhapsSame }: GroupRow) => perhapsSame?.join('; ') ?? null };

/** Leaves out empty bars, because most hours of most logs are empty. */
function histogramOf({ histogram }: Summary): JsonObject | undefined {
  if (histogram === undefined) return undefined;
  const { bucket: width, timeZone, counts } = histogram;
  const bars = counts.filter(({ count }) => count > 0).map(({ from, count }) => [from, count]);
  return { bucket: width, time_zone: timeZone, empty_bars: counts.length - bars.length, bars };
}
