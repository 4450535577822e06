import { findProvider } from '@trailhound/core/reply';
import { parseNote, type LogName } from '@trailhound/core/ledger';
import { readCheckpoints } from './checkpoints.ts';
import { warningsOf } from './health.ts';
import type { ArchiveReader, ArchiveStatus, LogStatus } from './port.ts';
import { readUpkeep, type Upkeep } from './upkeep.ts';

const DAY = 86_400_000;
/** Warn about a gap that the vendor will drop within this time. */
const SOON_DAYS = 7;

/** What the archive has of a log, and for how long the rest can still be read. */
export interface ReportedLog extends LogStatus {
  /** Days until the vendor begins to drop what is missing. Undefined if it drops nothing, negative if it has begun. */
  readonly daysLeft: number | undefined;
}

/** The state of an archive, for its operator. */
export interface ArchiveReport extends Omit<ArchiveStatus, 'logs'>, Upkeep {
  readonly folder: string;
  readonly logs: readonly ReportedLog[];
  /** How many records the last signed checkpoint covers. */
  readonly signed: number | undefined;
  readonly warnings: readonly string[];
}

export interface ReportOptions {
  /** The folder of the signing key. */
  readonly state: string;
  readonly now: number;
}

/** What an archive holds, what is missing, for how long it can still be had, and what its operator should look after. */
export async function reportOn(archive: ArchiveReader, { state, now }: ReportOptions): Promise<ArchiveReport> {
  const { folder } = archive;
  const status = await archive.status();
  const logs = status.logs.map((log) => ({ ...log, daysLeft: daysLeft(log, now) }));
  const last = readCheckpoints(folder).at(-1);
  return {
    ...status,
    ...readUpkeep(folder),
    folder,
    logs,
    signed: last === undefined ? undefined : parseNote(last)?.size,
    warnings: [...warningsOf(folder, { state }), ...logs.flatMap(forgottenSoon)],
  };
}

/** Counts from the oldest gap that is not lost yet, or else from the end of what is stored. */
function daysLeft({ provider, log, covered, gaps }: LogStatus, now: number): number | undefined {
  const retention = findProvider(provider)?.logs.find(({ id }) => id === log)?.retentionMs;
  const missing = gaps.find(({ reason }) => reason === 'not_archived')?.from ?? covered.at(-1)?.to;
  return retention === undefined || missing === undefined ? undefined : (missing + retention - now) / DAY;
}

function forgottenSoon({ daysLeft: days, ...log }: ReportedLog): string[] {
  if (days === undefined || days > SOON_DAYS) return [];
  const when = days < 0 ? 'has begun to forget' : `begins to forget in ${days.toFixed(1)} days`;
  return [`${nameOf(log)}: the vendor ${when} what is not archived yet: run trailhound sync.`];
}

/** `gong/default.AccessLog`. */
function nameOf({ provider, tenant, log }: LogName): string {
  return `${provider}/${tenant}.${log}`;
}
