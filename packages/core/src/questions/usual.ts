import { offsetsOf } from '../moment.ts';
import type { Window } from '../window.ts';

export const HOUR = 3_600_000;
const DAY = 24;
const WEEK = 7 * DAY;
/** From so many weeks on, hours are compared with the same hour of the same weekday. */
const WEEKS = 3;

/** How many events are usual at an hour, in the time zone of the query. */
export interface Usual {
  readonly by: 'hour of the week' | 'hour of the day';
  /** How many events a stretch without any would usually have; undefined where nothing tells. */
  readonly within: (stretch: Window, counts: ReadonlyMap<number, number>) => number | undefined;
  /** The local hour of an instant, by number. */
  readonly hourOf: (at: number) => number;
}

/** Compares hours of a window with the like hours of the same window. */
export function createUsual(window: Window, timeZone: string | undefined): Usual {
  const offset = offsetsOf(timeZone);
  const hourOf = (at: number): number => Math.floor((at + offset(at)) / HOUR);
  const [first, last] = [hourOf(window.from), hourOf(window.to - 1)];
  const cycle = last - first >= WEEKS * WEEK - 1 ? WEEK : DAY;
  return {
    by: cycle === WEEK ? 'hour of the week' : 'hour of the day',
    hourOf,
    within: (stretch, counts) => {
      const [begin, end] = [hourOf(stretch.from), hourOf(stretch.to - 1)];
      let [usual, isTold] = [0, false];
      for (let hour = begin; hour <= end; hour += 1) {
        const mean = meanOf(
          like(hour, { first, last, cycle }).filter((one) => one < begin || one > end),
          counts,
        );
        if (mean === undefined) continue;
        isTold = true;
        usual += mean * shareOf(hour, stretch, offset);
      }
      return isTold ? usual : undefined;
    },
  };
}

interface Cycle {
  readonly first: number;
  readonly last: number;
  readonly cycle: number;
}

/** All hours of the window that are at the same place of the cycle. */
function like(hour: number, { first, last, cycle }: Cycle): number[] {
  const begin = first + ((((hour - first) % cycle) + cycle) % cycle);
  return Array.from(
    { length: Math.max(0, Math.floor((last - begin) / cycle) + 1) },
    (_, index) => begin + index * cycle,
  );
}

function meanOf(hours: readonly number[], counts: ReadonlyMap<number, number>): number | undefined {
  if (hours.length === 0) return undefined;
  return hours.reduce((sum, hour) => sum + (counts.get(hour) ?? 0), 0) / hours.length;
}

/** How much of an hour a stretch covers. */
function shareOf(hour: number, { from, to }: Window, offset: (at: number) => number): number {
  const begin = Math.max(hour * HOUR, from + offset(from));
  const end = Math.min((hour + 1) * HOUR, to + offset(to - 1));
  return Math.max(0, end - begin) / HOUR;
}
