import type { Coverage } from '@trailhound/core';
import type { Gap } from '@trailhound/core/reply';
import { compact, type JsonObject } from '@trailhound/program';

/**
 * What an answer holds of each log, in as few words as possible: one line for all that are whole and alike, if the
 * echoed query names them. The page of a timeline learns their names from the lines.
 */
export function coverageOf(coverage: readonly Coverage[], isEchoed: boolean): JsonObject[] {
  if (!isEchoed) return coverage.map(lineOf);
  const alike = new Map<string, Coverage[]>();
  for (const one of coverage) {
    const key = keyOf(one);
    alike.set(key, [...(alike.get(key) ?? []), one]);
  }
  return [...alike.values()].map((logs) => {
    const log = logs.length === coverage.length ? 'all in query.logs' : namesOf(logs);
    return logs.length === 1 ? lineOf(together(logs)) : { ...lineOf(together(logs)), log };
  });
}

/** The same for logs of which there is nothing to say but numbers. */
function keyOf(one: Coverage): string {
  const { provider, tenant, log, account, complete, gaps, notices, vendorTotal, cannotMatch } = one;
  const isWhole = complete && gaps.length + notices.length === 0 && cannotMatch === undefined;
  const { read_at: _, ...source } = archivedOf(one);
  return JSON.stringify(isWhole ? [account, source, vendorTotal !== undefined] : [provider, tenant, log]);
}

function together(logs: readonly Coverage[]): Coverage {
  return logs.reduce((all, one) => ({
    ...all,
    scanned: all.scanned + one.scanned,
    matched: all.matched + one.matched,
    settledUntil: earlier(all.settledUntil, one.settledUntil),
    ...(all.archive === undefined || one.archive === undefined
      ? {}
      : { archive: { ...all.archive, readAt: earlier(all.archive.readAt, one.archive.readAt) } }),
  }));
}

function earlier(one: string, other: string): string {
  return one < other ? one : other;
}

function namesOf(logs: readonly Coverage[]): string {
  return logs.map(({ provider, log }) => `${provider}.${log}`).join(', ');
}

function lineOf(one: Coverage): JsonObject {
  return compact({
    log: `${one.provider}.${one.log}`,
    account: one.account,
    complete: one.complete,
    scanned: one.scanned,
    matched: one.matched,
    counted: one.vendorTotal === undefined ? undefined : 'by vendor',
    settled_until: one.settledUntil,
    gaps: one.gaps.map(toGap),
    notices: one.notices,
    cannot_match: one.cannotMatch?.why,
    ...archivedOf(one),
  });
}

/** Where it comes from, if not from the vendor alone, how old that is, and the place in the ledger to cite. */
function archivedOf({ asked: { from, to }, archive, pages }: Coverage): JsonObject {
  if (archive === undefined) return {};
  const { windows, readAt, ledger } = archive;
  if (ledger === undefined) return { from: pages === 0 ? 'memory' : 'memory and vendor', read_at: readAt };
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
