import { farEnd, sorted } from './order.ts';
import { pieces } from './plan.ts';
import { readDated } from './read.ts';
import { sideBySide } from './side-by-side.ts';
import { batchOf, reachedBy, type Batch, type SliceOptions, type Span } from './span.ts';
import { wholeSlices } from './whole.ts';

/**
 * Reads a long window in the asked order, whatever the vendor's own order is. Avoids reading anything twice, as far as
 * that can be known in advance, and reads several parts at once if all of it is wanted.
 */
export function readSpan(span: Span, options: SliceOptions = {}): AsyncGenerator<Batch, void, undefined> {
  const native = span.log.order === 'either' || span.log.order === span.order;
  if (!native) return wholeSlices(span, options);
  return options.eager === true ? sideBySide(span, options) : stream(span, options);
}

/** Reads page by page, since the vendor's order is the asked one. */
async function* stream(span: Span, options: SliceOptions): AsyncGenerator<Batch, void, undefined> {
  const { connection, log, filters, order } = span;
  for (const window of pieces(span)) {
    for await (const page of readDated(
      connection,
      { log: log.id, window, filters, order },
      { ...options, prefetch: false },
    )) {
      const events = sorted(page.events, order);
      const reached = page.cursor === undefined ? farEnd(window, order) : reachedBy(events, window, order);
      yield batchOf(events, [page], reached);
    }
  }
}
