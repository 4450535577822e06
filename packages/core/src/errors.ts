import { dotted, field, fill, worded, type NameOf, type Wording } from './wording.ts';

/** Every error code, and what it means. */
export const ERROR_CODES = {
  invalid_query: 'The caller asked for something impossible.',
  unauthorized: 'The credential is wrong, expired or revoked.',
  forbidden: 'The credential is right but may not read this.',
  not_enabled: 'The vendor has not enabled this feature.',
  not_found: 'It does not exist, or the base URL is wrong.',
  rate_limited: 'The vendor asks for fewer requests; try again later.',
  unavailable: 'The vendor or the network is failing for now.',
  timeout: 'The vendor did not answer in time.',
  bad_response: 'The vendor sent a response that makes no sense.',
  too_large: 'The answer is larger than allowed.',
  cancelled: 'The caller gave up.',
  internal: 'A defect of Trailhound itself.',
} as const;

/** The code of an error. */
export type ErrorCode = keyof typeof ERROR_CODES;

/** Describes a failure and what a person can do about it. Contains no credential. */
export interface Fault {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string;
  readonly provider?: string;
  readonly log?: string;
  readonly status?: number;
  /**
   * What the vendor said, cleaned, redacted and truncated: data that anybody may have written, never advice of ours.
   */
  readonly vendorSaid?: string;
  /** What the vendor's support asks for. */
  readonly requestId?: string;
  /** Epoch milliseconds from which a retry makes sense. */
  readonly retryAt?: number;
  /** What holds the request back: our own rate limiting, the budget of the question, or the vendor. */
  readonly held?: 'pace' | 'budget' | 'vendor';
  /** For `invalid_query`: the field that is wrong. */
  readonly field?: string;
}

/** A fault with slots instead of field names. */
export interface OpenFault extends Omit<Fault, 'message' | 'hint' | 'field'> {
  readonly message: Wording;
  readonly hint: Wording;
  readonly field?: string | readonly string[];
}

/** Fills in the field names of a host. */
export function close({ field: path, ...open }: OpenFault, nameOf: NameOf): Fault {
  const named = path === undefined ? {} : { field: nameOf(pathOf(path)) };
  return { ...open, ...named, message: fill(open.message, nameOf), hint: fill(open.hint, nameOf) };
}

function pathOf(path: string | readonly string[]): readonly string[] {
  return typeof path === 'string' ? [path] : path;
}

/** The only error class of this package. Compare `code`; `instanceof` fails across two copies of the package. */
export class AuditError extends Error {
  override readonly name = 'AuditError';
  readonly fault: Fault;
  readonly #open: OpenFault;

  constructor(open: OpenFault, options?: { cause?: unknown }) {
    const fault = close(open, dotted);
    super(fault.message, options);
    this.fault = fault;
    this.#open = open;
  }

  /** The fault with slots, for a host with its own field names. */
  get open(): OpenFault {
    return this.#open;
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

/** Whether a thrown value is an AuditError, even of another copy of this package. */
export function isAuditError(thrown: unknown): thrown is AuditError {
  return thrown instanceof Error && thrown.name === 'AuditError' && 'fault' in thrown;
}

const LONGEST_QUOTE = 80;

/** User input as messages quote it. */
export function quoted(given: string): string {
  const short = given.length > LONGEST_QUOTE ? `${given.slice(0, LONGEST_QUOTE - 1)}…` : given;
  return JSON.stringify(short.toWellFormed());
}

/** The error for invalid input, thrown before any request. */
export function invalid(path: string | readonly string[], message: Wording, hint: Wording): AuditError {
  const named = worded`${field(...pathOf(path))}: ${message}`;
  return new AuditError({ code: 'invalid_query', field: path, message: named, hint });
}

/** Throws the error for a cancelled call if the caller has cancelled. */
export function throwIfCancelled(signal: AbortSignal | undefined, provider?: string): void {
  if (signal?.aborted !== true) return;
  const from = provider === undefined ? {} : { provider };
  throw new AuditError(
    { code: 'cancelled', message: 'Cancelled', hint: 'The caller cancelled the request.', ...from },
    { cause: signal.reason },
  );
}

/** The name of a provider, for programs and for people. */
export interface Named {
  readonly id: string;
  readonly label: string;
}

/** The error for a defect of ours: neither the caller nor the vendor is to blame, and a retry will not help. */
export function defect({ id: provider, label }: Named, cause: unknown): AuditError {
  const hint = 'This is a defect of Trailhound, not of the vendor: please report it. Trying again will not help.';
  return new AuditError(
    { code: 'internal', provider, message: `A response of ${label} could not be read`, hint },
    { cause },
  );
}
