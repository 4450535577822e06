import type { Budget } from './budget.ts';
import { kept, rethrowCallers, whyFailed, type Ledger } from './coverage.ts';
import { asShown, matcher } from './matching.ts';
import { beyond, farEnd, further, isSettled, sorted, type Dated, type Order } from './order.ts';
import { isOwnPace } from '../exchange/pace.ts';
import { readSpan } from './slices.ts';
import type { Batch, SliceOptions } from './span.ts';
import type { Window } from '../window.ts';

export interface SourceContext {
  readonly window: Window;
  readonly order: Order;
  readonly now: number;
  readonly budget: Budget;
  /** How long the first slice is, if not what suits the log. */
  readonly sliceMs?: number | undefined;
  readonly options: SliceOptions;
}

/**
 * One log of a query: the events that it wants, each once, in runs that are in order. What cannot be read ends the
 * source and becomes a gap in the ledger, never an error: the other logs go on.
 */
export async function* source(
  ledger: Ledger,
  context: SourceContext,
): AsyncGenerator<readonly Dated[], void, undefined> {
  const { part } = ledger;
  const { order, budget } = context;
  const window = kept(part, context.window, context.now);
  if (window === undefined) return;
  const start = order === 'oldest' ? window.from : window.to;
  let reached = start;
  let open: readonly Dated[] = [];
  const { redact } = context.options;
  const wants = matcher(redact === false ? part.rest : asShown(part.rest, part.connection.fingerprint));
  try {
    for await (const batch of readSpan({ ...part, window, order, sliceMs: context.sliceMs }, context.options)) {
      const wanted = batch.events.filter(({ event }) => wants(event));
      record(ledger, batch, wanted.length);
      budget.spend(batch.pages.length);
      // A page without events says nothing about how far it goes.
      reached = further(reached, batch.reached, order);
      const events = unique(open.length === 0 ? wanted : [...open, ...wanted], order);
      const settled = countSettled(events, reached, order);
      open = events.slice(settled);
      yield events.slice(0, settled);
      if (!budget.left() && reached !== farEnd(window, order)) {
        budget.halt(reached);
        return;
      }
    }
    yield open;
  } catch (thrown) {
    rethrowCallers(thrown);
    if (isOver(thrown, budget, reached !== start)) budget.halt(reached);
    else ledger.gap(beyond(window, reached, order), whyFailed(thrown, part.connection));
  }
}

/** A log that was being read when the time was over goes on with the cursor; one that gave nothing did not answer. */
function isOver(thrown: unknown, budget: Budget, hasBegun: boolean): boolean {
  return isOwnPace(thrown) || (hasBegun && !budget.left());
}

function countSettled(events: readonly Dated[], reached: number, order: Order): number {
  const open = events.findIndex((event) => !isSettled(event, reached, order));
  return open < 0 ? events.length : open;
}

function record(ledger: Ledger, { pages }: Batch, matched: number): void {
  for (const [index, page] of pages.entries()) {
    ledger.page({ scanned: page.scanned, matched: index === 0 ? matched : 0, notices: page.notices });
  }
}

function unique(events: readonly Dated[], order: Order): readonly Dated[] {
  return sorted(events, order).filter(({ uid }, index, all) => uid !== all[index - 1]?.uid);
}
