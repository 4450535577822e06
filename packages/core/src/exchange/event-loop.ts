import { cancelled } from '../errors.ts';
import type { Ports } from '../ports.ts';

/** Longer than this nobody else has to wait for a turn. */
const LONGEST_MS = 20;

/** To be awaited between two pieces of work: lets everything else in the process have its turn when it is time to. */
export type Breather = () => Promise<void> | undefined;

/** A caller who has given up meanwhile ends the work. */
export function createBreather({ now, sleep }: Pick<Ports, 'now' | 'sleep'>, signal?: AbortSignal): Breather {
  let since = now();
  async function rest(): Promise<void> {
    await sleep(0);
    since = now();
    if (signal?.aborted === true) throw cancelled(undefined, signal.reason);
  }
  return () => (now() - since < LONGEST_MS ? undefined : rest());
}
