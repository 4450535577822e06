import type { Connection } from '../exchange/connection.ts';
import { defect, isAuditError, type ErrorCode, type Fault } from '../errors.ts';
import { present } from '../json.ts';
import { iso, type Window } from '../window.ts';

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

export interface Why {
  readonly reason: GapReason;
  readonly hint: string;
  readonly vendorSaid?: string | undefined;
  readonly retryAt?: number | undefined;
}

/** A gap while it is reckoned with: its times are numbers. */
export type Missing = Window & Why;

/** A gap as answers show it. */
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
 * A failure as the reason for a gap of the log that it ended. What the caller did is none: a cancellation, or a question
 * that is wrong in itself, goes on up and ends the question. What is no AuditError is a defect of ours: the others of the
 * answer must not suffer from it, and the host is told.
 */
export function whyFailed(thrown: unknown, { provider, ports }: Connection): Why {
  const { fault, cause } = isAuditError(thrown) ? thrown : defect(provider, thrown);
  const { code, message, hint, vendorSaid, retryAt, field, held }: Fault = fault;
  if (code === 'cancelled' || field !== undefined) throw thrown;
  if (code === 'internal') ports.defect?.(cause);
  return { reason: held === 'budget' ? held : code, hint: `${message}. ${hint}`, vendorSaid, retryAt };
}
