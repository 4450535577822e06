import type { Connection } from '../exchange/connection.ts';
import { isComplete, type Coverage } from '../reading/coverage.ts';
import type { AuditEvent } from '../event.ts';
import { beyond, type Dated, type Place } from '../reading/order.ts';
import { writePosition } from '../reading/position.ts';
import { describeQuery, type DescribedQuery, type QueryFor, type QueryInput } from '../reading/query.ts';
import { openQuestion, type QueryOptions } from '../reading/question.ts';
import { coverageOf, openReading, type Reading } from '../reading/reading.ts';
import { field, fill, worded } from '../wording.ts';

/** The events that a search found, the query as it was understood, and the coverage of each log. */
export interface SearchResult<C extends Connection = Connection> {
  /** The query with absolute times: sent again, it gives the same answer. */
  readonly query: DescribedQuery<C>;
  readonly events: readonly AuditEvent[];
  /** Continues where this answer ends; absent when there is nothing more to come. */
  readonly cursor?: string;
  /** Whether the answer holds everything that was asked for. */
  readonly complete: boolean;
  readonly coverage: readonly Coverage[];
}

/** How far a search may go. */
export interface SearchOptions extends QueryOptions {
  /**
   * Whether one more event fits. The first is always returned, and the cursor continues after the last that did fit.
   */
  readonly room?: ((event: AuditEvent) => boolean) | undefined;
}

/** A local filter may match rarely, so this caps the pages of one answer; the cursor continues from there. */
const MAX_PAGES = 500;

const FULL = worded`There may be more events than the limit: set ${field('cursor')} to continue.`;
const SPENT = worded`The page or time limit was reached: set ${field('cursor')} to continue, or allow more.`;

/** Sorts before every uid. */
const BEFORE_ALL = '-';

/**
 * Returns the newest or oldest matching events of all logs together, each once. Requests no more than the limit needs.
 * What could not be read is named in the coverage.
 */
export function search<C extends Connection>(
  connections: readonly C[],
  input?: QueryFor<C>,
  options?: SearchOptions,
): Promise<SearchResult<C>>;
export async function search(
  connections: readonly Connection[],
  input: QueryInput = {},
  options: SearchOptions = {},
): Promise<SearchResult> {
  const { room = () => true, ...rest } = options;
  const question = openQuestion(connections, { maxPages: MAX_PAGES, ...rest });
  const reading = openReading(question, input, { lookingForOne: true });
  const { query, tallies } = reading;
  const { found, full } = await collect(reading, room);
  const last = found.at(-1);
  const end = full ? last : haltOf(reading);
  if (full && last !== undefined) {
    const hint = fill(FULL, question.nameOf);
    const reached = last.at + (query.order === 'oldest' ? 0 : 1);
    for (const { gap } of tallies) gap({ ...beyond(query.window, reached, query.order), reason: 'limit', hint });
  }
  const coverage = coverageOf(reading, fill(SPENT, question.nameOf));
  return {
    query: describeQuery(query),
    events: found.map(({ event }) => event),
    ...(end === undefined ? {} : { cursor: writePosition({ window: query.window, last: end, hash: query.hash }) }),
    complete: isComplete(coverage),
    coverage,
  };
}

interface Collected {
  readonly found: readonly Dated[];
  /** Whether it stopped because no more were wanted. */
  readonly full: boolean;
}

async function collect(reading: Reading, room: (event: AuditEvent) => boolean): Promise<Collected> {
  const { limit } = reading.query;
  const found: Dated[] = [];
  for await (const run of reading.runs) {
    for (const dated of run) {
      const fits = room(dated.event);
      if (found.length > 0 && !fits) return { found, full: true };
      found.push(dated);
      if (found.length === limit) return { found, full: true };
    }
  }
  return { found, full: false };
}

/** Where to continue if the budget ran out first. */
function haltOf({ halted }: Reading): Place | undefined {
  const at = halted();
  return at === undefined ? undefined : { at, uid: BEFORE_ALL };
}

/** All matching events, in order, as they arrive. */
export interface EventStream<C extends Connection = Connection> extends AsyncIterable<AuditEvent> {
  readonly query: DescribedQuery<C>;
  /** What has been covered; final when the iteration has ended. */
  readonly coverage: () => readonly Coverage[];
  /**
   * The same events in small arrays of about a page each, for callers that write or count them. Iterate one or the
   * other.
   */
  readonly runs: () => AsyncIterable<readonly AuditEvent[]>;
}

/**
 * Streams every matching event, without a limit and in constant memory. Reads concurrently; stops when the caller does.
 */
export function events<C extends Connection>(
  connections: readonly C[],
  input?: QueryFor<C>,
  options?: QueryOptions,
): EventStream<C>;
export function events(
  connections: readonly Connection[],
  input: QueryInput = {},
  options: QueryOptions = {},
): EventStream {
  const reading = openReading(openQuestion(connections, options), input, { eager: true });
  return {
    query: describeQuery(reading.query),
    coverage: () => coverageOf(reading),
    runs: () => someAtATime(reading),
    [Symbol.asyncIterator]: () => oneByOne(reading),
  };
}

async function* someAtATime({ runs }: Reading): AsyncGenerator<readonly AuditEvent[], void, undefined> {
  for await (const run of runs) if (run.length > 0) yield run.map(({ event }) => event);
}

async function* oneByOne({ runs }: Reading): AsyncGenerator<AuditEvent, void, undefined> {
  for await (const run of runs) for (const { event } of run) yield event;
}
