import { dotted, field, fill, worded, type NameOf, type Wording } from './wording.ts';

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

/** A fault before its fields are named. */
export interface OpenFault extends Omit<Fault, 'message' | 'hint' | 'field'> {
  readonly message: Wording;
  readonly hint: Wording;
  readonly field?: string | readonly string[];
}

/** The fault with its fields called as somebody calls them. */
export function close({ field: path, ...open }: OpenFault, nameOf: NameOf): Fault {
  const named = path === undefined ? {} : { field: nameOf(pathOf(path)) };
  return { ...open, ...named, message: fill(open.message, nameOf), hint: fill(open.hint, nameOf) };
}

function pathOf(path: string | readonly string[]): readonly string[] {
  return typeof path === 'string' ? [path] : path;
}

/** The one error of this package. Compare `code`; `instanceof` fails across two copies of the package. */
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

  /** The fault before its fields are named, for a host with names of its own. */
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
export function invalid(path: string | readonly string[], message: Wording, hint: Wording): AuditError {
  const named = worded`${field(...pathOf(path))}: ${message}`;
  return new AuditError({ code: 'invalid_query', field: path, message: named, hint });
}

/** The caller gave up. */
export function cancelled(provider: string | undefined, cause: unknown): AuditError {
  const from = provider === undefined ? {} : { provider };
  return new AuditError({ code: 'cancelled', message: 'Cancelled', hint: 'The caller gave up.', ...from }, { cause });
}

/** What a provider is called, by programs and by people. */
export interface Named {
  readonly id: string;
  readonly label: string;
}

/** What went wrong is ours: neither the caller nor the vendor has done anything wrong, and asking again changes nothing. */
export function defect({ id: provider, label }: Named, cause: unknown): AuditError {
  const hint = 'This is a defect of Trailhound, not of the vendor: please report it. Asking again will not help.';
  return new AuditError(
    { code: 'internal', provider, message: `An answer of ${label} could not be read`, hint },
    { cause },
  );
}
