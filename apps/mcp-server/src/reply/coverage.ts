import type { Coverage } from '@trailhound/core';
import type { Gap } from '@trailhound/core/reply';
import { compact, type JsonObject } from '@trailhound/program';

/** What an answer holds of each log, in as few words as possible. */
export function coverageOf(coverage: readonly Coverage[]): JsonObject[] {
  return coverage.map((one) =>
    compact({
      log: `${one.provider}.${one.log}`,
      account: one.account,
      complete: one.complete,
      scanned: one.scanned,
      matched: one.matched,
      vendor_total: one.vendorTotal,
      settled_until: one.settledUntil,
      gaps: one.gaps.map(toGap),
      notices: one.notices,
      cannot_match: one.cannotMatch?.why,
      ...archivedOf(one),
    }),
  );
}

/** Where it comes from, if not from the vendor alone, how old that is, and the place in the ledger to cite. */
function archivedOf({ asked: { from, to }, archive, pages }: Coverage): JsonObject {
  if (archive === undefined) return {};
  const { windows, readAt, ledger } = archive;
  const isAll = windows.length === 1 && windows[0]?.from === from && windows[0].to === to;
  return {
    from: pages === 0 ? 'archive' : 'archive and vendor',
    ...(isAll ? {} : { archived: windows }),
    read_at: readAt,
    ledger,
  };
}

function toGap({ from, to, reason, hint, vendorSaid, retryAt }: Gap): JsonObject {
  // The hint about a limit is given once for the whole answer.
  const shown = isLimit(reason) ? undefined : hint;
  return compact({ from, to, reason, hint: shown, vendor_said: vendorSaid, retry_at: retryAt });
}

function isLimit(reason: Gap['reason']): boolean {
  return reason === 'limit' || reason === 'budget';
}
