import { inLanes, type Outcome } from './lanes.ts';
import { beyond, farEnd, isSettled, nearEnd, sorted, type Dated, type Order } from './order.ts';
import type { DatedPage } from './page.ts';
import { createPlan, goodPages, mostHeld, parts, type Plan } from './plan.ts';
import { readDated } from './read.ts';
import { batchOf, reachedBy, stoppable, type Batch, type SliceOptions, type Span } from './span.ts';
import type { Window } from '../window.ts';

/** How long slices are, in pages. */
interface SliceLength {
  /** The most pages a slice should have. */
  readonly good: number;
  /** How many pages more than those already read are acceptable. Slices that are longer are cut. */
  readonly bearable: number;
}

const ALL_WANTED: SliceLength = { good: 24, bearable: 96 };
const LOOKING_FOR_ONE: SliceLength = { good: 1, bearable: 6 };

/** A caller who did not stop after some pages probably reads on: slices may be as long as this share of them. */
const SHARE_OF_READ = 0.25;

/** If all is wanted, slices shorter than this would have too many pages that are half empty. */
const LEAST_GOOD = 4;

/** A slice that takes longer is cut too, because cursors expire. */
const SLOW_MS = 120_000;

/** Anything shorter is not cut further, since vendors have timestamps in whole seconds. */
const CUTTABLE_MS = 2000;

/** The vendor's order is not the asked one, so each slice is read completely and sorted before it is yielded. */
export function wholeSlices(span: Span, options: SliceOptions): AsyncGenerator<Batch, void, undefined> {
  const { eager = false, lookingForOne = false } = options;
  const plan = createPlan(span);
  let read = 0;
  const takePage = (): void => {
    options.takePage?.();
    read += 1;
  };
  const length = (): SliceLength => (lookingForOne ? lengthAfter(read) : ALL_WANTED);
  const lanes = (): number => (eager ? span.connection.pace.lanes() : 1);
  return inLanes<Window, Batch>({
    first: [],
    lanes,
    eager,
    most: () => mostHeld(lanes()),
    weigh: ({ pages }) => pages,
    next: (open) => {
      const left = plan.left();
      // The first page tells how much there is.
      if (left === undefined && open.length > 0) return undefined;
      const { good } = length();
      const window = plan.next(left === undefined ? good : shareOf(left, lanes(), good));
      return window && { piece: window };
    },
    run: (window, stop) => readWhole({ ...span, window }, plan, length(), stoppable({ ...options, takePage }, stop)),
  });
}

/** How many pages of what is left the next slice should have. One of the lanes is spare. */
function shareOf(left: number, lanes: number, good: number): number {
  return Math.max(Math.min(LEAST_GOOD, good), goodPages(left, Math.max(1, lanes - 1), good));
}

/** How long a slice is for a caller who may stop soon, but has not after so many pages. */
function lengthAfter(read: number): SliceLength {
  return {
    good: Math.min(ALL_WANTED.good, Math.max(LOOKING_FOR_ONE.good, read * SHARE_OF_READ)),
    bearable: Math.min(ALL_WANTED.bearable, Math.max(LOOKING_FOR_ONE.bearable, read)),
  };
}

async function* readWhole(
  span: Span,
  plan: Plan,
  length: SliceLength,
  options: SliceOptions,
): AsyncGenerator<Outcome<Window, Batch>, void, undefined> {
  const { connection, log, window, filters, order } = span;
  const { now } = connection.ports;
  const slow = now() + SLOW_MS;
  const pages: DatedPage[] = [];
  for await (const page of readDated(connection, { log: log.id, window, filters, order }, options)) {
    pages.push(page);
    if (pages.length === 1) yield* learnTotal(plan, window, page.total);
    const size = sizeOf(span, pages);
    const isSlow = now() > slow;
    const tooLong = size - pages.length > length.bearable || isSlow;
    if (page.cursor === undefined || !tooLong || msOf(window) <= CUTTABLE_MS) continue;
    const good = isSlow ? Math.min(length.good, pages.length / 2) : length.good;
    yield* cutShort(span, pages, plan, Math.ceil(size / good));
    return;
  }
  const events = eventsOf(pages, order);
  if (pages[0]?.total === undefined) plan.learn(msOf(window), events.length);
  yield { result: batchOf(events, pages, farEnd(window, order)) };
}

/** Idle lanes can begin as soon as it is known how much there is: an outcome that is empty wakes them. */
function* learnTotal(
  plan: Plan,
  window: Window,
  total: number | undefined,
): Generator<Outcome<Window, Batch>, void, undefined> {
  if (total === undefined) return;
  const isFirst = plan.left() === undefined;
  plan.learn(msOf(window), total);
  if (isFirst) yield { rest: [] };
}

/** Estimates how many pages an unfinished slice has, from the vendor's total or from how far these pages reach. */
function sizeOf(span: Span, pages: readonly DatedPage[]): number {
  const total = pages.at(-1)?.total;
  if (total !== undefined) return total / span.connection.provider.limits.pageSize;
  const read = msOf(span.window) - msOf(unread(span, pages));
  return read > 0 ? (pages.length * msOf(span.window)) / read : 2 * pages.length;
}

/** What is left of a slice whose pages come from its far end; all of it if they come in no order. */
function unread({ log, window, order }: Span, pages: readonly DatedPage[]): Window {
  if (log.order === 'unknown') return window;
  const theirs = order === 'oldest' ? 'newest' : 'oldest';
  return beyond(window, reachedBy(eventsOf(pages, theirs), window, theirs), theirs);
}

/**
 * Reads the rest in shorter slices. If the vendor keeps an order, what has been read so far is yielded after them. If
 * not, it is discarded, because it may come from anywhere in the slice.
 */
function* cutShort(
  span: Span,
  pages: readonly DatedPage[],
  plan: Plan,
  into: number,
): Generator<Outcome<Window, Batch>, void, undefined> {
  const { window, order } = span;
  const left = unread(span, pages);
  const read = msOf(window) - msOf(left);
  if (read === 0) {
    yield { result: batchOf([], pages, nearEnd(window, order)) };
    yield { rest: parts(window, into, order) };
    return;
  }
  const reached = farEnd(left, order);
  const events = eventsOf(pages, order).filter((event) => !isSettled(event, reached, order));
  plan.learn(read, events.length);
  yield { rest: parts(left, into, order) };
  yield { result: batchOf(events, pages, farEnd(window, order)) };
}

function eventsOf(pages: readonly DatedPage[], order: Order): readonly Dated[] {
  return sorted(
    pages.flatMap(({ events }) => events),
    order,
  );
}

function msOf({ from, to }: Window): number {
  return to - from;
}
