import type { LocalTime } from './calendar.ts';
import type { Group, GroupBuilder } from './groups.ts';
import type { Histogram, HistogramBuilder } from './histogram.ts';
import { present } from '../json.ts';
import type { Counts, Times } from '../reading/countable.ts';
import { isOfEvents } from '../reading/dimensions.ts';
import type { Dated } from '../reading/order.ts';
import { knownTime } from '../window.ts';

interface Figures {
  readonly total: number;
  readonly first?: string;
  readonly last?: string;
  readonly groups: readonly Group[];
  readonly histogram?: Histogram;
}

/** Adds up events, one by one or counted by a store. */
interface Sums {
  readonly add: (dated: Dated) => void;
  readonly addCounts: (counts: Counts) => void;
  readonly figures: () => Figures;
}

/** What events are added to. */
interface SumsOf {
  readonly groups: readonly GroupBuilder[];
  readonly histogram: HistogramBuilder | undefined;
  readonly calendar: (at: number) => LocalTime;
}

export function createSums({ groups, histogram, calendar }: SumsOf): Sums {
  let total = 0;
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  return {
    add: ({ at, event }) => {
      total += 1;
      first = Math.min(first, at);
      last = Math.max(last, at);
      histogram?.add(at);
      const impersonated = event.impersonator === undefined ? 0 : 1;
      const times: Times = { count: 1, first: at, last: at, impersonated };
      const seen = { event, times, local: () => calendar(at) };
      for (const group of groups) group.add(seen);
    },
    addCounts: (counts) => {
      total += counts.total;
      first = Math.min(first, counts.first ?? first);
      last = Math.max(last, counts.last ?? last);
      histogram?.addBars(counts.bars);
      for (const { by, addTimes } of groups)
        for (const [value, times] of (isOfEvents(by) && counts.values[by]) || []) addTimes(value, times);
    },
    figures: () => ({
      total,
      ...present({ first: knownTime(first), last: knownTime(last) }),
      groups: groups.map(({ build }) => build()),
      ...present({ histogram: histogram?.build() }),
    }),
  };
}
