import type { CallLimits } from '../exchange/call-limits.ts';
import type { EventDetail, Filters } from '../provider.ts';
import type { Window } from '../window.ts';

/** A piece of a log that is read on its own. Everything in it is frozen. */
export interface Slice<F = Filters> {
  readonly log: string;
  readonly window: Window;
  /** The vendor's own filters. */
  readonly filters?: F | undefined;
  /** The order to request where the vendor offers a choice; pages come in the vendor's order. */
  readonly order?: 'newest' | 'oldest' | undefined;
}

/** How a slice is read. */
export interface ReadOptions extends CallLimits, EventDetail {
  /** Requests the next page while the caller works on this one. On by default. */
  readonly prefetch?: boolean | undefined;
  /** More pages than this are an error: the vendor is probably looping. */
  readonly maxPages?: number | undefined;
  /** Replaces secrets in events with markers. On by default. */
  readonly redact?: boolean | undefined;
  /** Keeps the vendor's entry in every event. On by default; without it an event takes half the memory. */
  readonly raw?: boolean | undefined;
}
