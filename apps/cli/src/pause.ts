import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until the time is over or the user stops the program. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch((thrown: unknown) => {
    if (!signal.aborted) throw thrown;
  });
}
