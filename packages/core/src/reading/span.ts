import type { Connection } from '../exchange/connection.ts';
import type { Missing } from './gap.ts';
import type { Dated, Order } from './order.ts';
import type { DatedPage } from './page.ts';
import type { Filters, Log } from '../provider.ts';
import type { WalkOptions } from './walk.ts';
import type { Window } from '../window.ts';

/** A long window of one log. */
export interface Span {
  readonly connection: Connection;
  readonly log: Log;
  readonly window: Window;
  /** The vendor's own filters. */
  readonly filters: Filters;
  readonly order: Order;
  /** How long the first slice is, if not what suits the log. */
  readonly sliceMs?: number | undefined;
}

/** Some events, and how far they bring the reading. */
export interface Batch {
  /** In the asked order. */
  readonly events: readonly Dated[];
  /** How far everything has been read: for `oldest` all that lies before, for `newest` all from there on. */
  readonly reached: number;
  /** How many entries were looked at for it. */
  readonly scanned: number;
  /** How many pages a vendor sent for it; none where it comes from a store. */
  readonly pages: number;
  /** What a reader of the answer should know. */
  readonly notices: readonly string[];
  /** What cannot be had of the span, wherever it lies in it. Said as soon as it is known; reading goes on past it. */
  readonly missing?: readonly Missing[];
}

export interface SliceOptions extends WalkOptions {
  /** Reads slices side by side. Without it nothing is read that the caller does not come for. */
  readonly eager?: boolean | undefined;
  /** The caller may stop soon: where the vendor tells how much there is, slices are cut to about a page. */
  readonly lookingForOne?: boolean | undefined;
}

/** What some pages come to. */
export function batchOf(events: readonly Dated[], pages: readonly DatedPage[], reached: number): Batch {
  return {
    events,
    reached,
    scanned: pages.reduce((sum, { scanned }) => sum + scanned, 0),
    pages: pages.length,
    notices: pages.flatMap(({ notices }) => notices),
  };
}

/** How far a page brings the reading of a window. It may end in the midst of events of the same time: the next page settles those. */
export function reachedBy(events: readonly Dated[], { from, to }: Window, order: Order): number {
  const last = events.at(-1)?.at;
  if (order === 'oldest') return last === undefined ? from : Math.max(from, last);
  return last === undefined ? to : Math.min(to, last + 1);
}

/** Options of a read that ends when the caller gives up, or when nobody wants the rest any more. */
export function stoppable(options: SliceOptions, stop: AbortSignal): SliceOptions {
  return {
    ...options,
    prefetch: false,
    signal: options.signal === undefined ? stop : AbortSignal.any([options.signal, stop]),
  };
}
