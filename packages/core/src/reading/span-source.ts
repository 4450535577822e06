import type { Hours } from './hours.ts';
import type { Missing } from './gap.ts';
import type { Batch, SliceOptions, Span } from './span.ts';
import type { Criteria } from '../provider.ts';

/** Every criterion that a query may have for an event. */
export interface Wanted extends Criteria {
  readonly actorDomain?: string | undefined;
  readonly impersonator?: string | undefined;
  readonly categories?: readonly string[] | undefined;
  readonly hours?: Hours | undefined;
  readonly text?: string | undefined;
  readonly flags?: readonly string[] | undefined;
}

/** A span with the criteria of the query, besides the vendor's own filters. */
export interface WantedSpan extends Span {
  readonly wanted: Wanted;
}

/** Whether all events of a span are wanted. */
export function isAll({ wanted, filters }: WantedSpan): boolean {
  return Object.keys(wanted).length === 0 && Object.keys(filters).length === 0;
}

/** How a source is read, and how far. */
export interface SpanOptions extends Omit<SliceOptions, 'prefetch' | 'maxPages'> {
  /** When the question was asked, in epoch milliseconds. */
  readonly now: number;
  /** The question only counts: a source may give a `countable` in place of events. */
  readonly countOnly?: boolean | undefined;
}

/**
 * Where the events of a log come from: a vendor, or a store with a vendor behind it. Questions depend on this interface
 * and on nothing behind it.
 */
export interface SpanSource {
  /**
   * Yields exactly the matching events of a span, in batches from its near end to its far end. No event of a batch
   * sorts before what an earlier batch has `reached`. A source that cannot continue throws, and the rest of the span
   * becomes a gap. One that can continue past a hole reports it as `missing`.
   */
  readonly read: (span: WantedSpan, options: SpanOptions) => AsyncGenerator<Batch, void, undefined>;
  /** Counts a span without reading it. Undefined if this source cannot. */
  readonly counter?: (span: WantedSpan) => ((options: SpanOptions) => Promise<Count>) | undefined;
}

/** How many events of a span match, as far as that is known. */
export interface Count {
  readonly total: number;
  readonly missing: readonly Missing[];
}
