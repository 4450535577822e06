import { throwIfCancelled } from '../errors.ts';
import type { Ports } from '../ports.ts';

/** The longest time to block the event loop. */
const LONGEST_MS = 20;

/** The last waiter in the queue, for each host. */
const waiting = new WeakMap<Ports['sleep'], Promise<void>>();

/**
 * Yields to the event loop. Concurrent callers continue one after the other: many short pieces of work in a row would
 * block everything else like one long piece.
 */
export async function nextTurn({ sleep }: Pick<Ports, 'sleep'>): Promise<void> {
  const before = waiting.get(sleep);
  const turn = (async () => {
    await before;
    await sleep(0);
  })();
  waiting.set(
    sleep,
    turn.catch(() => undefined),
  );
  await turn;
}

/**
 * Call it between two pieces of work, and await the promise if it returns one: then it is time to yield to the event
 * loop.
 */
export type Breather = () => Promise<void> | undefined;

/** Creates a breather. It throws if the caller has cancelled in the meantime. */
export function createBreather({ now, sleep }: Pick<Ports, 'now' | 'sleep'>, signal?: AbortSignal): Breather {
  let since = now();
  async function rest(): Promise<void> {
    await nextTurn({ sleep });
    since = now();
    throwIfCancelled(signal);
  }
  return () => (now() - since < LONGEST_MS ? undefined : rest());
}
