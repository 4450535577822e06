import { createBudget, type Budget } from './budget.ts';
import type { ReadOptions } from './read.ts';
import type { Batch } from './span.ts';
import type { SpanOptions, SpanSource } from './span-source.ts';
import { vendorSource } from './vendor-source.ts';
import type { Connection } from '../exchange/connection.ts';
import { invalid } from '../errors.ts';
import type { Ports } from '../ports.ts';

/** How a query is read, and how far. */
export interface QueryOptions extends Omit<ReadOptions, 'brief' | 'maxPages' | 'silenceLimit' | 'prefetch'> {
  /**
   * How many pages may be read for one answer, of all logs and in all rounds together; 500 for a search. Past them the
   * answer is partial. With it one page of a log is read after the other, so that none is read in vain.
   */
  readonly maxPages?: number | undefined;
  /** Told as reading goes on how far that of all logs together has come. No number ever falls. */
  readonly progress?: ((progress: Progress) => void) | undefined;
  /** Where the events of a connection come from; its vendor unless given. */
  readonly source?: ((connection: Connection) => SpanSource) | undefined;
}

/** How far the reading of all logs together has come. */
export interface Progress {
  readonly pages: number;
  /** Entries that were looked at. */
  readonly scanned: number;
  /** Events that the query wants. */
  readonly matched: number;
}

/** What all logs and all rounds of one question share: whom it asks, its clock, its budget and its progress. */
export interface Question {
  readonly connections: readonly Connection[];
  readonly sourceOf: (connection: Connection) => SpanSource;
  readonly clock: Pick<Ports, 'now' | 'sleep'>;
  readonly budget: Budget;
  /** Whether several places of a log may be read at once. */
  readonly mayBeEager: boolean;
  readonly tell: (read: Pick<Batch, 'pages' | 'scanned'>, matched: number) => void;
  readonly options: SpanOptions;
}

/** Begins a question: its time counts from here. */
export function openQuestion(connections: readonly Connection[], options: QueryOptions): Question {
  const [first] = connections;
  if (first === undefined) throw invalid('providers', 'nothing is connected', 'Connect at least one provider.');
  const { maxPages = Number.POSITIVE_INFINITY, progress, source = () => vendorSource, ...reading } = options;
  // All connections of a host tell the same time.
  const { now, sleep } = first.ports;
  const budget = createBudget({ maxPages, deadline: options.deadline ?? Number.POSITIVE_INFINITY, now });
  return {
    connections,
    sourceOf: source,
    clock: { now, sleep },
    budget,
    mayBeEager: maxPages === Number.POSITIVE_INFINITY,
    tell: progress === undefined ? () => undefined : adding(progress),
    options: { ...reading, now: now(), takePage: budget.takePage },
  };
}

function adding(progress: (progress: Progress) => void): Question['tell'] {
  const sum = { pages: 0, scanned: 0, matched: 0 };
  return ({ pages, scanned }, matched) => {
    sum.pages += pages;
    sum.scanned += scanned;
    sum.matched += matched;
    if (pages > 0 || scanned > 0) progress({ ...sum });
  };
}
