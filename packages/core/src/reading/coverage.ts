import type { Connection } from '../exchange/connection.ts';
import { defect, isAuditError, type ErrorCode, type Fault } from '../errors.ts';
import { present } from '../json.ts';
import type { Part } from './query.ts';
import { clip, iso, type Window } from '../window.ts';

/** Why a part of the asked window is not in an answer. */
export type GapReason = ErrorCode | 'limit' | 'budget' | 'beyond_retention';

/** A part of the asked window that an answer does not hold. */
export interface Gap {
  readonly from: string;
  readonly to: string;
  readonly reason: GapReason;
  /** What to do about it. */
  readonly hint: string;
  /** What the vendor said about it: data, and never our advice. */
  readonly vendorSaid?: string;
  /** From when asking again makes sense. */
  readonly retryAt?: string;
}

/** What an answer holds of one log, and why not the rest. */
export interface Coverage {
  readonly provider: string;
  readonly tenant: string;
  readonly log: string;
  readonly asked: { readonly from: string; readonly to: string };
  /** Whether the answer holds everything that the vendor has of the asked window. */
  readonly complete: boolean;
  readonly gaps: readonly Gap[];
  /** Entries younger than this may still arrive. */
  readonly settledUntil: string;
  readonly pages: number;
  /** Entries that the vendor sent. */
  readonly scanned: number;
  /** Events that the query wants. */
  readonly matched: number;
  /** How many entries the vendor says there are, by its own reading of the window and before our filters. */
  readonly vendorTotal?: number;
  readonly notices: readonly string[];
}

/** Collects what becomes the coverage of one log. */
export interface Ledger {
  readonly part: Part;
  readonly page: (page: {
    readonly scanned: number;
    readonly matched: number;
    readonly notices?: readonly string[];
  }) => void;
  readonly gap: (window: Window, why: Why) => void;
  readonly total: (total: number) => void;
  /** Something that a reader of the answer should know. */
  readonly notice: (text: string) => void;
  readonly coverage: () => Coverage;
}

export interface Why {
  readonly reason: GapReason;
  readonly hint: string;
  readonly vendorSaid?: string | undefined;
  readonly retryAt?: number | undefined;
}

/** A ledger for one log of a query. What the vendor no longer keeps is a gap from the start. */
export function openLedger(part: Part, asked: Window, now: number): Ledger {
  const { log, rest } = part;
  const gaps: (Window & Why)[] = [];
  const notices = new Set<string>(localFilters(part));
  const count = { pages: 0, scanned: 0, matched: 0 };
  let vendorTotal: number | undefined;
  const lost = clip(asked, { from: asked.from, to: keptSince(part, now) });
  if (lost !== undefined)
    gaps.push({ ...lost, reason: 'beyond_retention', hint: `No longer kept by the vendor. ${log.kept}` });
  return {
    part,
    page: ({ scanned, matched, notices: said = [] }) => {
      count.pages += 1;
      count.scanned += scanned;
      count.matched += matched;
      for (const notice of said) notices.add(notice);
    },
    gap: (window, why) => {
      const missing = clip(window, { from: Math.max(asked.from, keptSince(part, now)), to: asked.to });
      if (missing !== undefined) gaps.push({ ...missing, ...why });
    },
    total: (total) => {
      vendorTotal = total;
    },
    notice: (text) => {
      notices.add(text);
    },
    coverage: () => ({
      ...headOf(part, asked, now),
      complete: gaps.length === 0,
      gaps: gaps.toSorted((a, b) => a.from - b.from).map(toGap),
      ...count,
      // The vendor counts before we filter.
      ...(vendorTotal === undefined || Object.keys(rest).length > 0 ? {} : { vendorTotal }),
      notices: [...notices],
    }),
  };
}

function headOf(
  { connection, log }: Part,
  asked: Window,
  now: number,
): Pick<Coverage, 'provider' | 'tenant' | 'log' | 'asked' | 'settledUntil'> {
  return {
    provider: connection.provider.id,
    tenant: connection.tenant,
    log: log.id,
    asked: { from: iso(asked.from), to: iso(asked.to) },
    settledUntil: iso(Math.min(asked.to, now - log.lagMs)),
  };
}

/** The part of a window that the vendor still keeps, or undefined when it keeps nothing of it. */
export function kept(part: Part, window: Window, now: number): Window | undefined {
  return clip(window, { from: Math.max(window.from, keptSince(part, now)), to: window.to });
}

function keptSince({ log }: Part, now: number): number {
  return log.retentionMs === undefined ? Number.NEGATIVE_INFINITY : now - log.retentionMs;
}

function localFilters({ connection, rest }: Part): string[] {
  const names = Object.keys(rest);
  if (names.length === 0) return [];
  const { label } = connection.provider;
  return [
    `${label} cannot filter by ${names.join(', ')} as asked: every entry of the window is read and filtered here.`,
  ];
}

function toGap({ from, to, reason, hint, vendorSaid, retryAt }: Window & Why): Gap {
  return present({
    from: iso(from),
    to: iso(to),
    reason,
    hint,
    vendorSaid,
    retryAt: retryAt === undefined ? undefined : iso(retryAt),
  });
}

/**
 * An error as the reason for a gap of the log that it ended. What is no AuditError is a defect of ours: the others of the
 * answer must not suffer from it, and the host is told.
 */
export function whyFailed(thrown: unknown, { provider, ports }: Connection): Why {
  const { fault, cause } = isAuditError(thrown) ? thrown : defect(provider.id, thrown);
  const { code, message, hint, vendorSaid, retryAt }: Fault = fault;
  if (code === 'internal') ports.defect?.(cause);
  return { reason: code, hint: `${message}. ${hint}`, vendorSaid, retryAt };
}

/** What the caller did is no gap: a cancellation, or a question that is wrong in itself, ends it. */
export function rethrowCallers(thrown: unknown): void {
  if (isAuditError(thrown) && (thrown.fault.code === 'cancelled' || thrown.fault.field !== undefined)) throw thrown;
}
