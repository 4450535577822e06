import {
  hashOf,
  notAhead,
  remember,
  shorterSlice,
  shortName,
  sweepWindow,
  unsettledFrom,
  type LogCheckpoint,
} from './checkpoint.ts';
import type { Log } from '../provider.ts';
import { openTally, type Coverage, type Tally } from '../reading/coverage.ts';
import type { Missing, Why } from '../reading/gap.ts';
import type { Dated } from '../reading/order.ts';
import { readPart } from '../reading/part.ts';
import type { Part } from '../reading/query.ts';
import type { Question } from '../reading/question.ts';
import { telling } from '../reading/reading.ts';
import { iso, type Window } from '../window.ts';

/** The limits for one log in one call. */
export interface LogTurn {
  readonly question: Question;
  readonly onlySettled: boolean;
  /** How many more events may be returned. */
  readonly room: number;
  /** When this log's share of the time is over, in epoch milliseconds. */
  readonly deadline?: number | undefined;
}

/** What is new in a log, and its new checkpoint. */
export interface LogResult {
  readonly at: LogCheckpoint;
  readonly events: readonly Dated[];
  readonly late: number;
  readonly more: boolean;
  readonly coverage: Coverage;
}

/** Reads what happened in one log since its checkpoint, including late arrivals. */
export async function followLog(part: Part, kept: LogCheckpoint, turn: LogTurn): Promise<LogResult> {
  const { question, onlySettled } = turn;
  const { now } = question.options;
  const at = notAhead(kept, part.log, now);
  const window = { from: unsettledFrom(at, part.log), to: onlySettled ? now - part.log.lagMs : now };
  const tally = telling(openTally(part, window, now), question);
  const nothing = { at, events: [], late: 0 };
  if (window.from >= window.to) return { ...nothing, more: false, coverage: tally.coverage() };
  const isFull = turn.room <= 0;
  if (!isFull && !question.budget.isSpent()) return takeTurn(tally, at, { ...turn, window });
  tally.gap({ ...window, ...(isFull ? FULL : SPENT) });
  // What has not settled yet can wait for the next call.
  const more = isFull || at.readTo < window.to - part.log.lagMs;
  return { ...nothing, more, coverage: tally.coverage() };
}

type WindowTurn = LogTurn & { readonly window: Window };

async function takeTurn(tally: Tally, at: LogCheckpoint, turn: WindowTurn): Promise<LogResult> {
  const { window, room, question } = turn;
  const { log } = tally.part;
  const { events: fresh, reached } = await readNew(tally, at, turn);
  const isWhole = reached >= window.to;
  const sweep = isWhole ? await sweepLog(tally, at, { ...turn, room: room - fresh.length }) : undefined;
  const events = [...(sweep?.events ?? []), ...fresh];
  const late = events.filter((event) => event.at < at.readTo);
  const hasMoved = events.length > 0 || reached > window.from;
  const sliceMs = isWhole ? undefined : nextSlice(at, log, hasMoved);
  const moved = { ...moveOn(at, log, { now: question.options.now, reached, late }), ...sweep?.state, sliceMs };
  const memory = remember(moved, events.map(shortName), log);
  if (memory.floor > lowestFloor(moved, log)) tally.notice(tooBusy(memory.floor));
  const coverage = tally.coverage();
  // Without progress and without a shorter slice, the next call would do exactly the same.
  const isStuck = !hasMoved && sliceMs === at.sliceMs;
  return { at: { ...moved, ...memory }, events, late: late.length, more: !isStuck && willGoOn(coverage), coverage };
}

interface Moved {
  readonly now: number;
  readonly reached: number;
  readonly late: readonly Dated[];
}

function moveOn(at: LogCheckpoint, log: Log, { now, reached, late }: Moved): LogCheckpoint {
  const delays = late.map((event) => lookedAt(at, log, event.at) - event.at);
  return {
    ...at,
    readTo: Math.max(at.readTo, reached),
    readAt: reached >= at.readTo ? now : at.readAt,
    late: at.late + late.length,
    lagMs: Math.max(at.lagMs, ...delays),
  };
}

