import type { Budget } from './budget.ts';
import type { Tally } from './coverage.ts';
import { whyFailed } from './gap.ts';
import { beyond, farEnd, further, isSettled, nearEnd, sorted, type Dated, type Order } from './order.ts';
import type { SpanOptions } from './span-source.ts';
import { isAuditError, type Fault } from '../errors.ts';
import type { Window } from '../window.ts';

export interface PartContext {
  readonly window: Window;
  readonly order: Order;
  readonly budget: Budget;
  /** Called with how far the log was read if it has to stop because the budget ran out. */
  readonly halt: (reached: number) => void;
  /** How long the first slice is; what suits the log by default. */
  readonly sliceMs?: number | undefined;
  readonly options: SpanOptions;
}

/**
 * Reads one log of a query: its matching events, each once, in sorted runs. A failure ends the log and becomes a gap in
 * its tally instead of an error, so that the other logs continue.
 */
export async function* readPart(
  tally: Tally,
  { window, order, budget, halt, sliceMs, options }: PartContext,
): AsyncGenerator<readonly Dated[], void, undefined> {
  if (tally.counted.length > 0) return;
  const { source, ...asked } = tally.part;
  const start = nearEnd(window, order);
  let reached = start;
  let open: readonly Dated[] = [];
  try {
    for await (const batch of source.read({ ...asked, window, order, sliceMs }, options)) {
      if (batch.countable !== undefined) tally.deferred.push(batch.countable);
      // An empty page does not say how far it reaches.
      reached = further(reached, batch.reached, order);
      const events = unique(open.length === 0 ? batch.events : [...open, ...batch.events], order);
      // An entry at the seam of two slices comes with both.
      tally.add(batch, events.length - open.length);
      const settled = countSettled(events, reached, order);
      open = events.slice(settled);
      yield events.slice(0, settled);
      if (budget.isLate() && reached !== farEnd(window, order)) {
        halt(reached);
        return;
      }
    }
    yield open;
  } catch (thrown) {
    const why = whyFailed(thrown, asked.connection, options.signal);
    if (isOver(thrown, budget, reached !== start)) halt(reached);
    else tally.gap({ ...beyond(window, reached, order), ...why });
  }
}

/**
 * If the budget ran out after the log had returned something, it can continue with the cursor; if it had returned
 * nothing, it failed. If only our own rate limiting left no turn before the deadline, that is no failure either.
 */
function isOver(thrown: unknown, budget: Budget, hasBegun: boolean): boolean {
  const held = heldBy(thrown);
  return held === 'pace' || (hasBegun && (held === 'budget' || budget.isLate()));
}

function heldBy(thrown: unknown): Fault['held'] {
  return isAuditError(thrown) ? thrown.fault.held : undefined;
}

function countSettled(events: readonly Dated[], reached: number, order: Order): number {
  const open = events.findIndex((event) => !isSettled(event, reached, order));
  return open < 0 ? events.length : open;
}

function unique(events: readonly Dated[], order: Order): readonly Dated[] {
  return sorted(events, order).filter((event, index, all) => !isTwin(event, all[index - 1]));
}

/** The uid decides. It holds the time that an entry states, and comparing two texts takes longer. */
function isTwin({ at, uid, stated }: Dated, before: Dated | undefined): boolean {
  return before !== undefined && (at === before.at || !stated) && uid === before.uid;
}
