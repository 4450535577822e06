import { connect, providers, read, type Ports, type Window } from '@trailhound/core';
import { nodePorts } from '@trailhound/host';
import { startSimulator, type Simulator } from '@trailhound/simulator';

const EVENTS = 20_000;
const ROUNDS = 5;
const LOG = 'audit_log';

const simulator = await startSimulator({ events: EVENTS, switches: { ashby: { limitPerSecond: 1_000_000 } } });
const ports = nodePorts();
const to = Date.now();
const window: Window = { from: to - 31 * 86_400_000, to };
try {
  const ratios: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const bare = await timed(() => walkBare(simulator, ports));
    const core = await timed(() => walkCore(simulator, ports));
    if (bare.events !== core.events) throw new Error(`The walks differ: ${bare.events} and ${core.events} events`);
    ratios.push(core.ms / bare.ms);
  }
  const [least, middle, most] = [0, Math.floor(ROUNDS / 2), ROUNDS - 1].map((at) =>
    ratios.toSorted((a, b) => a - b)[at]?.toFixed(2),
  );
  process.stdout.write(
    `walk of ${EVENTS} events, core : bare loop = ${middle} (${least} to ${most}, ${ROUNDS} rounds, Node ${process.version})\n`,
  );
} finally {
  await ports.close();
  await simulator.close();
}

async function timed(walk: () => Promise<number>): Promise<{ ms: number; events: number }> {
  const start = performance.now();
  const events = await walk();
  return { ms: performance.now() - start, events };
}

/** What any client has to do at least: send, and parse. */
async function walkBare(from: Simulator, { send }: Ports): Promise<number> {
  const { apiKey = '' } = from.credentials('ashby')['api_key'] ?? {};
  const headers = { 'content-type': 'application/json', authorization: `Basic ${btoa(`${apiKey}:`)}` };
  const dates = { startDate: new Date(window.from).toISOString(), endDate: new Date(window.to).toISOString() };
  let events = 0;
  let cursor: string | undefined;
  do {
    const body = JSON.stringify({ ...dates, limit: 100, cursor });
    const reply = await send(
      { method: 'POST', url: `${from.baseUrl('ashby')}/auditLog.list`, headers, body },
      { maxBytes: 1e8 },
    );
    const page = JSON.parse(reply.body) as { results: unknown[]; nextCursor?: string | null };
    events += page.results.length;
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return events;
}

async function walkCore(from: Simulator, lent: Ports): Promise<number> {
  const credential = { kind: 'api_key', values: from.credentials('ashby')['api_key'] ?? {} };
  // The pace is the vendor's wish and no cost of ours: here the simulator takes everything.
  const provider = { ...providers.ashby, limits: { pageSize: 100, concurrency: 1 } };
  const connection = connect(provider, { site: from.baseUrl('ashby'), credential }, lent);
  let events = 0;
  for await (const page of read(connection, { log: LOG, window })) events += page.events.length;
  return events;
}
