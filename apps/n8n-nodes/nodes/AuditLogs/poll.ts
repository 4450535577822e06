import {
  check,
  follow,
  search,
  type AuditEvent,
  type Connection,
  type Followed,
  type QueryOptions,
} from '@trailhound/core';
import { requireAnswer, troubleError, troublesOf } from '@trailhound/core/reply';
import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { toNodeError } from './failure.ts';
import { toText } from './fields/values.ts';
import { openConnections } from './host/connections.ts';
import { pollHost, type Host } from './host/host.ts';
import { shaperOf, showsRaw } from './output.ts';
import { inTurn } from './poll-turns.ts';
import { filtersOf, optionsOf } from './query.ts';

/** Our static data between polls. The checkpoint is a string, because n8n watches every member of objects in it. */
interface Kept {
  checkpoint?: string;
  /** When the user was last told that a part of what is followed fails. */
  toldAt?: number;
}

function keptBy(context: IPollFunctions): Kept {
  return context.getWorkflowStaticData('node');
}

/** The first poll runs at activation; if it fails, n8n shows only the message. */
function isActivation(context: IPollFunctions): boolean {
  return context.getMode() !== 'manual' && keptBy(context).checkpoint === undefined;
}

/** Newer versions of n8n say how long a poll may take. */
interface Budgeted {
  readonly getPollBudgetMs: () => number;
}

const USUAL_BUDGET_MS = 60_000;
/** The share of n8n's time that is reserved for the last request and for handing over the events. */
const RESERVE = 0.25;

/** Returns what is new since the last poll, or null. */
export async function poll(context: IPollFunctions & Partial<Budgeted>): Promise<INodeExecutionData[][] | null> {
  const host = pollHost(context);
  const deadline = Date.now() + (context.getPollBudgetMs?.() ?? USUAL_BUDGET_MS) * (1 - RESERVE);
  const open = (): Promise<readonly Connection[]> => openConnections(host, new Map(), deadline);
  try {
    const events =
      context.getMode() === 'manual'
        ? await sample(host, await open(), deadline)
        : await inTurn(`${context.getWorkflow().id}/${host.node.id}`, keptBy(context).checkpoint, async () =>
            whatIsNew(context, host, await open(), deadline),
          );
    return events.length === 0 ? null : [toItems(host, events)];
  } catch (thrown) {
    throw toNodeError(host.node, thrown, { remedyInMessage: isActivation(context) });
  }
}

const SAMPLE = 5;
const SAMPLE_SINCE = '30d';

/** Returns a few events to build a workflow with. Does not change the checkpoint. */
async function sample(
  host: Host,
  connections: readonly Connection[],
  deadline: number,
): Promise<readonly AuditEvent[]> {
  const input = { ...filtersOf(host, connections), since: SAMPLE_SINCE, limit: SAMPLE };
  const { events, coverage } = await search(connections, input, { deadline, ...shownBy(host) });
  requireAnswer(coverage);
  return events;
}

async function whatIsNew(
  context: IPollFunctions,
  host: Host,
  connections: readonly Connection[],
  deadline: number,
): Promise<readonly AuditEvent[]> {
  const kept = keptBy(context);
  // A wrong credential must prevent activation, even if those of other products are right.
  if (kept.checkpoint === undefined) for (const connection of connections) await check(connection, { deadline });
  const { lookback } = optionsOf(host);
  const followed = await follow(connections, filtersOf(host, connections), {
    checkpoint: kept.checkpoint === undefined ? undefined : JSON.parse(kept.checkpoint),
    lookback: toText(lookback),
    maxEvents: Number(host.parameter('maxEvents', 1000)),
    deadline,
    ...shownBy(host),
  });
  tellTrouble(context, followed, kept);
  kept.checkpoint = JSON.stringify(followed.checkpoint);
  return followed.events;
}

const TELL_AGAIN_MS = 3_600_000;

/** Throws if nothing could be read. If only a part fails, the rest continues, and the user is told once an hour. */
function tellTrouble(context: IPollFunctions, { events, coverage }: Followed, kept: Kept): void {
  if (events.length === 0) requireAnswer(coverage);
  const troubles = troublesOf(coverage);
  if (troubles.length === 0) {
    delete kept.toldAt;
    return;
  }
  if (kept.toldAt !== undefined && Date.now() - kept.toldAt < TELL_AGAIN_MS) return;
  kept.toldAt = Date.now();
  context.__emitError(toNodeError(context.getNode(), troubleError(troubles)));
}

function shownBy(host: Host): Pick<QueryOptions, 'redact' | 'raw'> {
  return { redact: optionsOf(host)['redact'] !== false, raw: showsRaw(host.parameter('output', 'simplified')) };
}

function toItems(host: Host, events: readonly AuditEvent[]): INodeExecutionData[] {
  const shaped = events.map(shaperOf(host));
  if (host.parameter('emit', 'each') !== 'batch') return shaped.map((json) => ({ json }));
  return [{ json: { count: shaped.length, events: shaped } satisfies IDataObject }];
}
