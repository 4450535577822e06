import { further, type Order } from './order.ts';
import type { Batch } from './span.ts';

/** The last batches of a reading, numbered from 0, for questions that come later or are slower. */
export interface RecentBatches {
  /** Adds a batch, and drops what is too old. `slowest` is the number that the slowest question takes next. */
  readonly add: (batch: Batch, slowest: number) => void;
  readonly at: (place: number) => Batch | undefined;
  /** The number of the oldest batch that is held. */
  readonly first: () => number;
  /** Whether reading from this time on would begin with a batch that is held, or that comes next. */
  readonly has: (near: number) => boolean;
}

/** How many events are held for questions that come later. */
const HELD = 2000;
/** How many are held for one that is slower than the others. */
const MOST_HELD = 10_000;

export function createRecent(start: number, order: Order): RecentBatches {
  const batches: Batch[] = [];
  let first = 0;
  let [from, reached] = [start, start];

  function drop(): number {
    const [gone] = batches.splice(0, 1);
    if (gone === undefined) return 0;
    from = further(from, endOfEvents(gone, order), order);
    first += 1;
    return gone.events.length;
  }

  return {
    add: (batch, slowest) => {
      batches.push(batch);
      reached = further(reached, batch.reached, order);
      let held = batches.reduce((sum, { events }) => sum + events.length, 0);
      while (batches.length > 1 && (held > MOST_HELD || (held > HELD && slowest > first))) held -= drop();
    },
    at: (place) => batches[place - first],
    first: () => first,
    has: (near) => further(near, from, order) === near && further(near, reached, order) === reached,
  };
}

/** No event of the batch lies beyond this: the last ones may lie beyond what it has reached. */
function endOfEvents({ events, reached }: Batch, order: Order): number {
  const ends = events.map(({ at }) => (order === 'oldest' ? at + 1 : at));
  return ends.reduce((end, one) => further(end, one, order), reached);
}
