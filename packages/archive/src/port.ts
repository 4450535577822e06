import type { AuditEvent } from '@trailhound/core';
import type { LedgerRecord, LogName, Problem, RecordFacts } from '@trailhound/core/ledger';
import type { Counting, Counts, Dated, Order, Wanted, Window } from '@trailhound/core/source';

/** All events of one stretch of a log, as they were read. */
export interface Put {
  readonly log: LogName;
  /** Within one UTC day, so that whole days can be pruned. */
  readonly window: Window;
  /** All events of the stretch, in any order. Storing an event twice has no effect. */
  readonly events: readonly Dated[];
  readonly facts: PutFacts;
}

/** How a stretch was read. */
export interface PutFacts extends Pick<RecordFacts, 'clockSkewMs' | 'pages'> {
  /** `read` covers the stretch; `sweep` reads a covered one again, and writes no record if nothing is new. */
  readonly kind: 'read' | 'sweep';
  /** Epoch milliseconds. */
  readonly readFrom: number;
  readonly readTo: number;
}

/** The result of a put. */
export interface Receipt {
  readonly fresh: number;
  readonly repeated: number;
  /** New events of a stretch that was covered before. */
  readonly late: number;
  /** The record that was written with them; a sweep that found nothing writes none. */
  readonly record: LedgerRecord | undefined;
}

/** A stretch of a log that is completely archived. */
export interface Covered extends Window {
  /** When it was last extended. */
  readonly readAt: number;
}

/** A stretch that the vendor had dropped before it was read. */
export interface Lost extends Window {
  readonly reason: string;
}

/** A query of one log. Without `matches`, all events of the window. */
export interface Ask {
  readonly log: LogName;
  readonly window: Window;
  readonly order: Order;
  /** The criteria behind `matches`, as events show them (`asShown`), so that an index can prefilter. */
  readonly wanted?: Wanted | undefined;
  /** The exact filter. */
  readonly matches?: ((event: AuditEvent) => boolean) | undefined;
  /** Whether to include the vendor's entry. On by default. */
  readonly raw?: boolean | undefined;
  /** Only what counting needs: no message and no changes. Without `raw`, no ids of entry and request either. */
  readonly brief?: boolean | undefined;
}

/** Which events of one log to count. */
export interface CountAsk extends Counting, Pick<Ask, 'log' | 'window'> {
  /** As events show them, and exact: nothing is filtered afterwards. */
  readonly wanted?: Countable | undefined;
}

/** The criteria that a store can count by. */
export type Countable = Pick<Wanted, (typeof COUNTABLE)[number]>;
export const COUNTABLE = ['actor', 'verbs', 'actions', 'ip', 'flags'] as const satisfies readonly (keyof Wanted)[];

/** Some events of an answer. */
export interface Found {
  readonly events: readonly Dated[];
  /** How many events were examined for it. */
  readonly scanned: number;
  /** All events up to this time, in the order of the query, have been returned. */
  readonly reached: number;
}

/** What the archive has of one log. */
export interface LogStatus extends LogName {
  readonly events: number;
  readonly covered: readonly Covered[];
  readonly lost: readonly Lost[];
  /** When it was last read again for late entries, epoch milliseconds. */
  readonly sweptAt: number | undefined;
  /** Events of it that were erased. */
  readonly erased: number;
  /** What is missing between the first and the last covered stretch, and what is lost; oldest first. */
  readonly gaps: readonly Lost[];
}

/** What the archive has in total. */
export interface ArchiveStatus {
  readonly id: string;
  readonly logs: readonly LogStatus[];
  /** The position of the ledger. */
  readonly ledger: { readonly seq: number; readonly hash: string };
  readonly bytes: number;
}

/** What to delete: everything older than a time, or everything that one person did. The evidence stays. */
export type Forget =
  | { readonly before: number; readonly policy: string }
  /** An id, an e-mail address or a name, as in a query. */
  | { readonly actor: string; readonly policy: string };

/** What questions need of a store. */
export type ArchiveReader = Pick<
  Archive,
  'folder' | 'covered' | 'lost' | 'erased' | 'read' | 'count' | 'get' | 'position' | 'status' | 'close'
>;

/** A store of events with its ledger. One process writes, any number of processes read. */
export interface Archive {
  /** A random id, created once. */
  readonly id: string;
  /** Where the files are; for a server, where its signed checkpoints are on this machine. */
  readonly folder: string;
  /** Stores events, stretch and record in one transaction. */
  readonly put: (batch: Put) => Promise<Receipt>;
  /** Records that a stretch is lost for good, unless that is recorded already. */
  readonly lose: (log: LogName, lost: Lost) => Promise<LedgerRecord | undefined>;
  /** Oldest first; adjacent stretches are merged. */
  readonly covered: (log: LogName) => Promise<readonly Covered[]>;
  readonly lost: (log: LogName) => Promise<readonly Lost[]>;
  /** When it was last read again for late entries, epoch milliseconds. */
  readonly sweptAt: (log: LogName) => Promise<number | undefined>;
  /** How many events of a stretch were erased. */
  readonly erased: (log: LogName, window: Window) => Promise<number>;
  readonly read: (ask: Ask) => AsyncGenerator<Found, void, undefined>;
  /** Counts without reading. Where a store cannot, everything is read. */
  readonly count?: ((ask: CountAsk) => Promise<Counts>) | undefined;
  readonly get: (uid: string) => Promise<AuditEvent | undefined>;
  readonly records: (from?: number) => AsyncIterable<LedgerRecord>;
  readonly forget: (what: Forget) => Promise<LedgerRecord | undefined>;
  /** Counts requests to a vendor, so that the next sync knows the rest of the daily quota; returns the total of the day. */
  readonly spend: (account: Omit<LogName, 'log'>, day: number, requests: number) => Promise<number>;
  /** The position of the ledger, to be cited. */
  readonly position: () => Promise<Pick<ArchiveStatus, 'ledger'>>;
  readonly status: () => Promise<ArchiveStatus>;
  readonly verify: (options?: VerifyOptions) => Promise<Verified>;
  readonly close: () => Promise<void>;
}

/** What to compare an archive with. */
export interface VerifyOptions {
  /** Signed checkpoints, as kept in `checkpoints.txt` or elsewhere; those of the folder by default. */
  readonly checkpoints?: readonly string[] | undefined;
  /** The key that they must be signed with, as `verifierKeyOf` writes it. Without it only their roots are compared. */
  readonly key?: string | undefined;
  /** Called for each record that was checked. */
  readonly progress?: ((done: { readonly records: number; readonly events: number }) => void) | undefined;
}

/** The result of a verification. `whole` is about what is stored; `gaps` is about what was never stored. */
export interface Verified {
  readonly records: number;
  readonly events: number;
  readonly checkpoints: number;
  /** What was altered; empty if nothing was. */
  readonly problems: readonly Problem[];
  /** Stretches between covered ones, and stretches that are lost. */
  readonly gaps: readonly (LogName & Window & { readonly reason: string })[];
}
