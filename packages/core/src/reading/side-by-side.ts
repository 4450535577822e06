import { inLanes, type Outcome } from './lanes.ts';
import { beyond, farEnd, isSettled, nearer, sorted } from './order.ts';
import { MOST_PAGES, mostHeld, pieces } from './plan.ts';
import { readDated } from './read.ts';
import { batchOf, reachedBy, stoppable, type Batch, type SliceOptions, type Span } from './span.ts';
import { createSplitter, type Piece, type Splitter } from './split.ts';
import type { Window } from '../window.ts';

/**
 * More lanes than it takes to keep the vendor busy, because some are waiting for room or for a split, and because the
 * last pages come late when few lanes are left to ask for them.
 */
const SPARE = 1.6;

/**
 * Reads pages in several places at once. The vendor's order is the asked one, so every page is final when it arrives.
 */
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

/** Reads a piece to its far end, which moves closer when another lane takes a part of it. */
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
      // The cursor continues to the old end, so drop it and read the shorter rest. Unless the page made no progress:
      // then only the cursor can.
      if (farEnd(piece.left, order) !== farEnd(window, order) && msOf(piece.left) < msOf(before)) break;
    }
  }
}

function msOf({ from, to }: Window): number {
  return to - from;
}
