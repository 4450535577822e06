import type { INodeExecutionData } from 'n8n-workflow';

/** Polls under way in this process. n8n may start one before the last has ended, and both would return the same events. */
const underWay = new Set<string>();

/** Events that were returned in this process, and after which checkpoint. */
interface Returned {
  readonly after: string | undefined;
  readonly at: number;
}

/** What each trigger returned last. */
const lastReturned = new Map<string, Returned>();

/**
 * n8n's durable cursors are saved after a poll has ended, and on a busy machine the next one may begin before that, with
 * the checkpoint of the last: it would return the same events. After this time n8n has failed to save it.
 */
const SAVED_WITHIN_MS = 60_000;

/** Reads what is new for a trigger after its checkpoint, unless another poll of it does so, or has just done so. */
export async function inTurn(
  trigger: string,
  after: string | undefined,
  read: () => Promise<readonly INodeExecutionData[]>,
): Promise<readonly INodeExecutionData[]> {
  if (underWay.has(trigger) || isBeingSaved(trigger, after)) return [];
  underWay.add(trigger);
  try {
    const items = await read();
    if (items.length > 0) lastReturned.set(trigger, { after, at: Date.now() });
    return items;
  } finally {
    underWay.delete(trigger);
  }
}

function isBeingSaved(trigger: string, after: string | undefined): boolean {
  const last = lastReturned.get(trigger);
  return last !== undefined && last.after === after && Date.now() - last.at < SAVED_WITHIN_MS;
}
