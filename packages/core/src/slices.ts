import type { Connection } from './connection.ts';
import { inLanes } from './lanes.ts';
import { beyond, farEnd, isSettled, sorted, type Dated, type Order } from './order.ts';
import type { DatedPage } from './page.ts';
import { createPlan, parts, pieces } from './plan.ts';
import type { Filters, Log } from './provider.ts';
import { readDated, type ReadOptions } from './read.ts';
import type { Window } from './window.ts';

/** A long window of one log. */
export interface Span {
  readonly connection: Connection;
  readonly log: Log;
  readonly window: Window;
  readonly filters: Filters;
  readonly order: Order;
  /** How long the first slice is, if not what suits the log. */
  readonly sliceMs?: number | undefined;
}

/** Some events, and how far they bring the reading. */
export interface Batch {
  /** In the asked order. */
  readonly events: readonly Dated[];
  readonly pages: readonly DatedPage[];
  /** How far everything has been read: for `oldest` all that lies before, for `newest` all from there on. */
  readonly reached: number;
}

export interface SliceOptions extends ReadOptions {
  /** Reads slices side by side. Without it nothing is read that the caller does not come for. */
  readonly eager?: boolean | undefined;
  /** The caller may stop soon: where the vendor tells how much there is, slices are cut to about a page. */
  readonly thrifty?: boolean | undefined;
}

/** A slice of more pages than this is cut. Fewer lanes may hold more each. */
const MOST_PAGES = 10;
const MOST_PAGES_OF_ALL = 60;
const MOST_PAGES_THRIFTY = 2;

/** A slice that takes longer is cut too: cursors do not live for ever. */
const SLOW_MS = 120_000;

/** What is shorter than this is not cut any more: vendors date to the second. */
const CUTTABLE_MS = 2000;

/**
 * A long window in the asked order, whatever the vendor's own. It is cut into slices that fit into memory, longer
 * ones where little happens; read side by side where all of it is wanted. A dead cursor costs one slice.
 */
export async function* readSpan(span: Span, options: SliceOptions = {}): AsyncGenerator<Batch, void, undefined> {
  const native = span.log.order === 'either' || span.log.order === span.order;
  if (native && options.eager !== true) yield* stream(span, options);
  else yield* sideBySide(span, native, options);
}

/** Page by page: the vendor's order is the asked one. */
async function* stream(span: Span, options: SliceOptions): AsyncGenerator<Batch, void, undefined> {
  const { connection, log, filters, order } = span;
  for (const window of pieces(span)) {
    for await (const page of readDated(
      connection,
      { log: log.id, window, filters, order },
      { ...options, prefetch: false },
    )) {
      const events = sorted(page.events, order);
      yield {
        events,
        pages: [page],
        reached: page.cursor === undefined ? farEnd(window, order) : reachedBy(events, span),
      };
    }
  }
}

/** The page may end in the midst of events of the same time: those are settled by the next page. */
function reachedBy(events: readonly Dated[], { window, order }: Span): number {
  const last = events.at(-1);
  if (last === undefined) return order === 'oldest' ? window.from : window.to;
  return order === 'oldest' ? last.at : last.at + 1;
}

interface Slice {
  readonly batch: Batch;
  /** What of the slice has still to be read, in the asked order. */
  readonly rest: readonly Window[];
  /** How many pages the whole slice takes, as far as can be told. */
  readonly size: number;
}

/** Slices in order, of which several are read at once. */
async function* sideBySide(span: Span, native: boolean, options: SliceOptions): AsyncGenerator<Batch, void, undefined> {
  const { eager = false } = options;
  const lanes = eager ? span.connection.provider.limits.concurrency : 1;
  const most = eager ? Math.max(MOST_PAGES, Math.floor(MOST_PAGES_OF_ALL / lanes)) : MOST_PAGES;
  const good = most / 2;
  const plan = createPlan(span, good);
  const slices = inLanes<Window, Slice>({
    lanes,
    eager,
    weight: good,
    mostWeight: lanes * most,
    next: plan.next,
    run: (window, { signal: stop, idle }) => {
      const signal = options.signal === undefined ? stop : AbortSignal.any([options.signal, stop]);
      return collect({ ...span, window }, { native, most, good, idle }, { ...options, signal });
    },
    settle: (window, { batch, rest, size }) => {
      plan.learn(window, size);
      return { weight: batch.events.length === 0 ? 0 : batch.pages.length, rest };
    },
  });
  for await (const { batch } of slices) yield batch;
}

