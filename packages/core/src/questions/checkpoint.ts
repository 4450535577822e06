import * as z from 'zod';
import { invalid } from '../errors.ts';
import type { Place } from '../reading/order.ts';
import type { Log } from '../provider.ts';
import type { Window } from '../window.ts';

const Time = z.int().min(0).max(8.64e15);

const LogCheckpoint = z.strictObject({
  /** Nothing before this is ever delivered. */
  since: Time,
  /** How far the log has been read. */
  readTo: Time,
  /** When that was. */
  readAt: Time,
  /** When the whole overlap was last read again. */
  sweptAt: Time,
  /** How far a sweep has come that did not get to its end. */
  sweeping: Time.optional(),
  /** How long the next slice may be, after one that could not be finished in time. */
  sliceMs: z.int().min(1000).optional(),
  /** Events from here on are remembered; before it nothing is read again, or it would come twice. */
  floor: Time,
  /** The remembered events. */
  recent: z.array(z.string()),
  /** How many events came late, and the longest delay that was seen. */
  late: z.int().min(0),
  lagMs: z.int().min(0),
});

/** What `follow` needs to go on: plain JSON, with a version. Keep it only once its events are safe. */
export const Checkpoint = z.strictObject({ v: z.literal(1), logs: z.record(z.string(), LogCheckpoint) });

export type LogCheckpoint = z.infer<typeof LogCheckpoint>;
export type Checkpoint = z.infer<typeof Checkpoint>;

/** Late arrivals are looked for in the whole overlap so often, and in the unsettled part every time. */
const SWEEP_MS = 3_600_000;

/** So many events of a log are remembered: enough for a busy day of most, and small enough to keep anywhere. */
const REMEMBERED = 5000;

/** Reads what somebody kept; refuses what is no checkpoint of ours. */
export function readCheckpoint(kept: unknown): Checkpoint {
  const read = Checkpoint.safeParse(kept);
  if (read.success) return read.data;
  throw invalid(
    'checkpoint',
    'is not one of ours, or of another version',
    'Pass the checkpoint of an earlier result unchanged, or none to start anew.',
  );
}

/** The checkpoint of a log that is followed from now on. */
export function startLog(since: number, now: number): LogCheckpoint {
  return { since, readTo: since, readAt: now, sweptAt: now, floor: since, recent: [], late: 0, lagMs: 0 };
}

/** What was not settled when it was read is read again, every time. */
export function unsettledFrom(at: LogCheckpoint, log: Log): number {
  const lag = Math.min(Math.max(log.lagMs, at.lagMs), log.overlapMs);
  return Math.max(at.since, at.floor, Math.min(at.readTo, at.readAt - lag));
}

/** The settled part of the overlap, when it is time to look there for late arrivals. */
export function sweepWindow(at: LogCheckpoint, log: Log, now: number): Window | undefined {
  if (at.sweeping === undefined && now - at.sweptAt < SWEEP_MS) return undefined;
  const from = Math.max(at.since, at.floor, at.sweeping ?? at.readTo - log.overlapMs);
  const to = unsettledFrom(at, log);
  return from < to ? { from, to } : undefined;
}

/** Shorter than the slice that could not be finished: the same one would be begun again for ever. */
export function shorterSlice(at: LogCheckpoint, log: Log): number {
  return Math.max(1000, Math.floor((at.sliceMs ?? log.sliceMs) / 8));
}

/** A name for an event that is short to keep: the hash at the end of its uid, and when it happened. */
export function shortName({ at, uid }: Place): string {
  return `${at.toString(36)}.${hashOf(uid)}`;
}

/** The hash at the end of a uid or of a short name. */
export function hashOf(name: string): string {
  return name.slice(-16);
}

function timeOf(name: string): number {
  return Number.parseInt(name.split('.')[0] ?? '0', 36);
}

/** Forgets what is never read again, and what is too much to keep: then the floor rises above it. */
export function remember(
  at: LogCheckpoint,
  names: readonly string[],
  log: Log,
): Pick<LogCheckpoint, 'recent' | 'floor'> {
  const oldest = Math.max(at.floor, at.readTo - log.overlapMs);
  const kept = [...at.recent, ...names]
    .filter((name) => timeOf(name) >= oldest)
    .toSorted((a, b) => timeOf(b) - timeOf(a));
  const dropped = kept[REMEMBERED];
  if (dropped === undefined) return { recent: kept, floor: at.floor };
  const floor = timeOf(dropped) + 1;
  return { recent: kept.filter((name) => timeOf(name) >= floor), floor };
}
