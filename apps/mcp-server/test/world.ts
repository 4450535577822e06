import type { Client } from '@modelcontextprotocol/client';
import {
  connect,
  providers,
  type HttpResponse,
  type OutgoingRequest,
  type Ports,
  type Provider,
} from '@trailhound/core';
import { createSimulator, type InProcessSimulator, type SimulatorOptions, type VendorId } from '@trailhound/simulator';
import type { Access } from '../src/access-log.ts';
import { createLog } from '../src/log.ts';
import { Options } from '../src/options.ts';
import type { Service } from '../src/service.ts';
import { clientOf } from './one-vendor.ts';

/** A Wednesday at noon. It lies in the past, because a call's deadline goes by the machine's clock. */
export const START = Date.UTC(2026, 9, 14, 12);

const SEED = 7;

export interface WorldOptions {
  readonly simulator?: SimulatorOptions;
  /** How the server is started, over what it is without any option. */
  readonly options?: Partial<Options>;
  readonly team?: Service['team'];
  readonly memory?: Service['memory'];
}

export interface World {
  readonly service: Service;
  readonly simulator: InProcessSimulator;
  readonly client: Client;
  /** The lines of the server's log. */
  readonly logged: readonly string[];
  /** The entries of its access log. */
  readonly accessed: readonly Access[];
}

/**
 * The three simulated vendors in process, a server on them, and a real client of it: no sockets, no time that passes.
 */
export async function world({ simulator: simulated, options, team, memory }: WorldOptions = {}): Promise<World> {
  // With time that stands still, the requests of a whole test would lie in one second.
  const simulator = createSimulator({ seed: SEED, now: START, unlimited: true, ...simulated });
  const logged: string[] = [];
  const accessed: Access[] = [];
  const ports: Ports = {
    send: async (request, { signal }) => exchange(simulator, request, signal),
    // Sleeping just advances the clock.
    sleep: async (ms) => simulator.clock.advance(ms),
    timeout: (ms) => AbortSignal.timeout(ms),
    now: simulator.clock.now,
    random: () => 0.5,
  };
  const service: Service = {
    version: '1.2.3',
    options: { ...Options.parse({}), ...options },
    connections: simulator.vendors.map((vendor) => {
      const { credential } = simulator.trial(vendor);
      const site = `https://${vendor}.example.com`;
      return connect(unpaced(providers[vendor]), { site, tenant: 'default', credential }, ports);
    }),
    now: ports.now,
    problems: [],
    warnings: [],
    log: createLog({ level: 'debug', format: 'json', write: (line) => logged.push(line) }),
    access: (line) => accessed.push(line),
    close: async () => undefined,
    team,
    memory,
  };
  return { service, simulator, client: await clientOf(service), logged, accessed };
}

/** Without rate limits, which would move the clock with every request and change what `24h` means. */
function unpaced(provider: Provider): Provider {
  const { pageSize, concurrency } = provider.limits;
  return { ...provider, limits: { pageSize, concurrency } };
}

async function exchange(
  simulator: InProcessSimulator,
  request: OutgoingRequest,
  signal: AbortSignal | undefined,
): Promise<HttpResponse> {
  signal?.throwIfAborted();
  const url = new URL(request.url);
  const vendor = url.hostname.split('.')[0] as VendorId;
  const reply = await simulator.handle(vendor, {
    method: request.method,
    path: url.pathname,
    query: url.searchParams,
    headers: { ...request.headers, host: url.host },
    body: request.body ?? '',
  });
  if (reply.effect === 'reset') throw new Error('ECONNRESET');
  return { status: reply.status, headers: reply.headers, body: reply.body };
}
