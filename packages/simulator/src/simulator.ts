import { setTimeout as delay } from 'node:timers/promises';
import { manualClock, realClock, type Clock } from './clock.ts';
import { damaged, faultInstead } from './faults.ts';
import { echo } from './echo.ts';
import { createStats, type LoggedRequest, type Stats, type StatsKeeper } from './stats.ts';
import type { Setting } from './switches.ts';
import type { Reply, SimulatedRequest, Vendor, World } from './vendor.ts';
import { logOf, truthOf, type Truth, type TruthRange } from './truth.ts';
import { VENDOR_IDS, VENDORS, type VendorId } from './vendors/index.ts';
import type { Incident } from './world/incident.ts';
import type { AppendSpec } from './world/log.ts';

const DAY = 86_400_000;

/** Options for the simulated vendors. */
export interface SimulatorOptions {
  /** The same seed gives the same world. */
  readonly seed?: number;
  /** The number of entries in every log, spread over the span. May be large: they are generated on demand. */
  readonly events?: number;
  /** The span of the generated entries, in epoch milliseconds or ISO 8601; the last 30 days by default. */
  readonly from?: number | string;
  readonly to?: number | string;
  /** A quiet company, where each incident happens once, shortly before the end; otherwise they come every few days. */
  readonly calm?: boolean;
  /** Incidents to add besides, such as `zendesk/owner-changed`; none by default. They end with the span. */
  readonly incidents?: 'all' | readonly string[];
  /** Real time by default. If set, the clock stands still until it is advanced. */
  readonly now?: number;
  /** Removes the vendors' rate limits, for tests of something else. */
  readonly unlimited?: boolean;
  /** All vendors by default. */
  readonly vendors?: readonly VendorId[];
  readonly switches?: Readonly<Partial<Record<VendorId, Readonly<Record<string, Setting>>>>>;
}

/** The vendors without a network: `handle` is the whole API. */
export interface InProcessSimulator {
  readonly clock: Clock;
  readonly vendors: readonly VendorId[];
  readonly handle: (vendor: VendorId, request: SimulatedRequest) => Promise<Reply>;
  readonly credentials: (vendor: VendorId) => Vendor['credentials'];
  /** A log and a credential, ready to try the vendor with. */
  readonly trial: (vendor: VendorId) => ReadyTrial;
  readonly logs: (vendor: VendorId) => readonly string[];
  /** The names of all incidents that can be added. */
  readonly incidents: () => readonly string[];
  readonly set: (vendor: VendorId, switches: Readonly<Record<string, Setting>>) => void;
  /** Resets all switches and counters, of one vendor or of all. */
  readonly reset: (vendor?: VendorId) => void;
  readonly switches: () => readonly SwitchInfo[];
  /** Adds an entry by hand; returns it as the vendor will send it. */
  readonly append: (vendor: VendorId, log: string, spec?: AppendSpec) => unknown;
  readonly truth: (range: TruthRange) => Truth;
  readonly stats: (vendor: VendorId) => Stats;
  /** Resets what is known about clients; keeps the switches and the counters they depend on. */
  readonly resetStats: (vendor?: VendorId) => void;
}

/** A log that is not empty, and a credential that may read it. */
export interface ReadyTrial {
  readonly log: string;
  readonly credential: { readonly kind: string; readonly values: Readonly<Record<string, string>> };
}

/** A switch that changes how a vendor behaves. */
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
  echoes: number;
  underWay: number;
}

/** Creates simulated vendors in this process: pass requests in, get replies back. */
export function createSimulator(
  options: SimulatorOptions = {},
  baseUrl: (vendor: VendorId) => string = (vendor) => `https://${vendor}.example.com`,
): InProcessSimulator {
  const clock = options.now === undefined ? realClock() : manualClock(options.now);
  const running = start(options, clock, baseUrl);
  const find = (id: VendorId): Running => findIn(running, id);
  const some = (id?: VendorId): Running[] => (id === undefined ? [...running.values()] : [find(id)]);
  const reset = (id?: VendorId): void => {
    for (const one of some(id)) restart(one, options);
  };
  reset();
  return {
    clock,
    vendors: [...running.keys()],
    reset,
    resetStats: (id) => {
      for (const { stats } of some(id)) stats.reset();
    },
    set: (id, switches) => find(id).vendor.switchboard.set(switches),
    handle: (id, request) => answer(find(id), clock, request),
    credentials: (id) => find(id).vendor.credentials,
    trial: (id) => trialOf(find(id).vendor),
    logs: (id) => Object.keys(find(id).vendor.logs),
    incidents: () => some().flatMap(({ vendor }) => incidentsOf(vendor).map(([name]) => name)),
    switches: () => switchesOf(some().map(({ vendor }) => vendor)),
    append: (id, log, spec = {}) => {
      const { vendor } = find(id);
      return vendor.entryOf(log, logOf(vendor, log).append(spec));
    },
    truth: (range) => truthOf(find(range.vendor).vendor, range, clock),
    stats: (id) => find(id).stats.read(),
  };
}

function trialOf({ trial: { log, credential: kind }, credentials }: Vendor): ReadyTrial {
  return { log, credential: { kind, values: credentials[kind] ?? {} } };
}

