import * as z from 'zod';
import { invalid } from '../errors.ts';
import type { Place } from '../reading/order.ts';
import type { Log } from '../provider.ts';
import type { Window } from '../window.ts';

const Time = z.int().min(0).max(8.64e15);

const LogCheckpoint = z.strictObject({
  /** Events before this are never delivered. */
  since: Time,
  /** How far the log has been read: the high-water mark. */
  readTo: Time,
  /** When `readTo` was reached. */
  readAt: Time,
  /** When the whole overlap was last swept for late arrivals. */
  sweptAt: Time,
  /** Where an unfinished sweep resumes. */
  sweeping: Time.optional(),
  /** A reduced slice length, after a slice that could not be finished in time. */
  sliceMs: z.int().min(1000).optional(),
  /** Events from here on are remembered. Nothing before it is read again, or it would be delivered twice. */
  floor: Time,
  /** The remembered events. */
  recent: z.array(z.string()),
  /** How many events came late, and the longest delay seen. */
  late: z.int().min(0),
  lagMs: z.int().min(0),
});

/** What `follow` needs to continue: versioned, plain JSON. Store it only after its events are safe. */
export const Checkpoint = z.strictObject({ v: z.literal(1), logs: z.record(z.string(), LogCheckpoint) });

export type LogCheckpoint = z.infer<typeof LogCheckpoint>;
export type Checkpoint = z.infer<typeof Checkpoint>;

/** How often the whole overlap is swept for late arrivals. The unsettled part is read again every time. */
const SWEEP_MS = 3_600_000;

/**
 * How many events of a log are remembered: enough for a busy day of most accounts, and small enough to store anywhere.
 */
const REMEMBERED = 5000;

/** Validates a stored checkpoint. */
export function readCheckpoint(kept: unknown): Checkpoint {
  const read = Checkpoint.safeParse(kept);
  if (read.success) return read.data;
  throw invalid(
    'checkpoint',
    'was not made by this version of Trailhound',
    'Pass the checkpoint of an earlier result unchanged, or leave it out to start over.',
  );
}

/** A new checkpoint for a log. */
export function startLog(time: number, log: Log, now: number): LogCheckpoint {
  const since = startOf(time, log);
  return { since, readTo: since, readAt: now, sweptAt: now, floor: since, recent: [], late: 0, lagMs: 0 };
}

/** A vendor with timestamps in whole seconds dates a current event before now. */
function startOf(time: number, { resolutionMs }: Log): number {
  return time - (time % resolutionMs);
}

/**
 * A checkpoint that was made when our clock was ahead. Nobody knows how far the log had been read then, and every event
 * seemed late. So all of the overlap is looked at again, at once, and what has been delivered is left out as ever.
 */
export function notAhead(at: LogCheckpoint, log: Log, now: number): LogCheckpoint {
  if (at.readAt - log.lagMs <= now) return at;
  const latest = startOf(now, log);
  return {
    ...at,
    since: Math.min(at.since, latest),
    readTo: Math.min(at.readTo, now),
    readAt: now,
    sweptAt: 0,
    sweeping: undefined,
    floor: Math.min(latest, Math.max(at.floor, at.readTo - log.overlapMs)),
    lagMs: 0,
  };
}

/** Where reading resumes: whatever had not settled when it was read is read again every time. */
export function unsettledFrom(at: LogCheckpoint, log: Log): number {
  const lag = Math.min(Math.max(log.lagMs, at.lagMs), log.overlapMs);
  return Math.max(at.since, at.floor, Math.min(at.readTo, at.readAt - lag));
}

/** The settled part of the overlap, when a sweep for late arrivals is due. */
export function sweepWindow(at: LogCheckpoint, log: Log, now: number): Window | undefined {
  if (at.sweeping === undefined && now - at.sweptAt < SWEEP_MS) return undefined;
  const from = Math.max(at.since, at.floor, at.sweeping ?? at.readTo - log.overlapMs);
  const to = unsettledFrom(at, log);
  return from < to ? { from, to } : undefined;
}

/** Shorter than the slice that could not be finished, because the same slice would fail the same way every time. */
export function shorterSlice(at: LogCheckpoint, log: Log): number {
  return Math.max(1000, Math.floor((at.sliceMs ?? log.sliceMs) / 8));
}

/** A compact key for an event: its time and the hash at the end of its uid. */
export function shortName({ at, uid }: Place): string {
  return `${at.toString(36)}.${hashOf(uid)}`;
}

/** The hash at the end of a uid or a short name. */
export function hashOf(name: string): string {
  return name.slice(-16);
}

function timeOf(name: string): number {
  return Number.parseInt(name.split('.')[0] ?? '0', 36);
}

/**
 * Drops what is never read again. If there are still too many, drops the oldest too and raises the floor above them.
 */
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
