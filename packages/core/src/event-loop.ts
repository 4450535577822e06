import type { Ports } from './ports.ts';

/** Longer than this nobody else has to wait for a turn. */
const LONGEST_MS = 20;

/** To be awaited between two pieces of work: lets everything else in the process have its turn when it is time to. */
export type Breather = () => Promise<void> | undefined;

export function createBreather({ now, sleep }: Pick<Ports, 'now' | 'sleep'>): Breather {
  let since = now();
  async function rest(): Promise<void> {
    await sleep(0);
    since = now();
  }
  return () => (now() - since < LONGEST_MS ? undefined : rest());
}