function findIn(running: ReadonlyMap<VendorId, Running>, id: VendorId): Running {
  const found = running.get(id);
  if (found === undefined) throw new Error(`There is no vendor ${id}`);
  return found;
}

function restart(one: Running, { switches, unlimited = false }: SimulatorOptions): void {
  const { id, switchboard, trial } = one.vendor;
  switchboard.reset();
  if (unlimited) switchboard.set(trial.unlimited);
  switchboard.set(switches?.[id as VendorId] ?? {});
  one.stats.reset();
  one.requests = 0;
  one.echoes = 0;
}

function start(
  options: SimulatorOptions,
  clock: Clock,
  baseUrl: (vendor: VendorId) => string,
): ReadonlyMap<VendorId, Running> {
  const { seed = 1, events: count = 400, calm = false } = options;
  const to = timeOf('to', options.to) ?? clock.now();
  const from = timeOf('from', options.from) ?? to - 30 * DAY;
  const running = new Map<VendorId, Running>();
  for (const id of VENDOR_IDS) {
    if (options.vendors?.includes(id) === false) continue;
    const world: World = { clock, seed, count, from, to, calm, baseUrl: () => baseUrl(id) };
    running.set(id, { vendor: VENDORS[id](world), stats: createStats(), requests: 0, echoes: 0, underWay: 0 });
  }
  plant(running, to, options.incidents);
  return running;
}

/** The incidents of a vendor, by names that no other vendor has. */
function incidentsOf({ id, incidents = {} }: Vendor): (readonly [name: string, incident: Incident])[] {
  return Object.entries(incidents).map(([name, incident]) => [`${id}/${name}`, incident] as const);
}

function plant(running: ReadonlyMap<VendorId, Running>, to: number, wanted: SimulatorOptions['incidents'] = []): void {
  for (const { vendor } of running.values()) {
    for (const [name, incident] of incidentsOf(vendor)) {
      if (wanted !== 'all' && !wanted.includes(name)) continue;
      for (const { log, ago, entry } of incident) logOf(vendor, log).append({ time: to - ago, entry });
    }
  }
}

function timeOf(name: string, time: number | string | undefined): number | undefined {
  const ms = typeof time === 'string' ? Date.parse(time) : time;
  if (Number.isNaN(ms)) throw new Error(`${name} is no time: ${time}`);
  return ms;
}

async function answer(running: Running, clock: Clock, request: SimulatedRequest): Promise<Reply> {
  const { vendor, stats } = running;
  const { latencyMs } = vendor.switchboard.settings;
  const at = clock.now();
  let status = 0;
  running.underWay += 1;
  const { underWay } = running;
  stats.begin(at);
  try {
    if (latencyMs > 0) await delay(latencyMs);
    const reply = vendor.isTokenRequest(request)
      ? answerTokens(running, request)
      : answerApi(running, request, underWay);
    ({ status } = reply);
    return { ...reply, headers: { date: new Date(clock.now()).toUTCString(), ...reply.headers } };
  } finally {
    running.underWay -= 1;
    stats.end({ at, status, ...withoutSecrets(vendor, request) });
  }
}

/** Token requests have secrets in the body or in the query. */
function withoutSecrets(vendor: Vendor, request: SimulatedRequest): Omit<LoggedRequest, 'at' | 'status'> {
  const { method, path } = request;
  if (vendor.isTokenRequest(request)) return { method, path, query: '', body: '' };
  return { method, path, query: request.query.toString(), body: request.body };
}

function answerTokens(running: Running, request: SimulatedRequest): Reply {
  const { vendor } = running;
  const reply = echoed(running, request) ?? vendor.handle(request, 0);
  return vendor.switchboard.settings.stallTokens ? { ...reply, effect: 'silent' } : reply;
}

function echoed(running: Running, request: SimulatedRequest): Reply | undefined {
  const { vendor } = running;
  const { echo: status } = vendor.switchboard.settings;
  if (status === 'none') return undefined;
  running.echoes += 1;
  return echo(vendor, request, { status: Number(status), number: running.echoes });
}

function answerApi(running: Running, request: SimulatedRequest, underWay: number): Reply {
  const { vendor } = running;
  const { settings } = vendor.switchboard;
  running.requests += 1;
  const number = running.requests;
  const instead = echoed(running, request) ?? faultInstead(vendor, settings, number) ?? vendor.limit(underWay);
  if (instead !== undefined) return instead;
  const reply = vendor.handle(request, number);
  for (const log of Object.values(vendor.logs)) {
    for (let arrival = 0; arrival < settings.arrivals; arrival += 1) log.append({});
  }
  return damaged(reply, settings, number);
}

function switchesOf(vendors: readonly Vendor[]): SwitchInfo[] {
  const all = vendors.flatMap(({ id, switchboard: { table } }) =>
    Object.entries(table).map(([name, info]) => ({ vendor: id as VendorId, name, ...info })),
  );
  const common = (name: string): boolean =>
    vendors.length > 1 && vendors.every(({ switchboard: { table } }) => name in table);
  const shared = all.filter(({ vendor, name }) => vendor === vendors[0]?.id && common(name));
  return [...shared.map((info) => ({ ...info, vendor: 'all' as const })), ...all.filter(({ name }) => !common(name))];
}
