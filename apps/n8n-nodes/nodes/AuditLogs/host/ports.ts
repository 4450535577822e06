import type { Ports } from '@trailhound/core';
import { sleep } from 'n8n-workflow';
import type { Host } from './host.ts';
import { sendThrough } from './send.ts';

/** The ports of the core on n8n, for one credential. */
export function portsOf(host: Host, type: string, deadline: number | undefined): Ports {
  return {
    send: sendThrough(host, type, deadline),
    sleep: sleepInSlices,
    // A timer may fire up to a millisecond early, because clocks are rounded.
    timeout: (ms) => AbortSignal.timeout(ms + 1),
    now: Date.now,
    random: Math.random,
    defect: host.defect,
  };
}

const SLICE_MS = 500;

/**
 * Sleeps in slices and checks the signal in between, because not every n8n's `sleep` can be aborted. Zero still yields
 * once.
 */
async function sleepInSlices(ms: number, signal?: AbortSignal): Promise<void> {
  let left = ms;
  do {
    signal?.throwIfAborted();
    await sleep(Math.min(left, SLICE_MS));
    left -= SLICE_MS;
  } while (left > 0);
  signal?.throwIfAborted();
}
