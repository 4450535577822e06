import type { Budget } from './budget.ts';
import { kept, rethrowCallers, whyFailed, type Ledger } from './coverage.ts';
import type { AuditEvent } from './event.ts';
import { matches } from './matching.ts';
import { beyond, farEnd, further, inOrder, isSettled, type Order } from './order.ts';
import { isOwnPace } from './pace.ts';
import { readSpan, type Batch, type SliceOptions } from './slices.ts';
import type { Window } from './window.ts';

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
): AsyncGenerator<readonly AuditEvent[], void, undefined> {
  const { part } = ledger;
  const { order, budget } = context;
  const window = kept(part, context.window, context.now);
  if (window === undefined) return;
  let reached = order === 'oldest' ? window.from : window.to;
  let open: readonly AuditEvent[] = [];
  try {
    for await (const batch of readSpan({ ...part, window, order, sliceMs: context.sliceMs }, context.options)) {
      const wanted = batch.events.filter((event) => matches(event, part.rest));
      record(ledger, batch, wanted.length);
      budget.spend(batch.pages.length);
      // A page without events says nothing about how far it goes.
      reached = further(reached, batch.reached, order);
      const events = [...open, ...wanted];
      open = events.filter((event) => !isSettled(event, reached, order));
      yield unique(
        events.filter((event) => isSettled(event, reached, order)),
        order,
      );
      if (!budget.left() && reached !== farEnd(window, order)) {
        budget.halt(reached);
        return;
      }
    }
    yield unique(open, order);
  } catch (thrown) {
    rethrowCallers(thrown);
    if (isOwnPace(thrown)) budget.halt(reached);
    else ledger.gap(beyond(window, reached, order), whyFailed(thrown));
  }
}

function record(ledger: Ledger, { pages }: Batch, matched: number): void {
  for (const [index, page] of pages.entries()) {
    ledger.page({ scanned: page.scanned, matched: index === 0 ? matched : 0, notices: page.notices });
  }
}

function unique(events: readonly AuditEvent[], order: Order): AuditEvent[] {
  return events.toSorted(inOrder(order)).filter((event, index, all) => event.uid !== all[index - 1]?.uid);
}
