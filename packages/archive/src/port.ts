import type { AuditEvent } from '@trailhound/core';
import type { LedgerRecord, LogName, Problem, RecordFacts } from '@trailhound/core/ledger';
import type { Dated, Order, Wanted, Window } from '@trailhound/core/source';

/** Some events of one log that have been read, and the stretch that they are all of. */
export interface Put {
  readonly log: LogName;
  /** Not across a day in UTC: whole days can be pruned. */
  readonly window: Window;
  /** All events of the stretch, in any order. Those that are kept already change nothing. */
  readonly events: readonly Dated[];
  readonly facts: PutFacts;
}

/** How a stretch was read. */
export interface PutFacts extends Pick<RecordFacts, 'clockSkewMs' | 'pages'> {
  /** `read` makes the stretch covered; `sweep` reads one again that is covered, and leaves no record when nothing is new. */
  readonly kind: 'read' | 'sweep';
  /** Epoch milliseconds. */
  readonly readFrom: number;
  readonly readTo: number;
}

/** What a put came to. */
export interface Receipt {
  readonly fresh: number;
  readonly repeated: number;
  /** Fresh ones of a stretch that was covered before. */
  readonly late: number;
  /** The record that was written with them; a sweep that found nothing writes none. */
  readonly record: LedgerRecord | undefined;
}

/** A stretch of a log that is kept whole. */
export interface Covered extends Window {
  /** When it was last added to. */
  readonly readAt: number;
}

/** A stretch that the vendor had forgotten before it was read. */
export interface Lost extends Window {
  readonly reason: string;
}

/** What is asked of one log. Without `matches` all events of the window. */
export interface Ask {
  readonly log: LogName;
  readonly window: Window;
  readonly order: Order;
  /** What `matches` is about: an index may leave out what cannot match. As events show it (`asShown`). */
  readonly wanted?: Wanted | undefined;
  /** The last word on whether an event is given. */
  readonly matches?: ((event: AuditEvent) => boolean) | undefined;
  /** Whether the vendor's entry is wanted; it is unless said otherwise. */
  readonly raw?: boolean | undefined;
  /** Enough to count by: neither message nor changes are wanted. Without `raw` the vendor's ids of entry and request are left out as well. */
  readonly brief?: boolean | undefined;
}

/** Some events of an answer. */
export interface Found {
  readonly events: readonly Dated[];
  /** How many events were looked at for it. */
  readonly scanned: number;
  /** Everything on the near side of this time has been given. */
  readonly reached: number;
}

/** What is kept of one log. */
export interface LogStatus extends LogName {
  readonly events: number;
  readonly covered: readonly Covered[];
  readonly lost: readonly Lost[];
  /** When it was last read again for late entries, epoch milliseconds. */
  readonly sweptAt: number | undefined;
  /** Events of it that were erased. */
  readonly erased: number;
}

/** What is kept altogether. */
export interface ArchiveStatus {
  readonly id: string;
  readonly logs: readonly LogStatus[];
  /** Where the ledger stands. */
  readonly ledger: { readonly seq: number; readonly hash: string };
  readonly bytes: number;
}

/** What is to go: all that is older, or all that somebody did. Its evidence stays. */
export type Forget =
  | { readonly before: number; readonly policy: string }
  /** An id, an e-mail address or a name, as in a query. */
  | { readonly actor: string; readonly policy: string };

/** A store of events with its ledger. One process writes, any number read. */
export interface Archive {
  /** Made once, at random. */
  readonly id: string;
  /** Where the files are. */
  readonly folder: string;
  /** Events, stretch and record: all of it, or nothing. */
  readonly put: (batch: Put) => Promise<Receipt>;
  /** Notes that a stretch cannot be had any more. What is noted already is not noted again. */
  readonly lose: (log: LogName, lost: Lost) => Promise<LedgerRecord | undefined>;
  /** Oldest first; what touches is one stretch. */
  readonly covered: (log: LogName) => Promise<readonly Covered[]>;
  readonly lost: (log: LogName) => Promise<readonly Lost[]>;
  /** When it was last read again for late entries, epoch milliseconds. */
  readonly sweptAt: (log: LogName) => Promise<number | undefined>;
  /** How many events of a stretch were erased. */
  readonly erased: (log: LogName, window: Window) => Promise<number>;
  readonly read: (ask: Ask) => AsyncGenerator<Found, void, undefined>;
  readonly get: (uid: string) => Promise<AuditEvent | undefined>;
  readonly records: (from?: number) => AsyncIterable<LedgerRecord>;
  readonly forget: (what: Forget) => Promise<LedgerRecord | undefined>;
  /** Counts requests to a vendor, so that the next sync knows what is left of the day's quota; gives the sum of the day. */
  readonly spend: (account: Omit<LogName, 'log'>, day: number, requests: number) => Promise<number>;
  /** Where the ledger stands, for citing. */
  readonly position: () => Promise<Pick<ArchiveStatus, 'ledger'>>;
  readonly status: () => Promise<ArchiveStatus>;
  readonly verify: (options?: VerifyOptions) => Promise<Verified>;
  readonly close: () => Promise<void>;
}

/** What an archive is compared with. */
export interface VerifyOptions {
  /** Signed checkpoints, as kept in `checkpoints.txt` or elsewhere; those of the folder by default. */
  readonly checkpoints?: readonly string[] | undefined;
  /** The key that they must be signed with, as `verifierKeyOf` writes it. Without it only their roots are compared. */
  readonly key?: string | undefined;
  /** Told of each record that was looked at. */
  readonly progress?: ((done: { readonly records: number; readonly events: number }) => void) | undefined;
}

/** What looking at everything came to. `whole` is a matter of what is kept; `gaps` of what never came. */
export interface Verified {
  readonly records: number;
  readonly events: number;
  readonly checkpoints: number;
  /** What was altered; empty when nothing was. */
  readonly problems: readonly Problem[];
  /** Stretches between what is covered, and those that are lost. */
  readonly gaps: readonly (LogName & Window & { readonly reason: string })[];
}
