import { summarize, SummaryInput, type Connection, type Summary } from '@trailhound/core';
import { DIMENSIONS, type Group } from '@trailhound/core/reply';
import * as z from 'zod';
import { accountNames, compact, type JsonObject } from '@trailhound/program';
import { reply } from '../reply/reply.ts';
import { toCore, WHAT, WHEN, where } from './fields.ts';
import { defineTool, type Tool } from './tool.ts';

const { by, top, bucket } = SummaryInput.shape;
const BY = 'Dimensions to group by; [] for a plain count';
const PLAIN = z.enum(DIMENSIONS).exclude(['account']);

/** Grouping by account is offered only if a product has several. */
function counting(connections: readonly Connection[]) {
  const plain = z.array(PLAIN).max(100).optional();
  return {
    by: (accountNames(connections).length > 0 ? by : plain).describe(BY),
    top: top.describe('Values per dimension; default 10'),
    bucket: bucket.describe('Width of histogram bars'),
  };
}

/** How many, who most, when. */
export function summarizeTool(connections: readonly Connection[]): Tool {
  return defineTool({
    name: 'summarize_audit_logs',
    title: 'Summarize audit logs',
    description:
      'Counts audit log events: how many, how much, how often, totals, who most, top or most active users, numbers of ' +
      'each person, action or address, histogram (trends, spikes), grouped by any dimension, over any window.',
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
  const groups = found.groups.map(describeGroup);
  return { total, exact: complete, counted, first, last, groups, histogram: histogramOf(found) };
}

function describeGroup({ by: dimension, distinct, error, top: most }: Group): JsonObject {
  return compact({
    by: dimension,
    distinct,
    count_may_be_high_by: error === 0 ? undefined : error,
    top: most.map(({ value, count }) => [value, count]),
  });
}

/** Leaves out empty bars, because most hours of most logs are empty. */
function histogramOf({ histogram }: Summary): JsonObject | undefined {
  if (histogram === undefined) return undefined;
  const { bucket: width, timeZone, counts } = histogram;
  const bars = counts.filter(({ count }) => count > 0).map(({ from, count }) => [from, count]);
  return { bucket: width, time_zone: timeZone, empty_bars: counts.length - bars.length, bars };
}
