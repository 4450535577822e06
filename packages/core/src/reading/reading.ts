import { createBudget, type Budget } from './budget.ts';
import type { Connection } from '../exchange/connection.ts';
import { openLedger, type Coverage, type Ledger } from './coverage.ts';
import { createBreather, type Breather } from '../exchange/event-loop.ts';
import { merge } from './merge.ts';
import { beyond, inOrder, isSettled, type Dated, type Order } from './order.ts';
import { createPatience } from '../exchange/patience.ts';
import { parseQuery, type Query, type QueryInput } from './query.ts';
import type { ReadOptions } from './read.ts';
import type { SliceOptions } from './span.ts';
import { source } from './source.ts';
import type { Window } from '../window.ts';

/** How a query is read, and how far. */
export interface QueryOptions extends Omit<ReadOptions, 'brief' | 'maxPages' | 'patience' | 'prefetch'> {
  /** How many pages may be read for one answer, of all logs together; 500 for a search. Past them the answer is partial. */
  readonly maxPages?: number | undefined;
  /** Told after every page how far the reading of all logs together has come. */
  readonly progress?: ((progress: Progress) => void) | undefined;
}

/** How far the reading of all logs together has come. */
export interface Progress {
  readonly pages: number;
  /** Entries that the vendors sent. */
  readonly scanned: number;
  /** Events that the query wants. */
  readonly matched: number;
}

/** A query under way: its events in order, some at a time, and what became of every log. */
export interface Reading {
  readonly query: Query;
  readonly ledgers: readonly Ledger[];
  readonly budget: Budget;
  readonly runs: AsyncGenerator<readonly Dated[], void, undefined>;
}

/** Whether all of it is wanted, or maybe only a little. */
export type ReadingOptions = QueryOptions & Pick<SliceOptions, 'eager' | 'thrifty' | 'brief'>;

/** Starts a query. Nothing is requested before the first event is asked for. */
export function openReading(connections: readonly Connection[], input: QueryInput, options: ReadingOptions): Reading {
  const now = connections[0]?.ports.now ?? Date.now;
  const query = parseQuery(input, connections, now());
  const { order, position } = query;
  const window = position === undefined ? query.window : remaining(query.window, position.last.at, order);
  const { maxPages = Number.POSITIVE_INFINITY, progress, ...reading } = options;
  const budget = createBudget({ maxPages, deadline: options.deadline ?? Number.POSITIVE_INFINITY, now, order });
  const opened = query.parts.map((part) => openLedger(part, window, now()));
  const ledgers = progress === undefined ? opened : reporting(opened, progress);
  const patienceWith = createPatience({ deadline: options.deadline, now: now(), logs: ledgers.length });
  const sources = ledgers.map((ledger) => {
    const patience = patienceWith(ledger.part.connection);
    return source(ledger, { window, order, now: now(), budget, options: { ...reading, patience } });
  });
  const breathe = createBreather(connections[0]?.ports ?? { now, sleep: async () => undefined }, options.signal);
  return { query, ledgers, budget, runs: after(merge(sources, order), query, budget, breathe) };
}

/** The ledgers, that also tell what becomes of all of them together. */
function reporting(ledgers: readonly Ledger[], progress: (progress: Progress) => void): Ledger[] {
  const sum = { pages: 0, scanned: 0, matched: 0 };
  return ledgers.map((ledger) => ({
    ...ledger,
    page: (page) => {
      ledger.page(page);
      sum.pages += 1;
      sum.scanned += page.scanned;
      sum.matched += page.matched;
      progress({ ...sum });
    },
  }));
}

/** The part of the window in which an event after the given time can lie. */
function remaining(window: Window, at: number, order: Order): Window {
  return order === 'oldest' ? { from: at, to: window.to } : { from: window.from, to: at + 1 };
}

/** The events that come after the position and before the place at which some log had to stop. */
async function* after(
  runs: AsyncGenerator<readonly Dated[], void, undefined>,
  { order, position }: Query,
  budget: Budget,
  breathe: Breather,
): AsyncGenerator<readonly Dated[], void, undefined> {
  const compare = inOrder(order);
  for await (const run of runs) {
    const pause = breathe();
    if (pause !== undefined) await pause;
    const coming = position === undefined ? run : run.filter((event) => compare(event, position.last) > 0);
    const halted = budget.halted();
    const settled = halted === undefined ? coming : coming.filter((event) => isSettled(event, halted, order));
    yield settled;
    if (settled.length < coming.length) return;
  }
}

/** Notes the budget's end in every ledger, and returns the coverage of all logs. */
export function closeReading({ query, ledgers, budget }: Reading): Coverage[] {
  const halted = budget.halted();
  if (halted !== undefined) {
    const hint = 'The allowed pages or time are spent: go on with the cursor, or allow more.';
    for (const ledger of ledgers) ledger.gap(beyond(query.window, halted, query.order), { reason: 'budget', hint });
  }
  return ledgers.map((ledger) => ledger.coverage());
}
