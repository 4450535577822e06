import type { Connection } from '../exchange/connection.ts';
import { defect, isAuditError, throwIfCancelled, type ErrorCode, type Fault } from '../errors.ts';
import { present } from '../json.ts';
import { iso, type Window } from '../window.ts';

/** Why a part of the asked window is missing from an answer. */
export type GapReason = ErrorCode | 'limit' | 'budget' | 'beyond_retention' | 'not_archived';

/** A part of the asked window that is missing from an answer. */
export interface Gap {
  readonly from: string;
  readonly to: string;
  readonly reason: GapReason;
  /** What to do about it. */
  readonly hint: string;
  /** What the vendor said about it: data, never advice of ours. */
  readonly vendorSaid?: string;
  /** When it makes sense to ask again. */
  readonly retryAt?: string;
}

export interface Why {
  readonly reason: GapReason;
  readonly hint: string;
  readonly vendorSaid?: string | undefined;
  readonly retryAt?: number | undefined;
}

/** A gap in internal form, with numeric times. */
export type Missing = Window & Why;

/** A gap in the form that answers use. */
export function toGap({ from, to, reason, hint, vendorSaid, retryAt }: Missing): Gap {
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
 * Turns a failure into the reason for a gap in the log that failed. Failures that the caller caused are rethrown and
 * end the question: a cancellation, or a query that is invalid. Anything but an `AuditError` is a defect of ours, which
 * is reported to the host without failing the rest of the answer.
 */
export function whyFailed(thrown: unknown, { provider, ports }: Connection, signal: AbortSignal | undefined): Why {
  // Whatever fails then, be it the caller's own reason that a source throws, is no failure of the log.
  throwIfCancelled(signal, provider.id);
  const { fault, cause } = isAuditError(thrown) ? thrown : defect(provider, thrown);
  const { code, message, hint, vendorSaid, retryAt, field, held }: Fault = fault;
  if (code === 'cancelled' || field !== undefined) throw thrown;
  if (code === 'internal') ports.defect?.(cause);
  return { reason: held === 'budget' ? held : code, hint: `${message}. ${hint}`, vendorSaid, retryAt };
}
