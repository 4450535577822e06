import { createBudget } from '../reading/budget.ts';
import {
  hashOf,
  readCheckpoint,
  remember,
  shorterSlice,
  shortName,
  startLog,
  sweepWindow,
  unsettledFrom,
  type Checkpoint,
  type LogCheckpoint,
} from './checkpoint.ts';
import type { Connection } from '../exchange/connection.ts';
import { openLedger, type Coverage, type Ledger, type Why } from '../reading/coverage.ts';
import type { AuditEvent } from '../event.ts';
import { sorted, type Dated } from '../reading/order.ts';
import { parseQuery, type Part, type QueryInput } from '../reading/query.ts';
import type { QueryOptions } from '../reading/reading.ts';
import { source } from '../reading/source.ts';
import { iso, parseWindow, type Window } from '../window.ts';

/** What to follow: a query without an end. */
export type FollowInput = Omit<QueryInput, 'since' | 'until' | 'order' | 'limit' | 'cursor'>;

/** Where to go on from, and how far to go in one call. */
export interface FollowOptions extends QueryOptions {
  /** The checkpoint of the last result; without one, following starts now. */
  readonly checkpoint?: unknown;
  /** Where to start without a checkpoint, written like `since`: `24h`, `monday`. */
  readonly lookback?: string | undefined;
  /** No more events than this in one result; the rest comes with the next. */
  readonly maxEvents?: number | undefined;
  /** Holds events back until late ones can hardly come before them. */
  readonly onlySettled?: boolean | undefined;
}

/** What is new, the checkpoint to go on from, and what was read of each log. */
export interface Followed {
  /** What is new, oldest first. */
  readonly events: readonly AuditEvent[];
  /** Pass it to the next call once the events are safe. A crash before that repeats these events, with the same uids. */
  readonly checkpoint: Checkpoint;
  /** How many of the events came late. */
  readonly late: number;
  /** Whether there is more to be had at once. */
  readonly more: boolean;
  readonly coverage: readonly Coverage[];
}

const MAX_EVENTS = 10_000;

/**
 * What has happened since the last call. Reads again what was not settled then, so that late entries come too, and
 * leaves out what it gave before. A log that fails is named in the coverage and goes on from where it was.
 */
export async function follow(
  connections: readonly Connection[],
  input: FollowInput = {},
  options: FollowOptions = {},
): Promise<Followed> {
  const now = connections[0]?.ports.now() ?? 0;
  const query = parseQuery({ ...input, order: 'oldest' }, connections, now);
  const old = options.checkpoint === undefined ? { v: 1 as const, logs: {} } : readCheckpoint(options.checkpoint);
  const since =
    options.lookback === undefined ? now : parseWindow({ since: options.lookback, timeZone: input.timeZone }, now).from;
  const turns = query.parts.map((part) => ({
    part,
    name: nameOf(part),
    // A vendor that dates by the second dates what happens now before now.
    at: old.logs[nameOf(part)] ?? startLog(since - (since % part.log.resolutionMs), now),
  }));
  const logs: Record<string, LogCheckpoint> = { ...old.logs };
  const results: LogResult[] = [];
  let room = options.maxEvents ?? MAX_EVENTS;
  // Who is furthest behind comes first, so that a busy log does not keep the others waiting for ever.
  for (const [index, { part, name, at }] of turns.toSorted((a, b) => a.at.readTo - b.at.readTo).entries()) {
    const deadline = shareOf(options.deadline, turns.length - index, part.connection.ports.now());
    const result = await followLog(part, at, { now, room, options: { ...options, deadline } });
    logs[name] = result.at;
    room -= result.events.length;
    results.push(result);
  }
  return {
    events: sorted(
      results.flatMap(({ events }) => events),
      'oldest',
    ).map(({ event }) => event),
    checkpoint: { v: 1, logs },
    late: results.reduce((sum, { late }) => sum + late, 0),
    more: results.some(({ more }) => more),
    coverage: results.map(({ coverage }) => coverage),
  };
}

/** What a log may take of the time that is left: one that hangs must leave the others theirs. */
function shareOf(deadline: number | undefined, waiting: number, now: number): number | undefined {
  return deadline === undefined ? undefined : now + (deadline - now) / waiting;
}

function nameOf({ connection, log }: Part): string {
  return `${connection.provider.id}/${connection.tenant}/${log.id}`;
}

interface LogResult {
  readonly at: LogCheckpoint;
  readonly events: readonly Dated[];
  readonly late: number;
  readonly more: boolean;
  readonly coverage: Coverage;
}

interface Turn {
  readonly now: number;
  /** How many events may still be given. */
  readonly room: number;
  readonly options: FollowOptions;
}

