import { connect, providers, type Connection, type Ports, type Provider } from '@trailhound/core';
import { createSimulator, type InProcessSimulator, type SimulatorOptions, type VendorId } from '@trailhound/simulator';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { START } from './times.ts';

export { DAY, HOUR, START } from './times.ts';

export const VENDORS: readonly VendorId[] = ['gong', 'zendesk', 'ashby'];

export interface World {
  readonly simulator: InProcessSimulator;
  readonly connections: readonly Connection[];
  /** How many requests have been sent. */
  readonly requests: () => number;
}

/** Simulated vendors on a clock that moves only when somebody sleeps. */
export function world(options: SimulatorOptions = {}, vendors: readonly VendorId[] = VENDORS): World {
  const simulator = createSimulator({ now: START, ...options });
  let requests = 0;
  const { clock } = simulator;
  const ports: Ports = {
    now: clock.now,
    random: () => 0.5,
    timeout: () => new AbortController().signal,
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      clock.advance(Math.ceil(ms));
    },
    send: async (request, { signal }) => {
      signal?.throwIfAborted();
      requests += 1;
      const url = new URL(request.url);
      const reply = await simulator.handle(url.hostname.split('.')[0] as VendorId, {
        method: request.method,
        path: url.pathname,
        query: url.searchParams,
        headers: { ...request.headers, host: url.host },
        body: request.body ?? '',
      });
      if (reply.effect !== undefined) throw new Error('ECONNRESET');
      return { status: reply.status, headers: reply.headers, body: reply.body };
    },
  };
  const connections = vendors.map((vendor) => {
    const { credential } = simulator.trial(vendor);
    const site = `https://${vendor}.example.com`;
    return connect<Provider>(providers[vendor], { site, tenant: 'default', credential }, ports);
  });
  return { simulator, connections, requests: () => requests };
}

/** A folder that is gone when the test is over. */
export function folder(): string {
  const made = mkdtempSync(path.join(tmpdir(), 'archive-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** Everything that an asynchronous iteration gives. */
export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}
