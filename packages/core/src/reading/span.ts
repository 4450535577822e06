import type { Connection } from '../exchange/connection.ts';
import type { Countable } from './countable.ts';
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
  /** How long the first slice is; what suits the log by default. */
  readonly sliceMs?: number | undefined;
}

/** Some events, and how far reading has come with them. */
export interface Batch {
  /** In the asked order. */
  readonly events: readonly Dated[];
  /** The high-water mark: for `oldest` everything before it has been read, for `newest` everything from it on. */
  readonly reached: number;
  /** How many entries were looked at. */
  readonly scanned: number;
  /** How many vendor pages it took; none if the events come from a store. */
  readonly pages: number;
  /** What a reader of the answer should know. */
  readonly notices: readonly string[];
  /**
   * Parts of the span that cannot be read, anywhere in it. Reported as soon as they are known; reading continues past
   * them.
   */
  readonly missing?: readonly Missing[];
  /** Where it comes from a store: which stretch. */
  readonly kept?: Kept | undefined;
  /** In place of events, where a question only counts: a stretch that can be counted at its end. */
  readonly countable?: Countable | undefined;
}

/** A stretch that a store holds whole. */
export interface Kept extends Window {
  /** When the store last added to it, epoch milliseconds. */
  readonly readAt: number;
  /** Where the ledger of an archive stands, for citing. What is only kept in memory has none. */
  readonly ledger?: { readonly seq: number; readonly hash: string } | undefined;
}

export interface SliceOptions extends WalkOptions {
  /** Reads several slices at once. Without it, nothing is read before the caller asks for it. */
  readonly eager?: boolean | undefined;
  /** The caller may stop soon: if the vendor reports totals, slices are cut to about a page. */
  readonly lookingForOne?: boolean | undefined;
}

/** Combines some pages into a batch. */
export function batchOf(events: readonly Dated[], pages: readonly DatedPage[], reached: number): Batch {
  return {
    events,
    reached,
    scanned: pages.reduce((sum, { scanned }) => sum + scanned, 0),
    pages: pages.length,
    notices: pages.flatMap(({ notices }) => notices),
  };
}

/** How far a page brings reading. It may end between events of the same time, which only the next page settles. */
export function reachedBy(events: readonly Dated[], { from, to }: Window, order: Order): number {
  const last = events.at(-1)?.at;
  if (order === 'oldest') return last === undefined ? from : Math.max(from, last);
  return last === undefined ? to : Math.min(to, last + 1);
}

/** Options of a read that also ends when nobody wants the rest any more. */
export function stoppable(options: SliceOptions, stop: AbortSignal): SliceOptions {
  return {
    ...options,
    prefetch: false,
    signal: options.signal === undefined ? stop : AbortSignal.any([options.signal, stop]),
  };
}
