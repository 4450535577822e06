import { events, search, type AuditEvent, type Coverage, type QueryInput, type QueryOptions } from '@trailhound/core';
import { isComplete, type DescribedQuery } from '@trailhound/core/reply';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { shaperOf, showsRaw, tableOf } from '../output.ts';
import { cursorOf, filtersOf, limitsOf, optionsOf, orderOf, windowOf } from '../query.ts';
import { replyTo } from '../reply.ts';
import type { Job, Outcome } from './operation.ts';
import { sizeHints } from './size-hints.ts';

/** Returns the newest or oldest events, up to the limit or all of them. */
export async function getMany(job: Job): Promise<Outcome> {
  const { host, connections, forAgent } = job;
  const input = { ...windowOf(host), ...filtersOf(host, connections), order: orderOf(host), cursor: cursorOf(host) };
  const found = host.parameter('returnAll', false) === true ? await readAll(job, input) : await readSome(job, input);
  const { query, coverage, count, cursor } = found;
  const reply = replyTo({ query, coverage, events: count, shown: found.events, connections });
  const hints = [...reply.hints, ...sizeHints(coverage, count)];
  if (forAgent) {
    const table = { ...tableOf(found.events), ...(cursor === undefined ? {} : { cursor }) };
    return { items: [{ json: reply.forAgent(table) }], hints };
  }
  const wantsCoverage = optionsOf(host)['includeCoverage'] === true;
  return { items: wantsCoverage ? [...found.items, { json: coverageItem(found) }] : found.items, hints };
}

interface FoundEvents {
  readonly items: INodeExecutionData[];
  /** Only kept for agents; otherwise each event is shaped as it arrives, so that nothing is in memory twice. */
  readonly events: readonly AuditEvent[];
  readonly count: number;
  readonly query: DescribedQuery;
  readonly coverage: readonly Coverage[];
  readonly cursor: string | undefined;
}

async function readSome(job: Job, input: QueryInput): Promise<FoundEvents> {
  const limit = Number(job.host.parameter('limit', 50));
  const result = await search(job.connections, { ...input, limit }, readingOf(job));
  const { query, coverage, cursor } = result;
  const items = result.events.map(itemsAs(job));
  return { items, events: result.events, count: items.length, query, coverage, cursor };
}

async function readAll(job: Job, input: QueryInput): Promise<FoundEvents> {
  const stream = events(job.connections, input, readingOf(job));
  const toItem = itemsAs(job);
  const items: INodeExecutionData[] = [];
  const kept: AuditEvent[] = [];
  for await (const event of stream) {
    if (job.forAgent) kept.push(event);
    else items.push(toItem(event));
  }
  const count = items.length + kept.length;
  return { items, events: kept, count, query: stream.query, coverage: stream.coverage(), cursor: undefined };
}

function readingOf({ host, deadline, forAgent }: Job): QueryOptions {
  const raw = !forAgent && showsRaw(host.parameter('output', 'simplified'));
  return { ...limitsOf(host, deadline), raw };
}

function itemsAs({ host }: Job): (event: AuditEvent) => INodeExecutionData {
  const shape = shaperOf(host);
  return (event) => ({ json: shape(event) });
}

function coverageItem({ query, coverage, cursor, count }: FoundEvents): IDataObject {
  return { coverage, complete: isComplete(coverage), query, count, ...(cursor === undefined ? {} : { cursor }) };
}
