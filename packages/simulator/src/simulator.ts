import { setTimeout as delay } from 'node:timers/promises';
import { manualClock, realClock, type Clock } from './clock.ts';
import { damaged, faultInstead } from './faults.ts';
import { createStats, type Stats, type StatsKeeper } from './stats.ts';
import type { CommonSettings, Setting } from './switches.ts';
import type { Reply, SimulatedRequest, Vendor, VendorId, World } from './vendor.ts';
import { VENDORS } from './vendors/index.ts';
import type { AppendSpec } from './world/log.ts';

const DAY = 86_400_000;

export interface SimulatorOptions {
  /** The same seed makes the same world. */
  readonly seed?: number;
  /** Entries in every log, spread over the span. Any number: they are made on demand. */
  readonly events?: number;
  /** The span of the generated entries, in epoch milliseconds; the last 30 days unless given. */
  readonly from?: number;
  readonly to?: number;
  /** Real unless a time is given: then it stands still until it is advanced. */
  readonly now?: number;
  readonly switches?: Readonly<Partial<Record<VendorId, Readonly<Record<string, Setting>>>>>;
}

/** What a perfect reader must return, worked out without any paging. */
export interface Truth {
  readonly count: number;
  /** Oldest first, each event once. */
  readonly entries: () => Generator<TrueEntry, void, undefined>;
}

export interface TrueEntry {
  readonly time: number;
  readonly key: string;
  readonly entry: unknown;
}

export interface TruthRange {
  readonly vendor: VendorId;
  readonly log: string;
  /** Epoch milliseconds; `from` included, `to` not. */
  readonly from: number;
  readonly to: number;
  /** What is visible at this time; now unless given. */
  readonly visibleAt?: number;
}

/** The vendors without a network: `handle` is the whole API. */
export interface InProcessSimulator {
  readonly clock: Clock;
  readonly handle: (vendor: VendorId, request: SimulatedRequest) => Promise<Reply>;
  readonly credentials: (vendor: VendorId) => Vendor['credentials'];
  readonly logs: (vendor: VendorId) => readonly string[];
  readonly set: (vendor: VendorId, switches: Readonly<Record<string, Setting>>) => void;
  /** All switches back to where they were, counters to nothing. */
  readonly reset: () => void;
  readonly switches: () => readonly SwitchInfo[];
  /** Adds an entry by hand; returns it as the vendor will send it. */
  readonly append: (vendor: VendorId, log: string, spec?: AppendSpec) => unknown;
  readonly truth: (range: TruthRange) => Truth;
  readonly stats: (vendor: VendorId) => Stats;
}

export interface SwitchInfo {
  readonly vendor: VendorId | 'all';
  readonly name: string;
  readonly default: Setting;
  readonly does: string;
  readonly values?: readonly string[];
}

interface Running {
  readonly vendor: Vendor;
  readonly stats: StatsKeeper;
  requests: number;
}

export function createSimulator(
  options: SimulatorOptions = {},
  baseUrl: (vendor: VendorId) => string = (vendor) => `https://${vendor}.example.com`,
): InProcessSimulator {
  const clock = options.now === undefined ? realClock() : manualClock(options.now);
  const running = start(options, clock, baseUrl);

  function find(id: VendorId): Running {
    const found = running.get(id);
    if (found === undefined) throw new Error(`There is no vendor ${id}`);
    return found;
  }

  function reset(): void {
    for (const [id, one] of running) {
      one.vendor.switchboard.reset();
      one.vendor.switchboard.set(options.switches?.[id] ?? {});
      one.stats.reset();
      one.requests = 0;
    }
  }

  reset();
  return {
    clock,
    reset,
    set: (id, switches) => find(id).vendor.switchboard.set(switches),
    handle: (id, request) => answer(find(id), clock, request),
    credentials: (id) => find(id).vendor.credentials,
    logs: (id) => Object.keys(find(id).vendor.logs),
    switches: () => switchesOf([...running.values()].map(({ vendor }) => vendor)),
    append: (id, log, spec = {}) => {
      const { vendor } = find(id);
      return vendor.entryOf(log, logOf(vendor, log).append(spec));
    },
    truth: (range) => truthOf(find(range.vendor).vendor, range, clock),
    stats: (id) => find(id).stats.read(),
  };
}