async function followLog(part: Part, at: LogCheckpoint, turn: Turn): Promise<LogResult> {
  const { log } = part;
  const { now, room, options } = turn;
  const window = { from: unsettledFrom(at, log), to: options.onlySettled === true ? now - log.lagMs : now };
  const ledger = openLedger(part, window, now);
  if (window.from >= window.to || room <= 0) {
    return { at, events: [], late: 0, more: room <= 0, coverage: ledger.coverage() };
  }
  const fresh = await readNew(ledger, at, { ...turn, window });
  const whole = fresh.reached >= window.to;
  const sweep = whole ? await sweepLog(ledger, at, { ...turn, room: room - fresh.events.length }) : undefined;
  const events = [...(sweep?.events ?? []), ...fresh.events];
  const late = events.filter((event) => event.at < at.readTo);
  const sliceMs = nextSlice(at, log, { whole, moved: fresh.reached > window.from });
  const moved = { ...moveOn(at, log, { now, reached: fresh.reached, late }), ...sweep?.state, sliceMs };
  const memory = remember(moved, events.map(shortName), log);
  if (memory.floor > Math.max(at.since, moved.readTo - log.overlapMs)) ledger.notice(tooBusy(memory.floor));
  return {
    at: { ...moved, ...memory },
    events,
    late: late.length,
    more: !whole && ledger.coverage().gaps.every(({ reason }) => WILL_GO_ON.has(reason)),
    coverage: ledger.coverage(),
  };
}

interface Progress {
  readonly now: number;
  readonly reached: number;
  readonly late: readonly Dated[];
}

function moveOn(at: LogCheckpoint, log: Part['log'], { now, reached, late }: Progress): LogCheckpoint {
  const delays = late.map((event) => lookedAt(at, log, event.at) - event.at);
  return {
    ...at,
    readTo: Math.max(at.readTo, reached),
    readAt: reached >= at.readTo ? now : at.readAt,
    late: at.late + late.length,
    lagMs: Math.max(at.lagMs, ...delays),
  };
}

function tooBusy(floor: number): string {
  return `More events than are remembered: late entries are looked for from ${iso(floor)} on only.`;
}

/** A slice that could not be finished in time is tried shorter, until everything has been caught up with. */
function nextSlice(
  at: LogCheckpoint,
  log: Part['log'],
  { whole, moved }: { readonly whole: boolean; readonly moved: boolean },
): number | undefined {
  if (whole) return undefined;
  return moved ? at.sliceMs : shorterSlice(at, log);
}

const WILL_GO_ON: ReadonlySet<string> = new Set(['limit', 'budget', 'beyond_retention']);

/** When the place of a late entry was last looked at and it was not there: the delay that is certain. */
function lookedAt(at: LogCheckpoint, log: Part['log'], time: number): number {
  return time >= unsettledFrom(at, log) ? at.readAt : at.sweptAt;
}

interface Sweep {
  readonly events: readonly Dated[];
  readonly state: Pick<LogCheckpoint, 'sweptAt' | 'sweeping'>;
}

/** Looks for late arrivals, after what is new and with what is left of the budget: it must never hold that up. */
async function sweepLog(ledger: Ledger, at: LogCheckpoint, turn: Turn): Promise<Sweep | undefined> {
  const window = sweepWindow(at, ledger.part.log, turn.now);
  const { maxPages } = turn.options;
  const pages = maxPages === undefined ? undefined : Math.max(1, maxPages - ledger.coverage().pages);
  if (window === undefined || turn.room <= 0) return undefined;
  const { events, reached } = await readNew(ledger, at, {
    ...turn,
    window,
    options: { ...turn.options, maxPages: pages },
  });
  const done = reached >= window.to;
  return { events, state: { sweptAt: done ? turn.now : at.sweptAt, sweeping: done ? undefined : reached } };
}

interface NewOnes {
  readonly events: readonly Dated[];
  /** Everything in the window before this has been read. */
  readonly reached: number;
}

/** The events of a window that are not remembered as given. */
async function readNew(ledger: Ledger, at: LogCheckpoint, turn: Turn & { readonly window: Window }): Promise<NewOnes> {
  const { window, now, room, options } = turn;
  const { maxPages = Number.POSITIVE_INFINITY, deadline, signal, maxBytes, redact, raw } = options;
  const { ports } = ledger.part.connection;
  const order = 'oldest';
  const budget = createBudget({ maxPages, deadline: deadline ?? Number.POSITIVE_INFINITY, now: ports.now, order });
  const seen = new Set(at.recent.map(hashOf));
  const events: Dated[] = [];
  const failures: number[] = [];
  const noted = {
    ...ledger,
    gap: (gap: Window, why: Why) => {
      failures.push(gap.from);
      ledger.gap(gap, why);
    },
  };
  for await (const run of source(noted, {
    window,
    order,
    now,
    budget,
    sliceMs: at.sliceMs,
    options: { signal, maxBytes, redact, raw, deadline },
  })) {
    for (const event of run) {
      if (seen.has(hashOf(event.uid))) continue;
      if (events.length === room) return stopAt(ledger, window, event.at, events);
      events.push(event);
    }
  }
  const halted = budget.halted();
  if (halted !== undefined) ledger.gap({ from: halted, to: window.to }, SPENT);
  return { events, reached: failures[0] ?? halted ?? window.to };
}

const SPENT: Why = { reason: 'budget', hint: 'The allowed pages or time are spent: call again.' };
const FULL: Why = { reason: 'limit', hint: 'There is more: call again.' };

/** The event that there was no room for is where the next call begins. */
function stopAt(ledger: Ledger, { to }: Window, reached: number, events: readonly Dated[]): NewOnes {
  ledger.gap({ from: reached, to }, FULL);
  return { events, reached };
}
