import { KINDS, type Group, type Timeline } from '@trailhound/core/reply';
import type { Bar, TimelineData, TopValues } from './data.ts';

/** What the page draws of a timeline, in few words: it is an answer of a tool as well. */
export function drawn(found: Timeline): Pick<TimelineData, 'total' | 'exact' | 'kinds' | 'width' | 'bars' | 'groups'> {
  const { total, complete: exact, width, bars, groups } = found;
  return { total, exact, kinds: KINDS, width, bars: bars.map(toBar), groups: groups.map(topValues) };
}

function toBar({ from, counts }: Timeline['bars'][number]): Bar {
  const end = counts.findLastIndex((count) => count > 0) + 1;
  return [from.replace(':00.000Z', 'Z'), ...counts.slice(0, end)];
}

function topValues({ by, distinct, error, top }: Group): TopValues {
  const values = top.map(({ value, count }) => [value, count] as const);
  return { by, distinct, ...(error === 0 ? {} : { count_may_be_high_by: error }), top: values };
}
