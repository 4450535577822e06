import * as z from 'zod';
import type { Connection } from '../exchange/connection.ts';
import { calendarOf } from './calendar.ts';
import type { AuditEvent, Verb } from '../event.ts';
import { createGroup, type Group } from './groups.ts';
import { createHistogram, lastAtOrBefore, type Bucket } from './histogram.ts';
import { createSums } from './sums.ts';
import { isComplete, type Coverage } from '../reading/coverage.ts';
import type { Dimension } from '../reading/dimensions.ts';
import type { Dated } from '../reading/order.ts';
import { describeQuery, QueryInput, type DescribedQuery, type QueryFor } from '../reading/query.ts';
import { openQuestion, type QueryOptions } from '../reading/question.ts';
import { coverageOf, openReading, type Reading } from '../reading/reading.ts';
import { invalid } from '../errors.ts';
import { parseInput } from '../refuse.ts';
import { iso, type Window } from '../window.ts';

/** The kinds of verbs that a bar is stacked of. */
export const KINDS = ['changed', 'exported', 'read', 'signed in', 'other'] as const;
export type Kind = (typeof KINDS)[number];

const KIND_OF: Readonly<Record<Verb, Kind>> = {
  create: 'changed',
  update: 'changed',
  delete: 'changed',
  export: 'exported',
  share: 'exported',
  read: 'read',
  play: 'read',
  access: 'read',
  login: 'signed in',
  logout: 'signed in',
  impersonate: 'other',
  other: 'other',
};

const TOP = 8;
const BY = ['actor', 'action', 'verb', 'provider', 'flags', 'ip'] as const satisfies readonly Dimension[];
/** The most events that are kept, whatever is asked for. */
const MOST_KEPT = 10_000;

/** A query, and how much to show of what it finds. */
export const TimelineInput = QueryInput.omit({ order: true, limit: true, cursor: true }).extend({
  top: z.int().min(1).max(100).optional().describe(`How many values per list; ${TOP} by default`),
  newest: z.int().min(0).max(MOST_KEPT).optional().describe('How many of the newest events to keep; none by default'),
});
export type TimelineInput = z.input<typeof TimelineInput>;

/** Bars over time by kind of verb, the most frequent values, and the newest events. */
export interface Timeline<C extends Connection = Connection> {
  /** The query with absolute times: sent again, it gives the same answer. */
  readonly query: Omit<DescribedQuery<C>, 'order' | 'limit' | 'cursor'>;
  readonly total: number;
  readonly first?: string;
  readonly last?: string;
  /** The width of a bar: `each` hours, days or weeks. */
  readonly width: Width;
  /** At most 120, one for every stretch of the window, with a count for each of `KINDS`. */
  readonly bars: readonly Bar[];
  readonly groups: readonly Group[];
  /** The newest events, as many as were asked for. */
  readonly events: readonly AuditEvent[];
  readonly complete: boolean;
  readonly coverage: readonly Coverage[];
}

interface Width {
  readonly bucket: Bucket;
  readonly each: number;
}

interface Bar {
  readonly from: string;
  readonly counts: readonly number[];
}

/** Counts events over time by kind of verb, in one pass over the whole window. */
export function timeline<C extends Connection>(
  connections: readonly C[],
  input?: QueryFor<C, TimelineInput>,
  options?: QueryOptions,
): Promise<Timeline<C>>;
export async function timeline(
  connections: readonly Connection[],
  input: TimelineInput = {},
  options: QueryOptions = {},
): Promise<Timeline> {
  const { top = TOP, newest = 0, ...query } = parseInput(TimelineInput, input);
  const brief = newest === 0 && query.text === undefined;
  const reading = openReading(openQuestion(connections, options), query, { eager: true, raw: false, brief });
  const { window, timeZone } = reading.query;
  const width = widthFor(window);
  const histogram = createHistogram(window, timeZone, width.bucket);
  const groups = dimensions(reading).map((by) => createGroup({ by, sort: 'count', top, asNamed: true }));
  const sums = createSums({ groups, histogram: undefined, calendar: calendarOf(timeZone) });
  const stacks = createStacks(histogram.starts.filter(isStart(width)));
  const kept: AuditEvent[] = [];
  for await (const run of reading.runs) {
    for (const dated of run) {
      sums.add(dated);
      stacks.add(dated);
      if (kept.length < newest) kept.push(dated.event);
    }
  }
  return { ...sums.figures(), width, bars: stacks.bars(), events: kept, ...closing(reading) };
}

function dimensions({ query }: Reading): readonly Dimension[] {
  return query.parts.some(({ account }) => account !== undefined) ? [...BY, 'account'] : BY;
}

const HOUR = 3_600_000;
const LENGTHS: Readonly<Record<Bucket, number>> = { hour: HOUR, day: 24 * HOUR, week: 168 * HOUR };
/** Two fewer than 120: a window may begin and end within a bar. */
const MOST_BARS = 118;
/** Beyond three hours a day is easier to read. */
const MOST_HOURS = 3;
const MOST_WEEKS = 1000;

/** The narrowest bars of which not too many are needed. */
function widthFor({ from, to }: Window): Width {
  const needed = (bucket: Bucket): number => Math.max(1, Math.ceil((to - from) / LENGTHS[bucket] / MOST_BARS));
  if (needed('hour') <= MOST_HOURS) return { bucket: 'hour', each: needed('hour') };
  if (needed('day') === 1) return { bucket: 'day', each: 1 };
  if (to - from > MOST_WEEKS * LENGTHS.week) {
    throw invalid('since', `the window is longer than ${MOST_WEEKS} weeks`, 'Ask for a later start.');
  }
  return { bucket: 'week', each: needed('week') };
}

/** Tells which buckets begin a bar: several hours begin at the same hours of every day. */
function isStart({ bucket, each }: Width): (start: number, index: number) => boolean {
  return (start, index) => index === 0 || (bucket === 'hour' ? start / HOUR : index) % each === 0;
}

function createStacks(starts: readonly number[]): { add: (dated: Dated) => void; bars: () => Bar[] } {
  const stacks = starts.map(() => KINDS.map(() => 0));
  return {
    add: ({ at, event }) => {
      const stack = stacks[lastAtOrBefore(starts, at)] ?? [];
      const kind = KINDS.indexOf(KIND_OF[event.verb]);
      stack[kind] = (stack[kind] ?? 0) + 1;
    },
    bars: () => starts.map((start, index) => ({ from: iso(start), counts: stacks[index] ?? [] })),
  };
}

function closing(reading: Reading): Pick<Timeline, 'query' | 'complete' | 'coverage'> {
  const coverage = coverageOf(reading);
  const { order: _, limit: __, cursor: ___, ...query } = describeQuery(reading.query);
  return { query, complete: isComplete(coverage), coverage };
}
