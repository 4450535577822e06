import { inLanes, type Outcome } from './lanes.ts';
import { beyond, farEnd, isSettled, nearer, sorted } from './order.ts';
import { MOST_PAGES, mostHeld, pieces } from './plan.ts';
import { readDated } from './read.ts';
import { batchOf, reachedBy, stoppable, type Batch, type SliceOptions, type Span } from './span.ts';
import { createSplitter, type Piece, type Splitter } from './split.ts';
import type { Window } from '../window.ts';

/** More lanes than keep the vendor busy, because some wait for room, or for a part of a piece. */
const SPARE = 1.25;

/** Page by page in several places at once: the vendor's order is the asked one, so a page is final when it is there. */
export function sideBySide(span: Span, options: SliceOptions): AsyncGenerator<Batch, void, undefined> {
  const { connection, order } = span;
  const { pageSize, concurrency } = connection.provider.limits;
  const lanes = (): number => Math.min(concurrency, Math.ceil(connection.pace.lanes() * SPARE));
  const splitter = createSplitter(pageSize, order, MOST_PAGES);
  return inLanes<Piece, Batch>({
    first: pieces(span).map(splitter.create),
    lanes,
    eager: true,
    most: () => mostHeld(lanes()),
    weigh: ({ pages }) => pages,
    next: (open) => splitter.next(open, lanes()),
    run: (piece, stop) => readPiece(span, piece, splitter, stoppable(options, stop)),
  });
}

/** A piece to its far end, which comes nearer when another lane takes a part of it. */
async function* readPiece(
  { connection, log, filters, order }: Span,
  piece: Piece,
  { learn }: Splitter,
  options: SliceOptions,
): AsyncGenerator<Outcome<Piece, Batch>, void, undefined> {
  while (msOf(piece.left) > 0) {
    const window = piece.left;
    for await (const page of readDated(connection, { log: log.id, window, filters, order }, options)) {
      const before = piece.left;
      const end = farEnd(before, order);
      const events = sorted(page.events, order).filter((event) => isSettled(event, end, order));
      const reached = page.cursor === undefined ? end : nearer(end, reachedBy(page.events, before, order), order);
      piece.left = beyond(before, reached, order);
      learn(piece, msOf(before) - msOf(piece.left), events.length);
      yield { result: batchOf(events, [page], reached) };
      // The cursor goes on to the old end. Where a page has come no further, there is no way on but the cursor.
      if (farEnd(piece.left, order) !== farEnd(window, order) && msOf(piece.left) < msOf(before)) break;
    }
  }
}

function msOf({ from, to }: Window): number {
  return to - from;
}
