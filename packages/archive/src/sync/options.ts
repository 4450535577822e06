import type { LogName } from '@trailhound/core/ledger';
import type { Missing, Window } from '@trailhound/core/source';

/** What a sync fetches, and how many requests it may use. */
export interface SyncOptions {
  /** The start, epoch milliseconds. */
  readonly since: number;
  /** Names of logs, as in a query; every log by default, also those that questions leave out unless named. */
  readonly logs?: readonly string[] | undefined;
  /** Which share of a vendor's requests per day syncing may use, from 0 to 1; half by default. */
  readonly budget?: number | undefined;
  /** Newer events are left to the next sync; an hour by default, because every record permanently takes some space. */
  readonly freshMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly progress?: ((progress: SyncProgress) => void) | undefined;
  /** PEM of the Ed25519 key that checkpoints are signed with; none is written without it. */
  readonly signingKey?: string | undefined;
}

/** How far a sync has come. */
export interface SyncProgress {
  /** Which log is being read. */
  readonly log: LogName;
  /** From 0 to 1, by time covered. */
  readonly share: number;
  readonly events: number;
  readonly fresh: number;
  readonly pages: number;
  readonly perSecond: number;
  /** The estimated time left, in milliseconds. */
  readonly leftMs: number | undefined;
}

/** The result for one log. */
export interface SyncedLog extends LogName {
  readonly fresh: number;
  readonly late: number;
  readonly pages: number;
  /** What was wanted and settled, but could not be read; the next sync tries again. */
  readonly missing: readonly Missing[];
  /** What the vendor had already dropped. */
  readonly lost: readonly Window[];
  /** When the vendor will begin to drop what is missing, epoch milliseconds. */
  readonly lostFrom: number | undefined;
}

export interface SyncResult {
  readonly logs: readonly SyncedLog[];
  /** Whether everything settled is archived. */
  readonly complete: boolean;
  /** The signed checkpoint that was appended to `checkpoints.txt`. */
  readonly checkpoint: string | undefined;
}
