import type { Coverage } from '@trailhound/core';
import type { Gap } from '@trailhound/core/reply';
import { compact, type JsonObject } from '@trailhound/program';

/** What an answer holds of each log, in as few words as possible. */
export function coverageOf(coverage: readonly Coverage[]): JsonObject[] {
  return coverage.map(
    ({ provider, account, log, complete, scanned, matched, vendorTotal, settledUntil, gaps, notices }) =>
      compact({
        log: `${provider}.${log}`,
        account,
        complete,
        scanned,
        matched,
        vendor_total: vendorTotal,
        settled_until: settledUntil,
        gaps: gaps.map(toGap),
        notices,
      }),
  );
}

function toGap({ from, to, reason, hint, vendorSaid, retryAt }: Gap): JsonObject {
  // The hint about a limit is given once for the whole answer.
  const shown = isLimit(reason) ? undefined : hint;
  return compact({ from, to, reason, hint: shown, vendor_said: vendorSaid, retry_at: retryAt });
}

function isLimit(reason: Gap['reason']): boolean {
  return reason === 'limit' || reason === 'budget';
}
