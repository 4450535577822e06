import type { Coverage } from './coverage.ts';
import type { Gap } from './gap.ts';
import { ERROR_CODES, type ErrorCode } from '../errors.ts';
import { present } from '../json.ts';

/** A part of an answer that is missing because of a failure, not because of a limit. */
export interface Trouble extends Gap {
  readonly reason: ErrorCode;
  readonly provider: string;
  /** The account, where several accounts of the product are connected. */
  readonly account?: string;
  readonly log: string;
}

/** All failures, log by log. */
export function troublesOf(coverage: readonly Coverage[]): Trouble[] {
  return coverage.flatMap(({ provider, account, log, gaps }) =>
    gaps.flatMap((gap) =>
      isErrorCode(gap.reason) ? [present({ ...gap, reason: gap.reason, provider, account, log })] : [],
    ),
  );
}

/** Whether the answer is empty because every log failed. That is an error and not an answer. */
export function isTotalFailure(coverage: readonly Coverage[]): boolean {
  return coverage.length > 0 && coverage.every((log) => isEmpty(log) && troublesOf([log]).length > 0);
}

/** Whether nothing of it was read, neither from the vendor nor from a store. */
function isEmpty({ pages, scanned }: Coverage): boolean {
  return pages === 0 && scanned === 0;
}

function isErrorCode(reason: string): reason is ErrorCode {
  return Object.hasOwn(ERROR_CODES, reason);
}
