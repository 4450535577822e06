import { chance } from './chance.ts';
import { doneAt, timeWhen } from './rhythm.ts';

/** When the generated entries of a log happened. Nothing is stored, so a million entries cost no memory. */
export interface Timeline {
  readonly count: number;
  /** Increases with the number of the entry. */
  readonly timeOf: (number: number) => number;
  /** The first entry at or after the time. */
  readonly firstAt: (time: number) => number;
}

export interface TimelineOptions {
  readonly name: string;
  readonly seed: number;
  readonly count: number;
  readonly from: number;
  readonly to: number;
  /** How many entries in a row have the same time. */
  readonly burst: () => number;
  /** Times are multiples of this. */
  readonly resolutionMs: number;
}

export function createTimeline(options: TimelineOptions): Timeline {
  const { name, seed, count, from, to, burst, resolutionMs } = options;
  const [start, end] = [doneAt(from), doneAt(to)];

  function timeOf(number: number): number {
    const first = number - (number % Math.max(1, burst()));
    const share = (first + chance(seed, name, 'time', first)) / count;
    const time = Math.min(to, Math.max(from, timeWhen(start + share * (end - start))));
    return time - (time % resolutionMs);
  }

  function firstAt(time: number): number {
    let [low, high] = [0, count];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (timeOf(middle) < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return { count, timeOf, firstAt };
}
