import { connect, providers, read, type AuditEvent, type Connection, type ProviderId } from '@trailhound/core';
import { nodePorts } from '@trailhound/host';
import { startSimulator, type Simulator } from '@trailhound/simulator';

/** The way to authenticate that the demo shows for each provider. */
const CREDENTIALS = { gong: 'access_key', zendesk: 'access_token', ashby: 'api_key' } as const satisfies Record<
  ProviderId,
  string
>;

const DAYS = 7;
const REMARKABLE = new Set(['impersonated', 'vendor_staff', 'external', 'denied']);

interface Tally {
  readonly label: string;
  readonly events: AuditEvent[];
  pages: number;
}

const simulator = await startSimulator({ events: 800 });
const ports = nodePorts();
try {
  print(`Trailhound reads the last ${DAYS} days of three simulated vendors on this machine. No account is needed.\n`);
  const tallies = await Promise.all(Object.keys(CREDENTIALS).map((id) => readProvider(simulator, id as ProviderId)));
  report(tallies.flat());
} finally {
  await ports.close();
  await simulator.close();
}

async function readProvider(from: Simulator, id: ProviderId): Promise<Tally[]> {
  const kind = CREDENTIALS[id];
  const credential = { kind, values: from.credentials(id)[kind] ?? {} };
  const connection = connect(providers[id], { site: from.baseUrl(id), credential }, ports);
  const tallies: Tally[] = [];
  for (const { id: log } of providers[id].logs) tallies.push(await readLog(connection, log));
  return tallies;
}

async function readLog(connection: Connection, log: string): Promise<Tally> {
  const to = Math.floor(Date.now() / 1000) * 1000;
  const window = { from: to - DAYS * 86_400_000, to };
  const tally: Tally = { label: `${connection.provider.label} ${log}`, events: [], pages: 0 };
  for await (const page of read(connection, { log, window })) {
    tally.pages += 1;
    tally.events.push(...page.events);
    progress(`${tally.label}: page ${page.number}, ${tally.events.length} events`);
  }
  progress('');
  print(
    `  ${tally.label.padEnd(36)} ${String(tally.events.length).padStart(5)} events  ${String(tally.pages).padStart(3)} pages`,
  );
  return tally;
}

function report(tallies: readonly Tally[]): void {
  const events = tallies.flatMap((tally) => tally.events);
  print(`\n  ${events.length} events in all\n`);
  print('Who did most');
  for (const [who, count] of top(events.map(({ actor }) => actor.email ?? actor.name ?? actor.kind)))
    bar(who, count, events.length);
  print('\nWhat was done');
  for (const [verb, count] of top(events.map(({ verb: done }) => done))) bar(verb, count, events.length);
  print('\nWorth a look');
  const remarkable = events.filter(({ flags }) => flags.some((flag) => REMARKABLE.has(flag)));
  for (const event of spread(remarkable)) {
    print(
      `  ${event.time.slice(0, 16).replace('T', ' ')}  ${event.provider.padEnd(8)} ${event.message}  [${event.flags.join(', ')}]`,
    );
  }
}

/** One of each kind, newest first: eight lines that show the range. */
function spread(events: readonly AuditEvent[]): AuditEvent[] {
  const kinds = new Map(
    events.toSorted((a, b) => (a.time < b.time ? -1 : 1)).map((event) => [`${event.provider} ${event.action}`, event]),
  );
  return [...kinds.values()].toSorted((a, b) => (a.time < b.time ? 1 : -1)).slice(0, 8);
}

function top(values: readonly string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].toSorted(([, a], [, b]) => b - a).slice(0, 6);
}

function bar(label: string, count: number, of: number): void {
  print(`  ${label.padEnd(32)} ${String(count).padStart(5)} ${'█'.repeat(Math.max(1, Math.round((count / of) * 40)))}`);
}

function progress(text: string): void {
  if (process.stdout.isTTY) process.stdout.write(`\r\u001b[2K${text === '' ? '' : `  ${text} …`}`);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
