import { cancelled } from '../errors.ts';
import type { Ports } from '../ports.ts';

/** Longer than this nobody else has to wait for a turn. */
const LONGEST_MS = 20;

/** The last that waits for a turn, of each host. */
const waiting = new WeakMap<Ports['sleep'], Promise<void>>();

/**
 * Lets everything else in the process have its turn. Who waits at the same time goes on one after the other: many short
 * pieces of work in a row would be one long one for everybody else.
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

/** To be awaited between two pieces of work: lets everything else in the process have its turn when it is time to. */
export type Breather = () => Promise<void> | undefined;

/** A caller who has given up meanwhile ends the work. */
export function createBreather({ now, sleep }: Pick<Ports, 'now' | 'sleep'>, signal?: AbortSignal): Breather {
  let since = now();
  async function rest(): Promise<void> {
    await nextTurn({ sleep });
    since = now();
    if (signal?.aborted === true) throw cancelled(undefined, signal.reason);
  }
  return () => (now() - since < LONGEST_MS ? undefined : rest());
}
