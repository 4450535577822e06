import type { Coverage } from './coverage.ts';
import type { Gap } from './gap.ts';
import { ERROR_CODES, type ErrorCode } from '../errors.ts';

/** A part of an answer that is missing because something failed, not because it was left out on purpose. */
export interface Trouble extends Gap {
  readonly reason: ErrorCode;
  readonly provider: string;
  /** Where several of its product are connected. */
  readonly account?: string | undefined;
  readonly log: string;
}

/** What failed, log by log. */
export function troublesOf(coverage: readonly Coverage[]): Trouble[] {
  return coverage.flatMap(({ provider, account, log, gaps }) =>
    gaps.flatMap((gap) => (isErrorCode(gap.reason) ? [{ ...gap, reason: gap.reason, provider, account, log }] : [])),
  );
}

/** Whether an answer holds nothing because every log of it failed: that is no answer, whatever it says. */
export function isTotalFailure(coverage: readonly Coverage[]): boolean {
  return coverage.length > 0 && coverage.every((log) => isEmpty(log) && troublesOf([log]).length > 0);
}

/** Nothing of it was read, neither from the vendor nor from a store. */
function isEmpty({ pages, scanned }: Coverage): boolean {
  return pages === 0 && scanned === 0;
}

function isErrorCode(reason: string): reason is ErrorCode {
  return Object.hasOwn(ERROR_CODES, reason);
}