function start(
  options: SimulatorOptions,
  clock: Clock,
  baseUrl: (vendor: VendorId) => string,
): ReadonlyMap<VendorId, Running> {
  const { seed = 1, events: count = 400, to = clock.now(), from = to - 30 * DAY } = options;
  const running = new Map<VendorId, Running>();
  for (const [id, create] of VENDORS) {
    const world: World = { clock, seed, count, from, to, baseUrl: () => baseUrl(id) };
    running.set(id, { vendor: create(world), stats: createStats(), requests: 0 });
  }
  return running;
}

async function answer(running: Running, clock: Clock, request: SimulatedRequest): Promise<Reply> {
  const { vendor, stats } = running;
  const settings = vendor.switchboard.settings;
  stats.begin(clock.now());
  const at = clock.now();
  if (settings.latencyMs > 0) await delay(settings.latencyMs);
  const reply = vendor.isTokenRequest(request) ? vendor.handle(request, 0) : answerApi(running, settings, request);
  const { method, path, query, body } = request;
  stats.end({
    at,
    method,
    path,
    query: query.toString(),
    body: vendor.isTokenRequest(request) ? '' : body,
    status: reply.status,
  });
  return { ...reply, headers: { date: new Date(clock.now()).toUTCString(), ...reply.headers } };
}

function answerApi(running: Running, settings: CommonSettings, request: SimulatedRequest): Reply {
  const { vendor } = running;
  running.requests += 1;
  const number = running.requests;
  const instead = faultInstead(vendor, settings, number) ?? vendor.limit();
  if (instead !== undefined) return instead;
  const reply = vendor.handle(request, number);
  for (const log of Object.values(vendor.logs)) {
    for (let arrival = 0; arrival < settings.arrivals; arrival += 1) log.append({});
  }
  return damaged(reply, settings, number);
}

function logOf(vendor: Vendor, log: string): Vendor['logs'][string] {
  const found = vendor.logs[log];
  if (found === undefined)
    throw new Error(`${vendor.id} has no log ${log}. It has: ${Object.keys(vendor.logs).join(', ')}`);
  return found;
}

function truthOf(vendor: Vendor, range: TruthRange, clock: Clock): Truth {
  const log = logOf(vendor, range.log);
  function* entries(): Generator<TrueEntry, void, undefined> {
    const given = new Set<string>();
    let last = Number.NEGATIVE_INFINITY;
    for (const item of log.walk({ ...range, order: 'oldest' }, range.visibleAt ?? clock.now())) {
      // Entries that are one event have the same time, so older keys can be forgotten.
      if (item.time !== last) given.clear();
      last = item.time;
      const key = vendor.keyOf(range.log, item);
      if (given.has(key)) continue;
      given.add(key);
      yield { time: item.time, key, entry: vendor.entryOf(range.log, item) };
    }
  }
  return {
    entries,
    get count() {
      let count = 0;
      for (const _ of entries()) count += 1;
      return count;
    },
  };
}

function switchesOf(vendors: readonly Vendor[]): SwitchInfo[] {
  const all = vendors.flatMap(({ id, switchboard: { table } }) =>
    Object.entries(table).map(([name, info]) => ({ vendor: id, name, ...info })),
  );
  const common = (name: string): boolean => vendors.every(({ switchboard: { table } }) => name in table);
  const shared = all.filter(({ vendor, name }) => vendor === vendors[0]?.id && common(name));
  return [...shared.map((info) => ({ ...info, vendor: 'all' as const })), ...all.filter(({ name }) => !common(name))];
}