/** The lowest possible floor, which holds as long as every event that may come late is remembered. */
function lowestFloor({ since, readTo }: LogCheckpoint, { overlapMs }: Log): number {
  return Math.max(since, readTo - overlapMs);
}

function tooBusy(floor: number): string {
  return `There are more events than can be remembered: late entries are only looked for from ${iso(floor)} on.`;
}

/** After a slice that could not be finished in time, slices get shorter until the log has caught up. */
function nextSlice(at: LogCheckpoint, log: Log, hasMoved: boolean): number | undefined {
  return hasMoved ? at.sliceMs : shorterSlice(at, log);
}

const WILL_GO_ON: ReadonlySet<string> = new Set(['limit', 'budget']);
const LOST = 'beyond_retention';

/** Whether the next call can return more. */
function willGoOn({ gaps }: Coverage): boolean {
  const left = gaps.filter(({ reason }) => reason !== LOST);
  return left.length > 0 && left.every(({ reason }) => WILL_GO_ON.has(reason));
}

/** The last time we looked at the entry's place and it was not there yet, which gives its minimum delay. */
function lookedAt(at: LogCheckpoint, log: Log, time: number): number {
  return time >= unsettledFrom(at, log) ? at.readAt : at.sweptAt;
}

interface Sweep {
  readonly events: readonly Dated[];
  readonly state: Pick<LogCheckpoint, 'sweptAt' | 'sweeping'>;
}

/** Looks for late arrivals with whatever is left of the budget, so that it never delays new events. */
async function sweepLog(tally: Tally, at: LogCheckpoint, turn: LogTurn): Promise<Sweep | undefined> {
  const { budget, options } = turn.question;
  const window = sweepWindow(at, tally.part.log, options.now);
  if (window === undefined || turn.room <= 0 || budget.isSpent()) return undefined;
  const { events, reached } = await readNew(tally, at, { ...turn, window });
  const done = reached >= window.to;
  return { events, state: { sweptAt: done ? options.now : at.sweptAt, sweeping: done ? undefined : reached } };
}

interface NewOnes {
  readonly events: readonly Dated[];
  /** Everything in the window before this has been read. */
  readonly reached: number;
}

/**
 * The events of a window that have not been delivered yet, up to the first gap. What follows the gap has to wait for
 * it.
 */
async function readNew(tally: Tally, at: LogCheckpoint, turn: WindowTurn): Promise<NewOnes> {
  const { window, room, question, deadline } = turn;
  const { clock, budget } = question;
  const seen = new Set(at.recent.map(hashOf));
  const events: Dated[] = [];
  let reached = window.to;
  function gap(missing: Missing): void {
    tally.gap(missing);
    // There is no point in waiting for what the vendor no longer keeps.
    if (missing.reason !== LOST) reached = Math.min(reached, missing.from);
  }
  const watched: Tally = {
    ...tally,
    gap,
    add: ({ missing = [], ...read }, matched) => {
      tally.add(read, matched);
      missing.forEach(gap);
    },
  };
  const runs = readPart(watched, {
    window,
    order: 'oldest',
    budget: deadline === undefined ? budget : { ...budget, isLate: () => clock.now() >= deadline },
    halt: (halted) => gap({ from: halted, to: window.to, ...SPENT }),
    sliceMs: at.sliceMs,
    options: { ...question.options, deadline },
  });
  for await (const run of runs) {
    for (const event of run) {
      if (event.at >= reached) return { events, reached };
      if (seen.has(hashOf(event.uid))) continue;
      if (events.length === room) gap({ from: event.at, to: window.to, ...FULL });
      else events.push(event);
    }
  }
  return { events, reached };
}

const SPENT: Why = { reason: 'budget', hint: 'The page or time limit was reached: call again.' };
const FULL: Why = { reason: 'limit', hint: 'There are more events: call again.' };
