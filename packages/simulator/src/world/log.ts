import type { Clock } from '../clock.ts';
import type { CommonSettings } from '../switches.ts';
import { createTimeline, type Timeline, type TimelineOptions } from './timeline.ts';

/** An entry of a log, before it gets its wire format. */
export interface Item {
  readonly time: number;
  /** Tells items of the same time apart, and never changes. */
  readonly number: number;
  /** When the entry becomes visible at the vendor. */
  readonly visibleAt: number;
  /** Fields that were written by hand. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

/** A position between items. */
export type Mark = Pick<Item, 'time' | 'number'>;

/** The range to walk over, in milliseconds: `from` is inclusive, `to` exclusive. */
export interface Range {
  readonly from: number;
  readonly to: number;
  readonly order: 'oldest' | 'newest';
  /** Continues after this mark. */
  readonly after?: Mark | undefined;
}

/** One log of one vendor: entries generated on demand, and entries added by hand. */
export interface SimulatedLog {
  readonly name: string;
  readonly append: (spec: AppendSpec) => Item;
  /** Everything that is visible now, in order. Lazy. */
  readonly walk: (range: Range, visibleAt?: number) => Generator<Item, void, undefined>;
  /** How many are visible now, computed without walking over them. */
  readonly count: (range: Pick<Range, 'from' | 'to'>) => number;
}

/** An entry to add by hand. */
export interface AppendSpec {
  /** Epoch milliseconds; now by default. */
  readonly time?: number;
  /** When it becomes visible; immediately by default. */
  readonly visibleAt?: number;
  /** Fields that override the generated ones. */
  readonly entry?: Readonly<Record<string, unknown>>;
}

/** Added items are numbered from here. */
const BY_HAND = 1_000_000_000;

export interface LogOptions extends Omit<TimelineOptions, 'burst'> {
  readonly clock: Clock;
  readonly settings: Pick<CommonSettings, 'burst' | 'lateEvery' | 'lateMs'>;
}

export function createLog(options: LogOptions): SimulatedLog {
  const { name, clock, settings, resolutionMs } = options;
  const timeline = createTimeline({ ...options, burst: () => settings.burst });
  const appended: Item[] = [];

  function* walk(range: Range, visibleAt = clock.now()): Generator<Item, void, undefined> {
    const direction = range.order === 'oldest' ? 1 : -1;
    for (const item of interleave(generated(timeline, settings, range), byHand(appended, range), direction)) {
      const behind = range.after === undefined || compare(item, range.after) * direction > 0;
      if (behind && item.visibleAt <= visibleAt) yield item;
    }
  }

  return {
    name,
    walk,
    append: ({ time = clock.now(), visibleAt = time, entry }) => {
      const item: Item = {
        time: time - (time % resolutionMs),
        number: BY_HAND + appended.length,
        visibleAt,
        ...(entry === undefined ? {} : { extra: entry }),
      };
      appended.push(item);
      return item;
    },
    count: ({ from, to }) =>
      countGenerated(timeline, settings, { from, to, visibleAt: clock.now() }) +
      appended.filter(({ time, visibleAt }) => from <= time && time < to && visibleAt <= clock.now()).length,
  };
}

function* generated(
  timeline: Timeline,
  settings: LogOptions['settings'],
  { from, to, order, after }: Range,
): Generator<Item, void, undefined> {
  const [first, end] = [timeline.firstAt(from), timeline.firstAt(to)];
  if (order === 'oldest') {
    const start = after === undefined ? first : Math.max(first, timeline.firstAt(after.time));
    for (let number = start; number < end; number += 1) yield itemOf(timeline, settings, number);
  } else {
    const start = after === undefined ? end : Math.min(end, timeline.firstAt(after.time + 1));
    for (let number = start - 1; number >= first; number -= 1) yield itemOf(timeline, settings, number);
  }
}

function countGenerated(
  timeline: Timeline,
  { lateEvery, lateMs }: LogOptions['settings'],
  { from, to, visibleAt }: Pick<Range, 'from' | 'to'> & { readonly visibleAt: number },
): number {
  const first = timeline.firstAt(from);
  const end = Math.max(first, timeline.firstAt(Math.min(to, visibleAt + 1)));
  if (lateEvery <= 0) return end - first;
  // Among entries that are too recent for late ones to have arrived, every late one is missing.
  const young = Math.min(end, Math.max(first, timeline.firstAt(visibleAt - lateMs + 1)));
  return end - first - (Math.floor(end / lateEvery) - Math.floor(young / lateEvery));
}

function itemOf(timeline: Timeline, { lateEvery, lateMs }: LogOptions['settings'], number: number): Item {
  const time = timeline.timeOf(number);
  const late = lateEvery > 0 && number % lateEvery === lateEvery - 1;
  return { time, number, visibleAt: late ? time + lateMs : time };
}

function* byHand(appended: readonly Item[], { from, to, order }: Range): Generator<Item, void, undefined> {
  const inside = appended.filter(({ time }) => from <= time && time < to);
  yield* inside.toSorted(order === 'oldest' ? compare : (a, b) => compare(b, a));
}

function compare(a: Mark, b: Mark): number {
  return a.time - b.time || a.number - b.number;
}

/** Merges two ordered walks. */
function* interleave(
  one: Generator<Item, void, undefined>,
  other: Generator<Item, void, undefined>,
  direction: number,
): Generator<Item, void, undefined> {
  let [left, right] = [one.next(), other.next()];
  while (!left.done || !right.done) {
    const takeLeft = right.done === true || (!left.done && compare(left.value, right.value) * direction <= 0);
    if (takeLeft && !left.done) {
      yield left.value;
      left = one.next();
    } else if (!right.done) {
      yield right.value;
      right = other.next();
    }
  }
}
