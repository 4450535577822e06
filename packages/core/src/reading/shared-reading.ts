import { nearEnd } from './order.ts';
import { createRecent, type RecentBatches } from './recent-batches.ts';
import type { Batch } from './span.ts';
import type { SpanOptions, SpanSource, WantedSpan } from './span-source.ts';
import type { Window } from '../window.ts';

/** A question that follows a reading. */
interface Follower {
  /** The number of the batch that it takes next. */
  place: number;
  readonly takePage: (() => void) | undefined;
  /** Set when its page limit is reached: the reading goes on for the others. */
  spent: { readonly thrown: unknown } | undefined;
}

/** How one question follows a reading. */
export interface Following {
  /** The next batch, or undefined at the end. */
  readonly next: () => Promise<Batch | undefined>;
  /** Ends the reading if nobody else follows it. */
  readonly leave: () => Promise<void>;
}

/** One reading of a vendor, with all that any question may need, for several questions at the same time. */
export interface SharedReading {
  readonly window: Window;
  /** When the question that started it has to end. */
  readonly deadline: number;
  /** Whether it has the start of a span, or is about to read it. */
  readonly has: (span: WantedSpan, options: SpanOptions) => boolean;
  readonly follow: (takePage: (() => void) | undefined) => Following;
  readonly isOver: () => boolean;
}

/** Thrown where a question was so slow that its next batch is gone. It has to read on by itself. */
export const FELL_BEHIND = new Error('Fell behind a shared reading');

/** Everything that any of the questions may look at. */
const WHOLE = { raw: true, brief: false, countOnly: false } as const;

/** A reading under way. */
interface OpenReading {
  readonly span: WantedSpan;
  readonly reading: AsyncGenerator<Batch, void, undefined>;
  readonly stop: AbortController;
  readonly recent: RecentBatches;
  readonly followers: Set<Follower>;
  ended: Ended | undefined;
  pulling: Promise<void> | undefined;
}

interface Ended {
  readonly failure?: unknown;
}

/** Opens a reading. Sends no request before somebody follows it. */
export function openShared(source: SpanSource, span: WantedSpan, options: SpanOptions): SharedReading {
  const { eager = false, deadline = Number.POSITIVE_INFINITY } = options;
  const followers = new Set<Follower>();
  const stop = new AbortController();
  const limits = { signal: stop.signal, takePage: () => takePageOf(followers) };
  const reading = source.read({ ...span, wanted: {} }, { ...options, ...WHOLE, ...limits });
  const recent = createRecent(nearEnd(span.window, span.order), span.order);
  const state: OpenReading = { span, reading, stop, recent, followers, ended: undefined, pulling: undefined };
  return {
    window: span.window,
    deadline,
    has: (asked, { eager: isEager = false, now }) =>
      isAlike(asked, span) &&
      (eager || !isEager) &&
      recent.has(nearEnd(asked.window, asked.order)) &&
      isNamed(asked, now, recent.first() === 0 ? span : undefined),
    follow: (takePage) => {
      const follower: Follower = { place: recent.first(), takePage, spent: undefined };
      followers.add(follower);
      return { next: () => next(state, follower), leave: () => leave(state, follower) };
    },
    isOver: () => state.ended !== undefined,
  };
}

async function next(state: OpenReading, follower: Follower): Promise<Batch | undefined> {
  const { recent } = state;
  for (;;) {
    if (follower.place < recent.first()) throw FELL_BEHIND;
    const batch = recent.at(follower.place);
    if (batch !== undefined) {
      follower.place += 1;
      return batch;
    }
    if (follower.spent !== undefined) throw follower.spent.thrown;
    if (state.ended !== undefined) return endOf(state.ended);
    await (state.pulling ??= pull(state));
  }
}

/** Whoever needs the next batch first reads it for all. */
async function pull(state: OpenReading): Promise<void> {
  const { reading, recent, followers } = state;
  try {
    const { done, value } = await reading.next();
    if (done === true) state.ended = {};
    else recent.add(value, Math.min(...[...followers].map(({ place }) => place)));
  } catch (failure) {
    state.ended = { failure };
  }
  state.pulling = undefined;
}

async function leave(state: OpenReading, follower: Follower): Promise<void> {
  const { followers, stop, reading } = state;
  followers.delete(follower);
  if (followers.size > 0) return;
  state.ended ??= {};
  stop.abort();
  await reading.return();
}

function isAlike(a: WantedSpan, b: WantedSpan): boolean {
  return a.log.id === b.log.id && a.order === b.order;
}

/**
 * Whether a reading names what the vendor has forgotten of a span: it does so once, for the window that it began with.
 */
function isNamed({ log, window }: WantedSpan, now: number, begun: WantedSpan | undefined): boolean {
  const isSame = window.from === begun?.window.from && window.to === begun.window.to;
  return isSame || window.from >= now - (log.retentionMs ?? Number.POSITIVE_INFINITY);
}

function endOf(ended: Ended): undefined {
  if ('failure' in ended) throw ended.failure;
}

/** A page is read as long as one of the questions may still have it. */
function takePageOf(followers: ReadonlySet<Follower>): void {
  for (const one of followers) one.spent ??= spentBy(one);
  const [first, ...others] = followers;
  if (first?.spent !== undefined && others.every(({ spent }) => spent !== undefined)) throw first.spent.thrown;
}

function spentBy({ takePage }: Follower): Follower['spent'] {
  try {
    takePage?.();
    return undefined;
  } catch (thrown) {
    return { thrown };
  }
}
