import { readCheckpoint, startLog, type Checkpoint, type LogCheckpoint } from './checkpoint.ts';
import type { Connection } from '../exchange/connection.ts';
import { followLog, type LogResult, type LogTurn } from './follow-log.ts';
import { accountOf } from '../reading/accounts.ts';
import type { Coverage } from '../reading/coverage.ts';
import type { AuditEvent } from '../event.ts';
import { sorted } from '../reading/order.ts';
import { parseQuery, type Part, type QueryFor, type QueryInput } from '../reading/query.ts';
import { openQuestion, type QueryOptions, type Question } from '../reading/question.ts';
import { parseWindow } from '../window.ts';

/** What to follow: a query without an end. */
export type FollowInput = Omit<QueryInput, 'since' | 'until' | 'order' | 'limit' | 'cursor'>;

/** Where to resume, and how much to read in one call. */
export interface FollowOptions extends QueryOptions {
  /** The checkpoint of the previous result; without one, following starts now. */
  readonly checkpoint?: unknown;
  /** Where to start if there is no checkpoint, in the syntax of `since`: `24h`, `monday`. */
  readonly lookback?: string | undefined;
  /** The most events in one result; the rest comes with the next call. */
  readonly maxEvents?: number | undefined;
  /** Holds events back until it is unlikely that late ones belong before them. */
  readonly onlySettled?: boolean | undefined;
}

/** The new events, the checkpoint to continue from, and the coverage of each log. */
export interface Followed {
  /** Oldest first. */
  readonly events: readonly AuditEvent[];
  /**
   * Pass it to the next call once the events are safe. After a crash before that, the same events come again with the
   * same uids.
   */
  readonly checkpoint: Checkpoint;
  /** How many of the events came late. */
  readonly late: number;
  /** Whether another call would return more right away. */
  readonly more: boolean;
  readonly coverage: readonly Coverage[];
}

const MAX_EVENTS = 10_000;

/**
 * Returns what happened since the last call. Reads again whatever had not settled then, so that late entries are
 * included, and leaves out what it has already delivered. A log that fails is named in the coverage and resumes from
 * where it was.
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
    at: old.logs[nameOf(part)] ?? startLog(since, part.log, now),
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

/**
 * Follows all accounts concurrently, each with its share of the room, so that a slow or busy one does not starve the
 * others.
 */
async function followAll(logs: readonly Followable[], turn: LogTurn): Promise<Result[]> {
  // The log that is furthest behind goes first, so that a busy log cannot starve the others.
  const ordered = logs.toSorted((a, b) => a.at.readTo - b.at.readTo);
  const accounts = [...Map.groupBy(ordered, ({ part }) => part.connection).values()];
  const turns = accounts.map((account, index) => {
    const room = Math.ceil((turn.room - index) / accounts.length);
    return followAccount(account, { ...turn, room });
  });
  // If one turn throws, wait until the others have ended too.
  await Promise.allSettled(turns);
  return (await Promise.all(turns)).flat();
}

/** The logs of one account, one after the other because they share its rate limit. */
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

/**
 * Splits the remaining time evenly among the logs that are still waiting, so that one that hangs does not use it all.
 */
function shareOf({ clock, options: { deadline } }: Question, waiting: number): number | undefined {
  const now = clock.now();
  return deadline === undefined ? undefined : now + (deadline - now) / waiting;
}

function nameOf({ connection, log }: Part): string {
  return `${accountOf(connection)}/${log.id}`;
}
