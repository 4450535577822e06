import { follow, search, type AuditEvent, type QueryOptions } from '@trailhound/core';
import { requireAnswer } from '@trailhound/core/reply';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { toText } from './fields/values.ts';
import type { Host } from './host/host.ts';
import { shaperOf, showsRaw, without } from './output.ts';
import { keptBy, tellTrouble, type Poll } from './poll-kept.ts';
import { filtersOf, optionsOf } from './query.ts';

const SAMPLE = 5;
const SAMPLE_SINCE = '30d';

/** Returns a few events to build a workflow with. Does not change the checkpoint. */
export async function sampleEvents({ host, connections, deadline }: Poll): Promise<INodeExecutionData[]> {
  const input = { ...filtersOf(host, connections), since: SAMPLE_SINCE, limit: SAMPLE };
  const { events, coverage } = await search(connections, input, { deadline, ...shownBy(host) });
  requireAnswer(coverage);
  return toItems(host, events);
}

/** Returns the events that are new. */
export async function newEvents({ context, host, connections, deadline }: Poll): Promise<INodeExecutionData[]> {
  const kept = keptBy(context);
  const { lookback } = optionsOf(host);
  const followed = await follow(connections, filtersOf(host, connections), {
    checkpoint: positionIn(kept.checkpoint),
    lookback: toText(lookback),
    maxEvents: Number(host.parameter('maxEvents', 1000)),
    deadline,
    ...shownBy(host),
  });
  tellTrouble(context, { events: followed.events.length, coverage: followed.coverage }, kept);
  kept.checkpoint = JSON.stringify(followed.checkpoint);
  return toItems(host, followed.events);
}

/** Where to go on, also if the trigger has returned findings until now. */
function positionIn(checkpoint: string | undefined): unknown {
  return checkpoint === undefined ? undefined : without(JSON.parse(checkpoint) as object, 'rules');
}

function shownBy(host: Host): Pick<QueryOptions, 'redact' | 'raw'> {
  return { redact: optionsOf(host)['redact'] !== false, raw: showsRaw(host.parameter('output', 'simplified')) };
}

function toItems(host: Host, events: readonly AuditEvent[]): INodeExecutionData[] {
  const shaped = events.map(shaperOf(host));
  if (host.parameter('emit', 'each') !== 'batch' || shaped.length === 0) return shaped.map((json) => ({ json }));
  return [{ json: { count: shaped.length, events: shaped } satisfies IDataObject }];
}
