import { check } from '@trailhound/core';
import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { toNodeError } from './failure.ts';
import { openConnections } from './host/connections.ts';
import { pollHost } from './host/host.ts';
import { newEvents, sampleEvents } from './poll-events.ts';
import { newFindings, sampleFindings } from './poll-findings.ts';
import { keptBy, type Poll } from './poll-kept.ts';
import { inTurn } from './poll-turns.ts';

const EVENTS = { sample: sampleEvents, whatIsNew: newEvents };
const FINDINGS = { sample: sampleFindings, whatIsNew: newFindings };

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
  const { sample, whatIsNew } = host.parameter('emit', 'each') === 'findings' ? FINDINGS : EVENTS;
  const open = async (): Promise<Poll> => {
    const connections = await openConnections(host, new Map(), deadline);
    // A wrong credential must prevent activation, even if those of other products are right.
    if (isActivation(context)) for (const connection of connections) await check(connection, { deadline });
    return { context, host, connections, deadline };
  };
  try {
    const items =
      context.getMode() === 'manual'
        ? await sample(await open())
        : await inTurn(`${context.getWorkflow().id}/${host.node.id}`, keptBy(context).checkpoint, async () =>
            whatIsNew(await open()),
          );
    return items.length === 0 ? null : [[...items]];
  } catch (thrown) {
    throw toNodeError(host.node, thrown, { remedyInMessage: isActivation(context) });
  }
}
