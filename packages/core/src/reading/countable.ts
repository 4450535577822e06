import type { Missing } from './gap.ts';
import type { Dimension } from './dimensions.ts';
import type { Window } from '../window.ts';

/** What is to be counted. */
export interface Counting {
  readonly by: readonly Dimension[];
  /** Where each bar of the histogram begins, epoch milliseconds, oldest first. At least one; the first begins where the window does or before. */
  readonly starts: readonly number[];
}

/** How many events there are, and of which kind. */
export interface Counts {
  readonly total: number;
  /** Epoch milliseconds; undefined where there are none. */
  readonly first: number | undefined;
  readonly last: number | undefined;
  /** How many events have each value. */
  readonly values: Partial<Readonly<Record<Dimension, ReadonlyMap<string, number>>>>;
  /** How many events are in each bar. */
  readonly bars: readonly number[];
}

/** A stretch that a store can count without giving its events. */
export interface Countable {
  readonly window: Window;
  /** Counts a part of it, once the question knows how far its other logs were read. */
  readonly count: (window: Window, counting: Counting) => Promise<CountedStretch>;
}

/** The counts of a stretch, and what was gone by then. */
export interface CountedStretch {
  readonly counts: Counts;
  readonly missing: readonly Missing[];
}
