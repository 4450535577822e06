import { createSimulator, type InProcessSimulator, type SimulatorOptions, type VendorId } from '@trailhound/simulator';
import { connect, type Connection, type ConnectOptions } from '../../src/exchange/connection.ts';
import type { AuditEvent } from '../../src/event.ts';
import { actorLabel } from '../../src/label.ts';
import type { HttpResponse, OutgoingRequest } from '../../src/ports.ts';
import type { Provider } from '../../src/provider.ts';
import { providers } from '../../src/providers/index.ts';
import { fakeHost, START, type FakeHost } from '../fake-host.ts';

export interface Simulated {
  readonly simulator: InProcessSimulator;
  readonly host: FakeHost;
  readonly connect: (vendor: VendorId, options?: ConnectOptions) => Connection;
}

/** The simulated vendors in process, on a clock that moves only when somebody sleeps. */
export function simulated(options: SimulatorOptions = {}): Simulated {
  const simulator = createSimulator({ now: START, ...options });
  const host: FakeHost = fakeHost((request, _, { signal }) => exchange(simulator, request, { signal, host }), {
    clock: simulator.clock,
  });
  return {
    simulator,
    host,
    connect: (vendor, more = {}) => {
      const { credential } = simulator.trial(vendor);
      const site = `https://${vendor}.example.com`;
      return connect<Provider>(providers[vendor], { site, tenant: 'default', credential, ...more }, host.ports);
    },
  };
}

async function exchange(
  simulator: InProcessSimulator,
  request: OutgoingRequest,
  { signal, host }: { readonly signal: AbortSignal | undefined; readonly host: FakeHost },
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
  signal?.throwIfAborted();
  if (reply.effect === 'reset') throw new Error('ECONNRESET');
  if (reply.effect !== undefined && reply.effect !== 'drip') return host.silence(signal);
  return { status: reply.status, headers: reply.headers, body: reply.body };
}

/** Everything that an asynchronous iteration gives. */
export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

/** Names the actor of an event as one person: each of the simulated people has one address, and a name of their own. */
export function whoIn(events: readonly AuditEvent[]): (event: AuditEvent) => string {
  const people = events.filter(({ actor }) => actor.kind === 'user');
  const idOf = ({ provider, actor: { id } }: AuditEvent): string => `${provider} ${id}`;
  const names = new Map(people.flatMap((one) => (one.actor.name === undefined ? [] : [[idOf(one), one.actor.name]])));
  const emails = new Map(people.flatMap(({ actor: { name, email } }) => (email === undefined ? [] : [[name, email]])));
  return (event) => {
    const { email, kind, name = names.get(idOf(event)) } = event.actor;
    return email ?? (kind === 'user' ? emails.get(name) : undefined) ?? name ?? actorLabel(event.actor);
  };
}

/** What is compared with the truth: the entries as the vendor sent them, in the truth's order. */
export function rawOf(events: readonly AuditEvent[]): unknown[] {
  return events.toSorted((a, b) => (a.time < b.time ? -1 : Number(a.time > b.time))).map(({ raw }) => raw);
}
