import type { Connection } from '../exchange/connection.ts';
import { isComplete, type Coverage } from '../reading/coverage.ts';
import type { AuditEvent } from '../event.ts';
import { beyond, type Dated, type Place } from '../reading/order.ts';
import { writePosition } from '../reading/position.ts';
import { describeQuery, type DescribedQuery, type QueryFor, type QueryInput } from '../reading/query.ts';
import { openQuestion, type QueryOptions } from '../reading/question.ts';
import { coverageOf, openReading, type Reading } from '../reading/reading.ts';

/** The events that a search found, what was asked, and what the answer holds of each log. */
export interface SearchResult<C extends Connection = Connection> {
  /** The query as it was understood, in absolute times: asked again, it gives the same answer. */
  readonly query: DescribedQuery<C>;
  readonly events: readonly AuditEvent[];
  /** Goes on where this answer ends; absent when there is nothing more to come. */
  readonly cursor?: string;
  /** Whether the answer holds everything that was asked for. */
  readonly complete: boolean;
  readonly coverage: readonly Coverage[];
}

/** How far a search may go. */
export interface SearchOptions extends QueryOptions {
  /** Whether there is room for one more event. The first is given in any case; the cursor goes on where room ended. */
  readonly room?: ((event: AuditEvent) => boolean) | undefined;
}

/** What is filtered here may be rare: so many pages are read for one answer, and the cursor goes on from there. */
const MAX_PAGES = 500;

/** Sorts before every uid. */
const BEFORE_ALL = '-';

/**
 * The newest or oldest events that the query wants, of all logs together, each once. Requests no more than the
 * limit needs. What could not be read is named in the coverage.
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
    const hint = 'There may be more than the limit: go on with the cursor.';
    const reached = last.at + (query.order === 'oldest' ? 0 : 1);
    for (const { gap } of tallies) gap({ ...beyond(query.window, reached, query.order), reason: 'limit', hint });
  }
  const coverage = coverageOf(reading);
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
  /** Whether it ended because no more was wanted. */
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

/** Where to go on when the budget ended first. */
function haltOf({ halted }: Reading): Place | undefined {
  const at = halted();
  return at === undefined ? undefined : { at, uid: BEFORE_ALL };
}

/** All events of a query, in order, as they come. */
export interface EventStream<C extends Connection = Connection> extends AsyncIterable<AuditEvent> {
  readonly query: DescribedQuery<C>;
  /** What has been covered; final when the iteration has ended. */
  readonly coverage: () => readonly Coverage[];
  /** The same events some at a time, about a page each, for who writes or counts them. Read one or the other. */
  readonly runs: () => AsyncIterable<readonly AuditEvent[]>;
}

/** Every event that the query wants, without limit and in constant memory. Reads side by side; stops when the caller does. */
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
