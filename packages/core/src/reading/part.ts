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
  /** Told how far the log has been read when it has to stop because nothing is left of pages or time. */
  readonly halt: (reached: number) => void;
  /** How long the first slice is, if not what suits the log. */
  readonly sliceMs?: number | undefined;
  readonly options: SpanOptions;
}

/**
 * One log of a query: the events that it wants, each once, in runs that are in order. What cannot be read ends the
 * log and becomes a gap in its tally, never an error: the other logs go on.
 */
export async function* readPart(
  tally: Tally,
  { window, order, budget, halt, sliceMs, options }: PartContext,
): AsyncGenerator<readonly Dated[], void, undefined> {
  const { source, ...asked } = tally.part;
  const start = nearEnd(window, order);
  let reached = start;
  let open: readonly Dated[] = [];
  try {
    for await (const batch of source.read({ ...asked, window, order, sliceMs }, options)) {
      tally.add(batch, batch.events.length);
      // A page without events says nothing about how far it goes.
      reached = further(reached, batch.reached, order);
      const events = unique(open.length === 0 ? batch.events : [...open, ...batch.events], order);
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
    const why = whyFailed(thrown, asked.connection);
    if (isOver(thrown, budget, reached !== start)) halt(reached);
    else tally.gap({ ...beyond(window, reached, order), ...why });
  }
}

/**
 * A log that was being read when pages or time were over goes on with the cursor; one that gave nothing did not answer.
 * Where our own pace leaves no turn before the deadline, nobody is to blame.
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
  return sorted(events, order).filter(({ uid }, index, all) => uid !== all[index - 1]?.uid);
}
