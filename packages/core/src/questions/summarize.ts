import * as z from 'zod';
import type { Connection } from '../exchange/connection.ts';
import { createSums, type Group } from './sums.ts';
import type { Counting, Counts } from '../reading/countable.ts';
import { isComplete, type Coverage, type Tally } from '../reading/coverage.ts';
import { DIMENSIONS, type Dimension } from '../reading/dimensions.ts';
import { BUCKETS, createHistogram, type Histogram, type HistogramBuilder } from './histogram.ts';
import { whyFailed } from '../reading/gap.ts';
import { beyond } from '../reading/order.ts';
import { describeQuery, QueryInput, type DescribedQuery, type QueryFor } from '../reading/query.ts';
import { openQuestion, type QueryOptions, type Question } from '../reading/question.ts';
import { coverageOf, openReading, type Reading } from '../reading/reading.ts';
import type { Count } from '../reading/span-source.ts';
import { present } from '../json.ts';
import { parseInput } from '../refuse.ts';
import { subtract, type Window } from '../window.ts';

const TOP = 10;
const MOST_TOP = 1000;
const DEFAULT_BY: readonly Dimension[] = ['actor', 'verb', 'action', 'provider', 'flags'];

/** A query, and how to count what it finds. */
export const SummaryInput = QueryInput.omit({ order: true, limit: true, cursor: true }).extend({
  by: z.array(z.enum(DIMENSIONS)).max(100).optional().describe('What to group by; an empty list for a plain count'),
  top: z.int().min(1).max(MOST_TOP).optional().describe(`How many values per group; ${TOP} by default`),
  bucket: z.enum(BUCKETS).optional().describe('Bucket width of the histogram; chosen to suit the window by default'),
});
export type SummaryInput = z.input<typeof SummaryInput>;
/** The query as it was understood, and how it was counted. */
export type DescribedSummary<C extends Connection = Connection> = Omit<
  DescribedQuery<C>,
  'order' | 'limit' | 'cursor'
> &
  Grouping;
type Grouping = Pick<SummaryInput, 'bucket'> & { by: Dimension[]; top: number };

/** How many events there were, who did most and when, and how much of the window was read. */
export interface Summary<C extends Connection = Connection> {
  /** The query with absolute times: sent again, it gives the same answer. */
  readonly query: DescribedSummary<C>;
  readonly total: number;
  /** Where the total comes from: counted here, or the vendor's own count. */
  readonly counted: 'here' | 'by vendor';
  readonly first?: string;
  readonly last?: string;
  readonly groups: readonly Group[];
  /** Absent for a plain count. */
  readonly histogram?: Histogram;
  readonly complete: boolean;
  readonly coverage: readonly Coverage[];
}

/**
 * Counts and groups events in one pass over the whole window, in constant memory. A plain count is left to vendors that
 * can count.
 */
export function summarize<C extends Connection>(
  connections: readonly C[],
  input?: QueryFor<C, SummaryInput>,
  options?: QueryOptions,
): Promise<Summary<C>>;
export async function summarize(
  connections: readonly Connection[],
  input: SummaryInput = {},
  options: QueryOptions = {},
): Promise<Summary> {
  const { by: groups, top = TOP, bucket, ...query } = parseInput(SummaryInput, input);
  // A text filter needs the message and the changes, which brief events leave out.
  const brief = query.text === undefined;
  const question = openQuestion(connections, options);
  const reading = openReading(question, query, { eager: true, raw: false, brief, countOnly: true });
  const by = groups ?? usualGroups(reading);
  const counting = { by: by.slice(), top, ...present({ bucket }) };
  if (by.length === 0 && bucket === undefined) {
    const counted = await countByVendor(question, reading);
    if (counted !== undefined) return { ...counted, ...closing(reading, counting) };
  }
  const histogram = createHistogram(reading.query.window, query.timeZone, bucket);
  const counts = await countHere(reading, by, top, histogram);
  return { ...counts, ...closing(reading, counting), histogram: histogram.build() };
}

function usualGroups({ query }: Reading): readonly Dimension[] {
  return query.parts.some(({ account }) => account !== undefined) ? [...DEFAULT_BY, 'account'] : DEFAULT_BY;
}

type Found = Pick<Summary, 'total' | 'counted' | 'first' | 'last' | 'groups'>;

async function countHere(
  reading: Reading,
  by: readonly Dimension[],
  top: number,
  histogram: HistogramBuilder,
): Promise<Found> {
  const sums = createSums(by, histogram);
  for await (const run of reading.runs) run.forEach(sums.add);
  await countDeferred(reading, { by, starts: histogram.starts }, sums.addCounts);
  return { ...sums.figures(top), counted: 'here' };
}

/** Counts what stores can count, as far as the other logs were read. */
async function countDeferred(
  { query, tallies, halted }: Reading,
  counting: Counting,
  add: (counts: Counts) => void,
): Promise<void> {
  const reached = halted();
  const left = reached === undefined ? [] : [beyond(query.window, reached, query.order)];
  for (const tally of tallies) {
    for (const { window, count } of tally.deferred) {
      for (const part of subtract(window, left)) {
        const { counts, missing } = await count(part, counting);
        tally.add({ scanned: counts.total, pages: 0, notices: [], missing }, counts.total);
        add(counts);
      }
    }
  }
}

function closing(reading: Reading, counting: Grouping): Pick<Summary, 'query' | 'complete' | 'coverage'> {
  const coverage = coverageOf(reading);
  const { order: _, limit: __, cursor: ___, ...query } = describeQuery(reading.query);
  return { query: { ...query, ...counting }, complete: isComplete(coverage), coverage };
}

/** The vendors' own totals, if every log has one and nothing has to be filtered here. */
async function countByVendor(question: Question, reading: Reading): Promise<Found | undefined> {
  const { tallies, query } = reading;
  const counters = tallies.flatMap((tally) => {
    const { source, ...asked } = tally.part;
    const counter = source.counter?.({ ...asked, window: query.window, order: query.order });
    return counter === undefined ? [] : [{ tally, counter }];
  });
  if (counters.length < tallies.length) return undefined;
  const totals = await Promise.all(
    counters.map(({ tally, counter }) => countLog(tally, query.window, () => counter(question.options))),
  );
  const total = totals.reduce((sum, one) => sum + one, 0);
  return { total, counted: 'by vendor', groups: [] };
}

async function countLog(tally: Tally, window: Window, count: () => Promise<Count>): Promise<number> {
  try {
    const { total, missing } = await count();
    tally.add({ scanned: 0, pages: 1, notices: [], missing }, total);
    tally.total(total);
    return total;
  } catch (thrown) {
    tally.gap({ ...window, ...whyFailed(thrown, tally.part.connection) });
    return 0;
  }
}
