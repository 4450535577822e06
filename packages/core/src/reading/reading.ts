import { openTally, type Coverage, type Tally } from './coverage.ts';
import { merge } from './merge.ts';
import { beyond, inOrder, isSettled, nearer, type Dated, type Order } from './order.ts';
import { readPart } from './part.ts';
import { parseQuery, type Query, type QueryInput } from './query.ts';
import type { Question } from './question.ts';
import type { SpanOptions } from './span-source.ts';
import { createBreather, type Breather } from '../exchange/event-loop.ts';
import { createSilenceLimits } from '../exchange/silence-limit.ts';
import type { Window } from '../window.ts';

/** A query under way: its events in order, in runs, and the tally of every log. */
export interface Reading {
  readonly query: Query;
  readonly tallies: readonly Tally[];
  readonly runs: AsyncGenerator<readonly Dated[], void, undefined>;
  /** How far every log has been read, if one had to stop. */
  readonly halted: () => number | undefined;
}

/** Whether all events are wanted or maybe just a few, and how much of each. */
export interface ReadingOptions extends Pick<SpanOptions, 'eager' | 'lookingForOne' | 'brief' | 'raw' | 'countOnly'> {
  /** How long the first slice of each log is; what suits the log by default. */
  readonly sliceMs?: number | undefined;
}

/** Starts a query. Sends no request before the first event is asked for. */
export function openReading(question: Question, input: QueryInput, { sliceMs, ...asked }: ReadingOptions): Reading {
  const { connections, clock, budget, options } = question;
  const query = parseQuery(input, connections, options.now, question.sourceOf);
  const { order, position } = query;
  const window = position === undefined ? query.window : remaining(query.window, position.last.at, order);
  const tallies = query.parts.map((part) => telling(openTally(part, window, options.now), question));
  const silenceLimitOf = createSilenceLimits({ deadline: options.deadline, now: clock.now(), logs: tallies.length });
  const eager = asked.eager === true && question.mayBeEager;
  let halted: number | undefined;
  const halt = (reached: number): void => {
    halted = halted === undefined ? reached : nearer(halted, reached, order);
  };
  const sources = tallies.map((tally) => {
    const silenceLimit = silenceLimitOf(tally.part.connection);
    const reads = { ...options, ...asked, eager, silenceLimit };
    return readPart(tally, { window, order, budget, halt, sliceMs, options: reads });
  });
  const breathe = createBreather(clock, options.signal);
  return { query, tallies, runs: after(merge(sources, order), query, () => halted, breathe), halted: () => halted };
}

/** A tally that also reports progress. */
export function telling(tally: Tally, { tell }: Question): Tally {
  return {
    ...tally,
    add: (read, matched) => {
      tally.add(read, matched);
      tell(read, matched);
    },
  };
}

/** The part of the window that can hold events after the given time. */
function remaining(window: Window, at: number, order: Order): Window {
  return order === 'oldest' ? { from: at, to: window.to } : { from: window.from, to: at + 1 };
}

/** Drops events up to the position, and everything from the place where a log had to stop. */
async function* after(
  runs: AsyncGenerator<readonly Dated[], void, undefined>,
  { order, position }: Query,
  haltedAt: Reading['halted'],
  breathe: Breather,
): AsyncGenerator<readonly Dated[], void, undefined> {
  const compare = inOrder(order);
  for await (const run of runs) {
    const pause = breathe();
    if (pause !== undefined) await pause;
    const coming = position === undefined ? run : run.filter((event) => compare(event, position.last) > 0);
    const halted = haltedAt();
    const settled = halted === undefined ? coming : coming.filter((event) => isSettled(event, halted, order));
    yield settled;
    if (settled.length < coming.length) return;
  }
}

const SPENT = 'The page or time limit was reached: allow more, or ask for a shorter window.';

/** The coverage of all logs. If the budget ran out, nothing beyond that point is covered. */
export function coverageOf({ query, tallies, halted }: Reading, hint = SPENT): Coverage[] {
  const reached = halted();
  if (reached !== undefined) {
    const left = beyond(query.window, reached, query.order);
    for (const { gap, counted } of tallies) if (counted.length === 0) gap({ ...left, reason: 'budget', hint });
  }
  return tallies.map(({ coverage }) => coverage());
}
