import type { Missing } from './gap.ts';
import type { EventDimension } from './dimensions.ts';
import type { Window } from '../window.ts';

/** What is to be counted. */
export interface Counting {
  readonly by: readonly EventDimension[];
  /** Where each bar of the histogram begins, epoch milliseconds, oldest first. At least one; the first begins where the window does or before. */
  readonly starts: readonly number[];
}

/** How many events there are, and of which kind. */
export interface Counts {
  readonly total: number;
  /** Epoch milliseconds; undefined where there are none, and NaN where that is not known. */
  readonly first: number | undefined;
  readonly last: number | undefined;
  /** The events that have each value. */
  readonly values: Partial<Readonly<Record<EventDimension, ReadonlyMap<string, Times>>>>;
  /** How many events are in each bar. */
  readonly bars: readonly number[];
}

/** How often a value was seen, and when. */
export interface Times {
  readonly count: number;
  /** Epoch milliseconds; NaN where that is not known. */
  readonly first: number;
  readonly last: number;
  /** How many of the events somebody did in the name of somebody else. Counted for actors alone; 0 for other values. */
  readonly impersonated: number;
}

/** Adds what is known of one more part to what is known of a value. */
export function plusTimes(one: Times | undefined, more: Times): Times {
  if (one === undefined) return more;
  return {
    count: one.count + more.count,
    first: Math.min(one.first, more.first),
    last: Math.max(one.last, more.last),
    impersonated: one.impersonated + more.impersonated,
  };
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
