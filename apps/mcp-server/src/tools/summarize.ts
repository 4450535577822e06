import { summarize, SummaryInput, type Connection, type Summary } from '@trailhound/core';
import { DIMENSIONS, type Group, type GroupRow } from '@trailhound/core/reply';
import * as z from 'zod';
import { accountNames, compact, type JsonObject } from '@trailhound/program';
import { reply } from '../reply/reply.ts';
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
      'each person, action or address, cross tables, distinct counts, first and last times, histogram (trends, spikes), over any window.',
    input: z.strictObject({ ...where(connections), ...WHEN, ...WHAT, ...counting(connections) }),
    run: async (input, call) => {
      const found = await summarize(call.connections, toCore(input), call.options);
      const { query, coverage, total: events } = found;
      return { ...reply(call, { query, coverage, events }, describe(found)), cuttable: CUTTABLE };
    },
  });
}

const CUTTABLE = [
  ['histogram', 'bars'],
  ['groups', '*', 'top'],
] as const;

function describe(found: Summary): JsonObject {
  const { total, counted, first, last, complete } = found;
  const groups = found.groups.map((group) => describeGroup(group, found));
  return { total, exact: complete, counted, first, last, groups, histogram: histogramOf(found) };
}

function describeGroup(group: Group, { groups, query }: Summary): JsonObject {
  const { by: first, with: second, distinct, error, distinctError, top: rows } = group;
  const cells: Record<string, (row: GroupRow) => unknown> = {
    [first]: ({ value }) => value,
    ...(second === undefined ? {} : { [second]: (row: GroupRow) => row.with }),
    count: ({ count }) => count,
    ...(query.distinct === undefined ? {} : { [`distinct_${query.distinct}`]: (row: GroupRow) => row.distinct }),
    ...(groups.length === 1 ? TIMES : {}),
    ...(rows.some(({ impersonated }) => impersonated !== undefined) ? IMPERSONATED : {}),
  };
  return compact({
    by: second === undefined ? first : [first, second],
    distinct,
    count_may_be_high_by: error === 0 ? undefined : error,
    distinct_may_be_low_by: distinctError,
    columns: Object.keys(cells),
    top: rows.map((row) => Object.values(cells).map((cell) => cell(row))),
  });
}

const TIMES = { first: ({ first }: GroupRow) => first, last: ({ last }: GroupRow) => last };
/** How many of the events of an actor somebody else did in that name. */
const IMPERSONATED = { impersonated: ({ impersonated }: GroupRow) => impersonated ?? 0 };

/** Leaves out empty bars, because most hours of most logs are empty. */
function histogramOf({ histogram }: Summary): JsonObject | undefined {
  if (histogram === undefined) return undefined;
  const { bucket: width, timeZone, counts } = histogram;
  const bars = counts.filter(({ count }) => count > 0).map(({ from, count }) => [from, count]);
  return { bucket: width, time_zone: timeZone, empty_bars: counts.length - bars.length, bars };
}
