import { readCheckpoint, startLog, type Checkpoint, type LogCheckpoint } from './checkpoint.ts';
import type { Connection } from '../exchange/connection.ts';
import { followLog, type LogResult, type LogTurn } from './follow-log.ts';
import type { Coverage } from '../reading/coverage.ts';
import type { AuditEvent } from '../event.ts';
import { sorted } from '../reading/order.ts';
import { parseQuery, type Part, type QueryFor, type QueryInput } from '../reading/query.ts';
import { openQuestion, type QueryOptions, type Question } from '../reading/question.ts';
import { parseWindow } from '../window.ts';

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
export function follow<C extends Connection>(
  connections: readonly C[],
  input?: QueryFor<C, FollowInput>,
  options?: FollowOptions,
): Promise<Followed>;
export async function follow(
  connections: readonly Connection[],
  input: FollowInput = {},
  options: FollowOptions = {},
): Promise<Followed> {
  const { checkpoint, lookback, maxEvents = MAX_EVENTS, onlySettled = false, ...reading } = options;
  const question = openQuestion(connections, reading);
  const { now } = question.options;
  const query = parseQuery({ ...input, order: 'oldest' }, connections, now, question.sourceOf);
  const old = checkpoint === undefined ? { v: 1 as const, logs: {} } : readCheckpoint(checkpoint);
  const since = lookback === undefined ? now : parseWindow({ since: lookback, timeZone: input.timeZone }, now).from;
  const logs = query.parts.map((part) => ({
    part,
    name: nameOf(part),
    // A vendor that dates by the second dates what happens now before now.
    at: old.logs[nameOf(part)] ?? startLog(since - (since % part.log.resolutionMs), now),
  }));
  const results = await followAll(logs, { question, onlySettled, room: maxEvents });
  return {
    events: sorted(
      results.flatMap(({ events }) => events),
      'oldest',
    ).map(({ event }) => event),
    checkpoint: { v: 1, logs: { ...old.logs, ...Object.fromEntries(results.map(({ name, at }) => [name, at])) } },
    late: results.reduce((sum, { late }) => sum + late, 0),
    more: results.some(({ more }) => more),
    coverage: results.map(({ coverage }) => coverage),
  };
}

interface Followable {
  readonly part: Part;
  readonly name: string;
  readonly at: LogCheckpoint;
}

interface Result extends LogResult {
  readonly name: string;
}

/** All accounts at the same time, each with its share of the room: one that is slow or busy takes nothing from the others. */
async function followAll(logs: readonly Followable[], turn: LogTurn): Promise<Result[]> {
  // Who is furthest behind comes first, so that a busy log does not keep the others waiting for ever.
  const ordered = logs.toSorted((a, b) => a.at.readTo - b.at.readTo);
  const accounts = [...Map.groupBy(ordered, ({ part }) => part.connection).values()];
  const turns = accounts.map((account, index) => {
    const room = Math.ceil((turn.room - index) / accounts.length);
    return followAccount(account, { ...turn, room });
  });
  // Whatever ends the question, nothing is left under way.
  await Promise.allSettled(turns);
  return (await Promise.all(turns)).flat();
}

/** The logs of one account, one after the other: they share its pace. */
async function followAccount(logs: readonly Followable[], turn: LogTurn): Promise<Result[]> {
  const results: Result[] = [];
  let { room } = turn;
  for (const [index, { part, name, at }] of logs.entries()) {
    const deadline = shareOf(turn.question, logs.length - index);
    const result = await followLog(part, at, { ...turn, room, deadline });
    room -= result.events.length;
    results.push({ name, ...result });
  }
  return results;
}

/** Until when a log may take the time that is left: one that hangs must leave the others of its account theirs. */
function shareOf({ clock, options: { deadline } }: Question, waiting: number): number | undefined {
  const now = clock.now();
  return deadline === undefined ? undefined : now + (deadline - now) / waiting;
}

function nameOf({ connection, log }: Part): string {
  return `${connection.provider.id}/${connection.tenant}/${log.id}`;
}
