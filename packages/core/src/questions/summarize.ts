import * as z from 'zod';
import { calendarOf } from './calendar.ts';
import { invalid } from '../errors.ts';
import type { Connection } from '../exchange/connection.ts';
import { createGroup, SORTS, type Group, type Grouping, type Sort } from './groups.ts';
import { BUCKETS, createHistogram, type Histogram, type HistogramBuilder } from './histogram.ts';
import { present } from '../json.ts';
import type { Counting, Counts } from '../reading/countable.ts';
import { isComplete, type Coverage } from '../reading/coverage.ts';
import { DIMENSIONS, isOfEvents, TIME_DIMENSIONS, type Dimension } from '../reading/dimensions.ts';
import { beyond } from '../reading/order.ts';
import { describeQuery, QueryInput, type DescribedQuery, type Query, type QueryFor } from '../reading/query.ts';
import { openQuestion, type QueryOptions } from '../reading/question.ts';
import { coverageOf, openReading, type Reading } from '../reading/reading.ts';
import { parseInput } from '../refuse.ts';
import { createSums } from './sums.ts';
import { createUnusual, UNUSUAL, type Unusual } from './unusual.ts';
import { countByVendors, isOfTotals } from './vendor-counts.ts';
import { subtract } from '../window.ts';
import { field, worded } from '../wording.ts';

const TOP = 10;
const MOST_TOP = 1000;
const DEFAULT_BY: readonly Dimension[] = ['actor', 'verb', 'action', 'provider', 'flags'];

/** A query, and how to count what it finds. */
export const SummaryInput = QueryInput.omit({ order: true, limit: true, cursor: true }).extend({
  by: z
    .array(z.enum(DIMENSIONS))
    .max(100)
    .optional()
    .describe('What to group by: two are taken together, more each alone; an empty list for a plain count'),
  distinct: z.enum(DIMENSIONS).optional().describe('Also counts the distinct values of this per row, such as ip'),
  sort: z
    .enum(SORTS)
    .optional()
    .describe('Highest count first by default; or most distinct values, earliest first or latest last time'),
  unusual: z
    .enum(UNUSUAL)
    .optional()
    .describe(
      "In place of groups: the longest stretches of each log without an event, or each actor's busiest hours, beside what is usual",
    ),
  top: z.int().min(1).max(MOST_TOP).optional().describe(`How many values per group; ${TOP} by default`),
  bucket: z
    .enum([...BUCKETS, 'none'])
    .optional()
    .describe('Bucket width of the histogram, or none; by default what suits window and groups'),
});
export type SummaryInput = z.input<typeof SummaryInput>;
/** The query as it was understood, and how it was counted. */
export type DescribedSummary<C extends Connection = Connection> = Omit<
  DescribedQuery<C>,
  'order' | 'limit' | 'cursor'
> &
  Grouped;
type Grouped = Pick<SummaryInput, 'bucket' | 'distinct' | 'sort' | 'unusual'> & { by: Dimension[]; top: number };

/** How many events there were, who did most and when, and how much of the window was read. */
export interface Summary<C extends Connection = Connection> {
  /** The query with absolute times: sent again, it gives the same answer. */
  readonly query: DescribedSummary<C>;
  readonly total: number;
  /** Where the total comes from: counted here, or the vendors' own counts, or both, of different logs. */
  readonly counted: 'here' | 'by vendor' | 'partly by vendor';
  /** When, where all was counted here. */
  readonly first?: string;
  readonly last?: string;
  readonly groups: readonly Group[];
  /** Absent for a plain count, where a vendor counted, and for groups that are no list of values each. */
  readonly histogram?: Histogram;
  /** If asked for. */
  readonly unusual?: Unusual;
  readonly complete: boolean;
  readonly coverage: readonly Coverage[];
}

