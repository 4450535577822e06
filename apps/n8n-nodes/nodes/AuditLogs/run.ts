import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { keepFile } from './binary-file.ts';
import { failedItem, toNodeError } from './failure.ts';
import { openConnections, type Opened } from './host/connections.ts';
import { executeHost } from './host/host.ts';
import { OPERATIONS } from './operations/index.ts';
import type { Hint, Outcome } from './operations/operation.ts';
import { harmless } from './output.ts';
import { deadlineOf } from './query.ts';

/** Warnings about missing data come first. */
const RANK: Readonly<Record<Hint['type'], number>> = { warning: 0, info: 1 };

/** Runs the chosen operation for every input item, with the parameters of that item. */
export async function run(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
  const opened: Opened = new Map();
  const forAgent = isForAgent(context);
  const results: INodeExecutionData[] = [];
  const hints = new Map<string, Hint>();
  for (const [item] of context.getInputData().entries()) {
    try {
      const outcome = await runItem(context, { item, opened, forAgent });
      for (const result of outcome.items) results.push({ ...result, pairedItem: { item } });
      for (const hint of outcome.hints) hints.set(hint.message, hint);
    } catch (thrown) {
      const error = toNodeError(context.getNode(), thrown, { itemIndex: item });
      if (!context.continueOnFail()) throw error;
      results.push({ json: failedItem(thrown, error), pairedItem: { item } });
    }
  }
  // n8n itself says when a result reaches its limit.
  const isAtLimit = results.length === context.getNode().parameters['limit'];
  const shown = [...hints.values()]
    .filter(({ aboutLimit }) => aboutLimit !== true || !isAtLimit)
    .toSorted((a, b) => RANK[a.type] - RANK[b.type])
    .map(({ message, type }) => ({ message, type, location: 'outputPane' as const }));
  // Older versions of n8n have no hints.
  if (shown.length > 0) context.addExecutionHints?.(...shown);
  return [forAgent ? results.map((result) => ({ ...result, json: harmless(result.json) })) : results];
}

interface Task {
  readonly item: number;
  readonly opened: Opened;
  readonly forAgent: boolean;
}

async function runItem(context: IExecuteFunctions, { item, opened, forAgent }: Task): Promise<Outcome> {
  const host = executeHost(context, item);
  const deadline = deadlineOf(host);
  const connections = await openConnections(host, opened, deadline);
  const operation = OPERATIONS[String(host.parameter('operation'))];
  const outcome = await operation?.({
    host,
    connections,
    deadline,
    forAgent,
    keep: (pieces, name, type) => keepFile(context, pieces, name, type),
  });
  return outcome ?? { items: [], hints: [] };
}

function isForAgent(context: IExecuteFunctions): boolean {
  return 'isToolExecution' in context && typeof context.isToolExecution === 'function' && context.isToolExecution();
}
