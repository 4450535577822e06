import type { Connection, Coverage } from '@trailhound/core';
import { requireAnswer, troubleError, troublesOf } from '@trailhound/core/reply';
import type { IPollFunctions } from 'n8n-workflow';
import { toNodeError } from './failure.ts';
import type { Host } from './host/host.ts';

/** One poll, of one trigger. */
export interface Poll {
  readonly context: IPollFunctions;
  readonly host: Host;
  readonly connections: readonly Connection[];
  /** Epoch milliseconds. */
  readonly deadline: number;
}

/** Our static data between polls. The checkpoint is a string, because n8n watches every member of objects in it. */
export interface Kept {
  checkpoint?: string;
  /** When the user was last told that a part of what is followed fails. */
  toldAt?: number;
}

export function keptBy(context: IPollFunctions): Kept {
  return context.getWorkflowStaticData('node');
}

interface Read {
  readonly events: number;
  readonly coverage: readonly Coverage[];
  /** What else follows from what could not be read. */
  readonly consequence?: string | undefined;
}

const TELL_AGAIN_MS = 3_600_000;

/** Throws if nothing could be read. If only a part fails, the rest continues, and the user is told once an hour. */
export function tellTrouble(context: IPollFunctions, { events, coverage, consequence }: Read, kept: Kept): void {
  if (events === 0) requireAnswer(coverage);
  const troubles = troublesOf(coverage);
  if (troubles.length === 0) {
    delete kept.toldAt;
    return;
  }
  if (kept.toldAt !== undefined && Date.now() - kept.toldAt < TELL_AGAIN_MS) return;
  kept.toldAt = Date.now();
  const error = toNodeError(context.getNode(), troubleError(troubles));
  if (consequence !== undefined) error.description = `${error.description ?? ''} ${consequence}`.trim();
  context.__emitError(error);
}
