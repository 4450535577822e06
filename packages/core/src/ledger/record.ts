import { hash } from 'node:crypto';
import { canonical } from '../identity.ts';
import { present } from '../json.ts';

/** One log of one account. */
export interface LogName {
  readonly provider: string;
  readonly tenant: string;
  readonly log: string;
}

/**
 * What a record says: the archive was created, a stretch was read, was read again for late entries, or is lost, events
 * were pruned, or a person's events were erased.
 */
export const RECORD_KINDS = ['open', 'read', 'sweep', 'gap', 'prune', 'erase'] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];

/** Why we believe that a stretch without entries really has none. */
export type Emptiness = 'seen_before' | 'unproven';

/** The content of a record, before it is chained. */
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
  /** Only if there were no events. */
  readonly empty?: Emptiness | undefined;
  readonly pages?: number | undefined;
  /** Events that the vendor sent. */
  readonly seen?: number | undefined;
  /** How many of them were new: the events of this record. */
  readonly fresh: number;
  readonly first?: string | undefined;
  readonly last?: string | undefined;
  /** RFC 6962 Merkle tree hash of its events, by time and uid, in hexadecimal. */
  readonly root: string;
  /** The program that wrote it. */
  readonly by: string;
  /** For a gap, a prune or an erasure: the reason, or the rule. */
  readonly reason?: string | undefined;
  /** For a prune or an erasure: how many events it removed. The root of an erasure is that of their leaves. */
  readonly gone?: number | undefined;
  /** For a prune: the records whose events it removed. */
  readonly records?: readonly number[] | undefined;
}

/** A chained record. `hash` covers all of its other fields, `prev` is the hash of the previous record. */
export interface LedgerRecord extends RecordFacts {
  readonly v: 1;
  /** Counts from 1, without gaps. */
  readonly seq: number;
  readonly archive: string;
  readonly prev: string;
  readonly hash: string;
}

/** The root of an empty tree. */
export const NO_EVENTS = hash('sha256', '');

/** `prev` of the first record. */
export const NO_RECORD = '0'.repeat(64);

/** A record with its place in the chain. */
export function chained(facts: RecordFacts, place: Pick<LedgerRecord, 'seq' | 'archive' | 'prev'>): LedgerRecord {
  const record = present({ v: 1 as const, ...place, ...facts });
  return { ...record, hash: recordHash(record) };
}

/** The hash that a record must have. */
export function recordHash(record: Partial<LedgerRecord>): string {
  return hash('sha256', canonical({ ...record, hash: undefined }));
}

/** A record as it is stored: one line of canonical JSON. */
export function recordLine(record: LedgerRecord): string {
  return canonical(record);
}
