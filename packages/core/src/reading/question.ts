import { createBudget, type Budget } from './budget.ts';
import type { ReadOptions } from './slice.ts';
import type { Batch } from './span.ts';
import type { SpanOptions, SpanSource } from './span-source.ts';
import { vendorSource } from './vendor-source.ts';
import type { Connection } from '../exchange/connection.ts';
import { invalid } from '../errors.ts';
import type { Ports } from '../ports.ts';
import { dotted, type NameOf } from '../wording.ts';

/** How a query is read, and how far. */
export interface QueryOptions extends Omit<
  ReadOptions,
  'brief' | 'maxPages' | 'silenceLimit' | 'prefetch' | 'question'
> {
  /**
   * How many pages may be read for one answer, over all logs and rounds; 500 for a search. Past this limit the answer
   * is partial. If it is set, each log is read one page at a time, so that no page is fetched for nothing.
   */
  readonly maxPages?: number | undefined;
  /** Called during reading with the totals over all logs, which never decrease. */
  readonly progress?: ((progress: Progress) => void) | undefined;
  /** Where the events of a connection come from; the vendor by default. */
  readonly source?: ((connection: Connection) => SpanSource) | undefined;
  /** What the host calls the fields of a query, for hints on gaps; the TypeScript names by default. */
  readonly nameOf?: NameOf | undefined;
}

/** How far reading has come, over all logs. */
export interface Progress {
  readonly pages: number;
  /** Entries that were looked at. */
  readonly scanned: number;
  /** Events that match the query. */
  readonly matched: number;
}

/** What all logs and rounds of one question share: connections, clock, budget and progress. */
export interface Question {
  readonly connections: readonly Connection[];
  readonly sourceOf: (connection: Connection) => SpanSource;
  readonly clock: Pick<Ports, 'now' | 'sleep'>;
  readonly budget: Budget;
  readonly nameOf: NameOf;
  /** Whether a log may be read in several places at once. */
  readonly mayBeEager: boolean;
  readonly tell: (read: Pick<Batch, 'pages' | 'scanned'>, matched: number) => void;
  readonly options: SpanOptions;
}

/** Opens a question; its time starts now. */
export function openQuestion(connections: readonly Connection[], options: QueryOptions): Question {
  const [first] = connections;
  if (first === undefined) throw invalid('providers', 'nothing is connected', 'Connect at least one provider.');
  const {
    maxPages = Number.POSITIVE_INFINITY,
    progress,
    source = () => vendorSource,
    nameOf = dotted,
    ...reading
  } = options;
  // All connections of a host share one clock.
  const { now, sleep } = first.ports;
  const budget = createBudget({ maxPages, deadline: options.deadline ?? Number.POSITIVE_INFINITY, now });
  return {
    connections,
    sourceOf: source,
    clock: { now, sleep },
    budget,
    nameOf,
    mayBeEager: maxPages === Number.POSITIVE_INFINITY,
    tell: progress === undefined ? () => undefined : adding(progress),
    options: { ...reading, now: now(), takePage: budget.takePage, question: budget },
  };
}

/** Opens a question beside another. It may cost a share of what the other has left, and no more pages than that has read. */
export function openAside(question: Question, share: number): Question {
  const limits = question.budget.aside(share);
  const budget = createBudget(limits);
  const deadline = question.options.deadline === undefined ? undefined : limits.deadline;
  const options = { ...question.options, deadline, takePage: budget.takePage };
  return { ...question, budget, mayBeEager: false, tell: () => undefined, options };
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
