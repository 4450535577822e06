import { summarize as summarizeEvents, type Dimension, type SummaryInput } from '@trailhound/core';
import { toList, toText } from '../fields/values.ts';
import { totalFailure } from '../failure.ts';
import { gapsOf } from '../output.ts';
import { filtersOf, limitsOf, windowOf } from '../query.ts';
import { hintsOn } from './coverage-hints.ts';
import type { Job, Outcome } from './operation.ts';

/** How many, who most, when, as one item. */
export async function summarize({ host, connections, deadline, forAgent }: Job): Promise<Outcome> {
  const input: SummaryInput = {
    ...windowOf(host),
    ...filtersOf(host, connections),
    by: (toList(host.parameter('by', [])) ?? []) as Dimension[],
    top: Number(host.parameter('top', 10)),
    bucket: toText(host.parameter('bucket', '')) as SummaryInput['bucket'],
  };
  const { coverage, ...summary } = await summarizeEvents(connections, input, limitsOf(host, deadline));
  const failure = totalFailure(coverage);
  if (failure !== undefined) throw failure;
  const covered = forAgent ? { gaps: gapsOf(coverage) } : { coverage };
  return { items: [{ json: { ...summary, ...covered } }], hints: hintsOn(coverage, 0) };
}
