import type { Missing } from './gap.ts';
import type { Batch, SliceOptions, Span } from './span.ts';
import type { Criteria } from '../provider.ts';

/** All that a query may want of an event. */
export interface Wanted extends Criteria {
  readonly text?: string | undefined;
  readonly flags?: readonly string[] | undefined;
}

/** A span, and what is wanted of it besides the vendor's own filters. */
export interface WantedSpan extends Span {
  readonly wanted: Wanted;
}

/** How a source is read, and how far. */
export interface SpanOptions extends Omit<SliceOptions, 'prefetch' | 'maxPages'> {
  /** When the question was asked, epoch milliseconds. */
  readonly now: number;
}

/**
 * Where the events of a log come from: a vendor, or a store with a vendor behind it. Questions know this and nothing
 * behind it.
 */
export interface SpanSource {
  /**
   * The events of a span that are wanted, and no others, in batches that go from its near end to its far end. No event
   * of a batch belongs before what an earlier one has reached. A source that cannot go on throws, and what it has not
   * reached is a gap. One that can go on past a hole names it as `missing`.
   */
  readonly read: (span: WantedSpan, options: SpanOptions) => AsyncGenerator<Batch, void, undefined>;
  /** Counts a span without reading it. Undefined where this source cannot. */
  readonly counter?: (span: WantedSpan) => ((options: SpanOptions) => Promise<Count>) | undefined;
}

/** How many events of a span are wanted, as far as it can be had. */
export interface Count {
  readonly total: number;
  readonly missing: readonly Missing[];
}
