import { setTimeout as sleep } from 'node:timers/promises';

/** Waits, or ends at once when the person stops the program. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch((thrown: unknown) => {
    if (!signal.aborted) throw thrown;
  });
}
