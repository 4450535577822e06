import { byDay, missingPieces } from '@trailhound/core/ledger';
import { chooseLogs, clip, originOf, type ChosenLog, type Window } from '@trailhound/core/source';
import type { Connection } from '@trailhound/core';
import type { Archive, Covered } from '../port.ts';
import type { SyncOptions } from './options.ts';

const HOUR = 3_600_000;

/** What to do for one log. */
export interface Todo {
  readonly chosen: ChosenLog;
  /** In reading order. */
  readonly pieces: readonly Window[];
  /** Covered windows to read again for late entries. */
  readonly sweep: readonly Window[];
  /** What the vendor dropped before it was read. */
  readonly lost: readonly Window[];
}

/** All logs, including those that questions only read when they are named: an archive is there to have them later. */
export function logsToSync(connections: readonly Connection[], names: readonly string[] | undefined): ChosenLog[] {
  if (names !== undefined) return chooseLogs(names, connections);
  return connections.flatMap((connection) => connection.provider.logs.map((log) => ({ connection, log })));
}

/** Plans one log. `now` is the vendor's time, as far as it is known. */
export async function planLog(archive: Archive, chosen: ChosenLog, options: SyncOptions, now: number): Promise<Todo> {
  const { connection, log } = chosen;
  const { since, freshMs = HOUR } = options;
  const name = originOf(connection, log.id);
  const [covered, known] = [await archive.covered(name), await archive.lost(name)];
  const settledUntil = wholeSecond(now - log.lagMs);
  const cliff = log.retentionMs === undefined ? Number.NEGATIVE_INFINITY : now - log.retentionMs;
  const plan = { covered, lost: known, settledUntil };
  const wanted = { from: Math.max(since, cliff), to: settledUntil };
  const all = wanted.from < wanted.to ? missingPieces({ ...plan, wanted }) : [];
  // The newest stretch waits until it is large enough for a record.
  const pieces = all.filter(
    ({ from, to }) => to < settledUntil || settledUntil - from >= freshMs || isBegun(all, from),
  );
  const lost =
    since < cliff ? missingPieces({ ...plan, wanted: { from: since, to: Math.min(cliff, settledUntil) } }) : [];
  const isUrgent = log.retentionMs !== undefined;
  const swept = await sweepOf(archive, { chosen, covered, since, settledUntil, now });
  return { chosen, pieces: isUrgent ? pieces : pieces.toReversed(), sweep: swept, lost };
}

/** Whether the piece right before it is read as well. */
function isBegun(all: readonly Window[], from: number): boolean {
  return all.some(({ to }) => to === from);
}

interface Swept {
  readonly chosen: ChosenLog;
  readonly covered: readonly Covered[];
  readonly since: number;
  readonly settledUntil: number;
  readonly now: number;
}

/** Windows that may have received late entries since they were read; at most once an hour. */
async function sweepOf(archive: Archive, { chosen, covered, since, settledUntil, now }: Swept): Promise<Window[]> {
  const { connection, log } = chosen;
  const name = originOf(connection, log.id);
  const last = (await archive.sweptAt(name)) ?? covered.at(-1)?.readAt ?? now;
  if (now - last < HOUR) return [];
  const overlap = { from: Math.max(since, settledUntil - log.overlapMs), to: settledUntil };
  return covered.flatMap((one) => clip(one, overlap) ?? []).flatMap(byDay);
}

function wholeSecond(time: number): number {
  return time - (time % 1000);
}
