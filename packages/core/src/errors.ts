/** Everything that can go wrong, each with who has to act. */
export const ERROR_CODES = {
  invalid_query: 'The caller asked for something impossible.',
  unauthorized: 'The credential is wrong, expired or revoked.',
  forbidden: 'The credential is right but may not read this.',
  not_enabled: 'The vendor has to switch the feature on.',
  not_found: 'There is no such thing, or the base URL is wrong.',
  rate_limited: 'The vendor wants fewer requests; try again later.',
  unavailable: 'The vendor or the network fails for now.',
  timeout: 'The vendor did not answer in time.',
  bad_response: 'The vendor answered something that makes no sense.',
  too_large: 'The answer is larger than allowed.',
  cancelled: 'The caller gave up.',
  internal: 'A defect of Trailhound itself.',
} as const;

/** What went wrong, in one word. */
export type ErrorCode = keyof typeof ERROR_CODES;

/** A failure described: what, and what a person can do about it. Holds no credential. */
export interface Fault {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string;
  readonly provider?: string;
  readonly log?: string;
  readonly status?: number;
  /** What the vendor said, cleaned, redacted and cut: data that anybody may have written, and never our advice. */
  readonly vendorSaid?: string;
  /** What the vendor's support asks for. */
  readonly requestId?: string;
  /** Epoch milliseconds from which a retry makes sense. */
  readonly retryAt?: number;
  /** What holds the request back: our own pace, the budget of the question, or the vendor. */
  readonly held?: 'pace' | 'budget' | 'vendor';
  /** For `invalid_query`: the input that is wrong. */
  readonly field?: string;
}

/** The one error of this package. Compare `code`; `instanceof` fails across two copies of the package. */
export class AuditError extends Error {
  override readonly name = 'AuditError';
  readonly fault: Fault;

  constructor(fault: Fault, options?: { cause?: unknown }) {
    super(fault.message, options);
    this.fault = fault;
  }

  get code(): ErrorCode {
    return this.fault.code;
  }

  get hint(): string {
    return this.fault.hint;
  }

  toJSON(): Fault {
    return this.fault;
  }
}

/** Whether something thrown is an AuditError, also one of another copy of this package. */
export function isAuditError(thrown: unknown): thrown is AuditError {
  return thrown instanceof Error && thrown.name === 'AuditError' && 'fault' in thrown;
}

const LONGEST_QUOTE = 80;

/** What somebody gave, as a message repeats it. */
export function quoted(given: string): string {
  const short = given.length > LONGEST_QUOTE ? `${given.slice(0, LONGEST_QUOTE - 1)}…` : given;
  return JSON.stringify(short.toWellFormed());
}

/** A refusal of what the caller asked, before any request. */
export function invalid(field: string, message: string, hint: string): AuditError {
  return new AuditError({ code: 'invalid_query', field, message: `${field}: ${message}`, hint });
}

/** The caller gave up. */
export function cancelled(provider: string | undefined, cause: unknown): AuditError {
  const from = provider === undefined ? {} : { provider };
  return new AuditError({ code: 'cancelled', message: 'Cancelled', hint: 'The caller gave up.', ...from }, { cause });
}

/** What went wrong is ours: neither the caller nor the vendor has done anything wrong, and asking again changes nothing. */
export function defect(provider: string, cause: unknown): AuditError {
  const hint = 'This is a defect of Trailhound, not of the vendor: please report it. Asking again will not help.';
  return new AuditError(
    { code: 'internal', provider, message: `An answer of ${provider} could not be read`, hint },
    { cause },
  );
}
