import { countLeading } from '../bisect.ts';
import { invalid } from '../errors.ts';
import { localDay, toUtc, zoneOf } from '../moment.ts';
import { iso, type Window } from '../window.ts';
import { field, worded } from '../wording.ts';

/** The bucket widths of a histogram. */
export const BUCKETS = ['hour', 'day', 'week'] as const;
export type Bucket = (typeof BUCKETS)[number];

/** How many events fall into each bucket. */
export interface Histogram {
  readonly bucket: Bucket;
  readonly timeZone: string;
  /** One for every bucket of the window, including empty ones. */
  readonly counts: readonly { readonly from: string; readonly count: number }[];
}

export interface HistogramBuilder {
  /** Where each bucket begins. */
  readonly starts: readonly number[];
  readonly add: (time: number) => void;
  /** Adds to each bucket as many as were counted for it. */
  readonly addBars: (bars: readonly number[]) => void;
  readonly build: () => Histogram;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MOST_BARS = 1000;
const LENGTHS: Readonly<Record<Bucket, number>> = { hour: HOUR, day: DAY, week: 7 * DAY };

/** Hours for up to two days, days for up to two months, otherwise weeks. */
function sensible({ from, to }: Window): Bucket {
  if (to - from <= 2 * DAY) return 'hour';
  return to - from <= 62 * DAY ? 'day' : 'week';
}

/** Counts events by time. Days and weeks start at midnight in the time zone, weeks on Monday. */
export function createHistogram(window: Window, timeZone = 'UTC', asked?: Bucket): HistogramBuilder {
  const bucket = asked ?? sensible(window);
  if ((window.to - window.from) / LENGTHS[bucket] > MOST_BARS) {
    throw invalid(
      'bucket',
      `${bucket} would make more than ${MOST_BARS} bars in this window`,
      worded`Use a wider ${field('bucket')}, or a shorter window.`,
    );
  }
  const starts = startsOf(window, bucket, zoneOf(timeZone));
  const counts = starts.map(() => 0);
  const addTo = (index: number, count: number): void => {
    counts[index] = (counts[index] ?? 0) + count;
  };
  return {
    starts,
    add: (time) => addTo(lastAtOrBefore(starts, time), 1),
    addBars: (bars) => {
      for (const [index, count] of bars.entries()) addTo(index, count);
    },
    build: () => ({
      bucket,
      timeZone,
      counts: starts.map((start, index) => ({ from: iso(start), count: counts[index] ?? 0 })),
    }),
  };
}

function startsOf(window: Window, bucket: Bucket, zone: Intl.DateTimeFormat): number[] {
  const starts: number[] = [];
  if (bucket === 'hour') {
    for (let start = window.from - (window.from % HOUR); start < window.to; start += HOUR) starts.push(start);
    return starts;
  }
  const today = localDay(window.from, zone);
  const sinceMonday = (new Date(today).getUTCDay() + 6) % 7;
  const first = bucket === 'week' ? today - sinceMonday * DAY : today;
  // Step by local date and convert each to an instant, because some days have 23 or 25 hours.
  for (let day = first; toUtc(day, zone) < window.to; day += LENGTHS[bucket]) starts.push(toUtc(day, zone));
  return starts;
}

/** The index of the last start that is not after a time. */
export function lastAtOrBefore(starts: readonly number[], time: number): number {
  return Math.max(0, countLeading(starts, (start) => start <= time) - 1);
}
