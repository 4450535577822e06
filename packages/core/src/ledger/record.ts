import { hash } from 'node:crypto';
import { canonical } from '../identity.ts';
import { present } from '../json.ts';

/** Which log of which account. */
export interface LogName {
  readonly provider: string;
  readonly tenant: string;
  readonly log: string;
}

/**
 * What a record of the ledger tells: the archive was made, a stretch was read, was read again for late entries, is lost,
 * was pruned, or somebody's events were erased.
 */
export const RECORD_KINDS = ['open', 'read', 'sweep', 'gap', 'prune', 'erase'] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];

/** How we know that a stretch without entries really has none. */
export type Emptiness = 'seen_before' | 'unproven';

/** What a record says, before it has its place in the chain. */
export interface RecordFacts extends Partial<LogName> {
  readonly kind: RecordKind;
  /** The stretch, `[from, to)`, as ISO times. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** When it was read. */
  readonly readFrom?: string | undefined;
  readonly readTo?: string | undefined;
  /** How far our clock was ahead of the vendor's. */
  readonly clockSkewMs?: number | undefined;
  /** Only where nothing came. */
  readonly empty?: Emptiness | undefined;
  readonly pages?: number | undefined;
  /** Events that the vendor sent. */
  readonly seen?: number | undefined;
  /** Those of them that were new: the events of this record. */
  readonly fresh: number;
  readonly first?: string | undefined;
  readonly last?: string | undefined;
  /** RFC 6962 tree hash of its events by time and uid, hexadecimal. */
  readonly root: string;
  /** Which program wrote it. */
  readonly by: string;
  /** For a gap, a prune or an erasure: why, and by which rule. */
  readonly reason?: string | undefined;
  /** Of a prune or an erasure: how many events are gone with it. An erasure has the root of their leaves as its own. */
  readonly gone?: number | undefined;
  /** For a prune: the records whose events are gone. */
  readonly records?: readonly number[] | undefined;
}

/** A record in its place. `hash` covers everything else of it, `prev` is the hash of the one before. */
export interface LedgerRecord extends RecordFacts {
  readonly v: 1;
  /** From 1, without holes. */
  readonly seq: number;
  readonly archive: string;
  readonly prev: string;
  readonly hash: string;
}

/** The root of no events. */
export const NO_EVENTS = hash('sha256', '');

/** What the first record follows. */
export const NO_RECORD = '0'.repeat(64);

/** A record with its place in the chain. */
export function chained(facts: RecordFacts, place: Pick<LedgerRecord, 'seq' | 'archive' | 'prev'>): LedgerRecord {
  const record = present({ v: 1 as const, ...place, ...facts });
  return { ...record, hash: recordHash(record) };
}

/** The hash that a record should have. */
export function recordHash(record: Partial<LedgerRecord>): string {
  return hash('sha256', canonical({ ...record, hash: undefined }));
}

/** A record as it is kept: one line of canonical JSON. */
export function recordLine(record: LedgerRecord): string {
  return canonical(record);
}
