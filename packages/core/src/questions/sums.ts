import { createCounter, type Counted } from './counter.ts';
import { valuesOf, type Dimension } from '../reading/dimensions.ts';
import type { HistogramBuilder } from './histogram.ts';
import type { Counts } from '../reading/countable.ts';
import type { Dated } from '../reading/order.ts';
import { iso } from '../window.ts';

/** The most frequent values of one dimension. */
export interface Group {
  readonly by: Dimension;
  readonly top: readonly Counted[];
  /** How many distinct values there are, at least. */
  readonly distinct: number;
  /** How much too high a count may be; 0 when all of them are exact. */
  readonly error: number;
}

interface Figures {
  readonly total: number;
  readonly first?: string;
  readonly last?: string;
  readonly groups: readonly Group[];
}

/** Adds up events, one by one or counted by a store. */
interface Sums {
  readonly add: (dated: Dated) => void;
  readonly addCounts: (counts: Counts) => void;
  readonly figures: (top: number) => Figures;
}

export function createSums(by: readonly Dimension[], histogram: HistogramBuilder): Sums {
  const counters = new Map(by.map((dimension) => [dimension, createCounter()]));
  let total = 0;
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  return {
    add: ({ at, event }) => {
      total += 1;
      first = Math.min(first, at);
      last = Math.max(last, at);
      histogram.add(at);
      for (const [dimension, counter] of counters)
        for (const value of valuesOf(dimension, event)) if (value !== undefined) counter.add(value);
    },
    addCounts: (counts) => {
      total += counts.total;
      first = Math.min(first, counts.first ?? first);
      last = Math.max(last, counts.last ?? last);
      histogram.addBars(counts.bars);
      for (const [dimension, counter] of counters)
        for (const [value, times] of counts.values[dimension] ?? []) counter.add(value, times);
    },
    figures: (top) => {
      const groups = [...counters].map(([dimension, counter]): Group => ({
        by: dimension,
        top: counter.top(top),
        distinct: counter.distinct(),
        error: counter.error(),
      }));
      return { total, ...(total === 0 ? {} : { first: iso(first), last: iso(last) }), groups };
    },
  };
}