/**
 * Counts and groups events in one pass over the whole window, in constant memory. A plain count, or one by product,
 * account or log alone, is left to vendors that can count.
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
  const { distinct, sort, top = TOP, bucket, unusual, by = unusual && [], ...query } = parseInput(SummaryInput, input);
  checkSort(sort, distinct);
  // A text filter needs the message and the changes, which brief events leave out.
  const brief = query.text === undefined;
  const question = openQuestion(connections, options);
  const countOnly = unusual === undefined && isCountOnly(by, distinct);
  const reading = openReading(question, query, { eager: true, raw: false, brief, countOnly });
  const dimensions = [...new Set(by ?? usualGroups(reading))];
  const counting = { by: dimensions, top, ...present({ bucket, distinct, sort, unusual }) };
  const counts = isOfLogs(counting) ? await countByVendors(question, reading, dimensions[0]) : [];
  return { ...(await countHere(reading, counting, counts)), ...closing(reading, counting) };
}

/** Whether a total of each log is all that is asked for. */
function isOfLogs({ by, bucket = 'none', sort = 'count', distinct, unusual }: Grouped): boolean {
  const isMore = bucket !== 'none' || sort !== 'count' || distinct !== undefined || unusual !== undefined;
  return !isMore && isOfTotals(by);
}

function checkSort(sort: Sort | undefined, distinct: Dimension | undefined): void {
  if (sort !== 'distinct' || distinct !== undefined) return;
  throw invalid('sort', 'distinct needs to know what to count', worded`Set ${field('distinct')} too, such as to ip.`);
}

/** A table that says when, or has two dimensions, needs no histogram. */
function histogramFor({ window, timeZone }: Query, { by, bucket, unusual }: Grouped): HistogramBuilder | undefined {
  const isTold = unusual !== undefined || by.length === 2 || (by.length === 1 && by.every((one) => TIMES.has(one)));
  const width = bucket ?? (isTold ? 'none' : undefined);
  return width === 'none' ? undefined : createHistogram(window, timeZone, width);
}

const TIMES: ReadonlySet<Dimension> = new Set(TIME_DIMENSIONS);

/** Whether stores can count it without giving their events: each value alone, whatever the time zone. */
function isCountOnly(by: readonly Dimension[] = [], distinct: Dimension | undefined): boolean {
  return distinct === undefined && new Set(by).size !== 2 && by.every(isOfEvents);
}

function groupings({ by, distinct, sort = 'count', top }: Grouped): Grouping[] {
  const [first, second] = by;
  const rest = { distinct, sort, top };
  if (first !== undefined && by.length === 2) return [{ by: first, with: second, ...rest }];
  return by.map((one) => ({ by: one, ...rest }));
}

function usualGroups({ query }: Reading): readonly Dimension[] {
  return query.parts.some(({ account }) => account !== undefined) ? [...DEFAULT_BY, 'account'] : DEFAULT_BY;
}

type Found = Pick<Summary, 'total' | 'counted' | 'first' | 'last' | 'groups' | 'histogram' | 'unusual'>;

/** Counts what vendors have not. */
async function countHere(reading: Reading, counting: Grouped, byVendors: readonly Counts[]): Promise<Found> {
  const { query } = reading;
  // Nobody knows when it happened that a vendor has counted.
  const histogram = byVendors.length > 0 ? undefined : histogramFor(query, counting);
  const groups = groupings(counting).map((grouping) => createGroup(grouping));
  const sums = createSums({ groups, histogram, calendar: calendarOf(query.timeZone) });
  byVendors.forEach(sums.addCounts);
  const unusual = counting.unusual && createUnusual(counting.unusual, query);
  for await (const run of reading.runs) {
    run.forEach(sums.add);
    if (unusual !== undefined) run.forEach(unusual.add);
  }
  const starts = histogram?.starts ?? [query.window.from];
  await countDeferred(reading, { by: counting.by.filter(isOfEvents), starts }, sums.addCounts);
  const seen = unusual?.build(coverageOf(reading), counting.top);
  return { ...sums.figures(), counted: whoCounted(byVendors, reading), ...present({ unusual: seen }) };
}

function whoCounted({ length }: readonly Counts[], { tallies }: Reading): Summary['counted'] {
  if (length === 0) return 'here';
  return length < tallies.length ? 'partly by vendor' : 'by vendor';
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

function closing(reading: Reading, counting: Grouped): Pick<Summary, 'query' | 'complete' | 'coverage'> {
  const coverage = coverageOf(reading);
  const { order: _, limit: __, cursor: ___, ...query } = describeQuery(reading.query);
  return { query: { ...query, ...counting }, complete: isComplete(coverage), coverage };
}
