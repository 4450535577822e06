import type { LogName } from '@trailhound/core/ledger';
import type { Missing, Window } from '@trailhound/core/source';

/** What a sync is to fetch, and how much it may ask for. */
export interface SyncOptions {
  /** From when on, epoch milliseconds. */
  readonly since: number;
  /** Names of logs, as in a query; every log by default, also those that questions leave out unless named. */
  readonly logs?: readonly string[] | undefined;
  /** Which share of a vendor's requests per day syncing may use, from 0 to 1; half by default. */
  readonly budget?: number | undefined;
  /** What is younger than this is left to the next sync; an hour by default. Every record takes some room for good. */
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
  /** Milliseconds, as far as one can tell. */
  readonly leftMs: number | undefined;
}

/** What became of one log. */
export interface SyncedLog extends LogName {
  readonly fresh: number;
  readonly late: number;
  readonly pages: number;
  /** What was wanted, is settled, and is not there; the next sync tries again. */
  readonly missing: readonly Missing[];
  /** What the vendor had forgotten already: it never comes. */
  readonly lost: readonly Window[];
  /** When the vendor will begin to forget what is missing, epoch milliseconds. */
  readonly lostFrom: number | undefined;
}

export interface SyncResult {
  readonly logs: readonly SyncedLog[];
  /** Whether everything that is settled is there. */
  readonly complete: boolean;
  /** The signed checkpoint that was appended to `checkpoints.txt`. */
  readonly checkpoint: string | undefined;
}
