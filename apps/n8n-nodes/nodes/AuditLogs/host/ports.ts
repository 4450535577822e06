import type { Ports } from '@trailhound/core';
import { sleep } from 'n8n-workflow';
import type { Host } from './host.ts';
import { sendThrough } from './send.ts';

/** All that n8n lends the core, for one credential. */
export function portsOf(host: Host, type: string, deadline: number | undefined): Ports {
  return {
    send: sendThrough(host, type, deadline),
    sleep: sleepInSlices,
    // A timer may be early by the part of a millisecond that the clock does not show.
    timeout: (ms) => AbortSignal.timeout(ms + 1),
    now: Date.now,
    random: Math.random,
    defect: host.defect,
  };
}

const SLICE_MS = 500;

/** Not every n8n's `sleep` can be aborted, so it is looked for in between. Also no time at all lets others have a turn. */
async function sleepInSlices(ms: number, signal?: AbortSignal): Promise<void> {
  let left = ms;
  do {
    signal?.throwIfAborted();
    await sleep(Math.min(left, SLICE_MS));
    left -= SLICE_MS;
  } while (left > 0);
  signal?.throwIfAborted();
}