interface Manner {
  /** Whether the vendor keeps the asked order. */
  readonly native: boolean;
  /** How many pages a slice may have, and how many are worth a slice. */
  readonly most: number;
  readonly good: number;
  /** How many more could read at the same time. */
  readonly idle: () => number;
}

/** One slice as a whole, or as much of it as may be held, with what is left to read. */
async function collect(span: Span, manner: Manner, options: SliceOptions): Promise<Slice> {
  const { connection, log, window, filters, order } = span;
  const { now } = connection.ports;
  const pages: DatedPage[] = [];
  const slow = now() + SLOW_MS;
  const cuttable = window.to - window.from > CUTTABLE_MS;
  for await (const page of readDated(connection, { log: log.id, window, filters, order }, options)) {
    pages.push(page);
    const { thrifty } = options;
    const cut =
      page.cursor !== undefined && cuttable
        ? cutShort(span, pages, { ...manner, late: now() > slow, thrifty })
        : undefined;
    if (cut !== undefined) return cut;
  }
  return {
    batch: { events: eventsOf(pages, order), pages, reached: farEnd(window, order) },
    rest: [],
    size: pages.length,
  };
}

interface Patience extends Manner {
  readonly late: boolean;
  readonly thrifty?: boolean | undefined;
}

/** Whether the slice is too long to go on with: what has been read of it, and what is left. */
function cutShort(span: Span, pages: readonly DatedPage[], patience: Patience): Slice | undefined {
  const { native, most, good, idle, late, thrifty } = patience;
  const full = late || pages.length >= most;
  if (native) return full || idle() > 0 ? partOf(span, pages, patience, full) : undefined;
  const told = (pages.at(-1)?.total ?? 0) / span.connection.provider.limits.pageSize;
  if (full) return abandon(span, pages, { size: Math.max(told, 2 * most), wanted: good });
  const [bearable, wanted] = thrifty === true ? [MOST_PAGES_THRIFTY, 1] : [most, good];
  // What has been read of a slice that is almost through is worth more than a shorter slice.
  return told > bearable + pages.length ? abandon(span, pages, { size: told, wanted }) : undefined;
}

/** The vendor keeps no order, so a part of the slice is worth nothing: it is read again in shorter pieces. */
function abandon(
  { window, order }: Span,
  pages: readonly DatedPage[],
  { size, wanted }: { readonly size: number; readonly wanted: number },
): Slice {
  const nothing = order === 'oldest' ? window.from : window.to;
  return {
    batch: { events: [], pages, reached: nothing },
    rest: parts(window, Math.ceil(size / wanted), order),
    size,
  };
}

/**
 * The vendor keeps the order, so what has been read is final, up to the last time reached. How far that is tells about
 * how many pages are left: idle lanes take their share, if it is worth the page that each cut costs.
 */
function partOf(span: Span, pages: readonly DatedPage[], { good, idle }: Manner, full: boolean): Slice | undefined {
  const { window, order } = span;
  const events = eventsOf(pages, order);
  const reached = reachedBy(events, span);
  const rest = beyond(window, reached, order);
  const left = (pages.length * (rest.to - rest.from)) / (window.to - window.from - (rest.to - rest.from));
  const shares = Math.min(idle() + 1, Math.max(1, Math.floor(left / good)));
  if (!full && shares === 1) return undefined;
  const settled = events.filter((event) => isSettled(event, reached, order));
  if (settled.length === 0) return undefined;
  return { batch: { events: settled, pages, reached }, rest: parts(rest, shares, order), size: pages.length + left };
}

function eventsOf(pages: readonly DatedPage[], order: Order): readonly Dated[] {
  return sorted(
    pages.flatMap(({ events }) => events),
    order,
  );
}
