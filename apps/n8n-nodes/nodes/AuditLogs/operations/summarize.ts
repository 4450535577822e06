import { summarize as summarizeEvents, type SummaryInput } from '@trailhound/core';
import type { Dimension } from '@trailhound/core/reply';
import { toList, toText } from '../fields/values.ts';
import { filtersOf, limitsOf, windowOf } from '../query.ts';
import { replyTo } from '../reply.ts';
import type { Job, Outcome } from './operation.ts';

/** Counts and groups events, as one item. */
export async function summarize({ host, connections, deadline, forAgent }: Job): Promise<Outcome> {
  const input: SummaryInput = {
    ...windowOf(host),
    ...filtersOf(host, connections),
    by: (toList(host.parameter('by', [])) ?? []) as Dimension[],
    distinct: toText(host.parameter('distinct', '')) as SummaryInput['distinct'],
    sort: toText(host.parameter('sort', '')) as SummaryInput['sort'],
    unusual: toText(host.parameter('unusual', '')) as SummaryInput['unusual'],
    top: Number(host.parameter('top', 10)),
    bucket: toText(host.parameter('bucket', '')) as SummaryInput['bucket'],
  };
  const { coverage, ...summary } = await summarizeEvents(connections, input, limitsOf(host, deadline));
  const { query, total: events } = summary;
  const reply = replyTo({ query, coverage, events, connections });
  return {
    items: [{ json: forAgent ? reply.forAgent({ ...summary }) : { ...summary, coverage } }],
    hints: reply.hints,
  };
}
