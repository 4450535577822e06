import { troublesOf, type Connection, type Coverage, type Gap } from '@trailhound/core';
import { ofAccount } from '../account-names.ts';
import { compact, type JsonObject } from './json.ts';

/** What an answer holds of each log, in as few words as tell all of it. */
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
  // What the limit left out is said once for the whole answer.
  const shown = isLimit(reason) ? undefined : hint;
  return compact({ from, to, reason, hint: shown, vendor_said: vendorSaid, retry_at: retryAt });
}

function isLimit(reason: Gap['reason']): boolean {
  return reason === 'limit' || reason === 'budget';
}

/** What failed, for a reader who looks at nothing else. */
export function warningsOf(coverage: readonly Coverage[], connections: readonly Connection[]): string[] {
  const failed = troublesOf(coverage).map(({ provider, account, log, reason, hint, retryAt }) => {
    const when = retryAt === undefined ? '' : ` Try again after ${retryAt}.`;
    return `${provider}.${log}${ofAccount(account)} could not be read in full (${reason}): ${hint}${when}`;
  });
  const expired = coverage.flatMap(({ provider, account, log, gaps }) =>
    gaps
      .filter(({ reason }) => reason === 'beyond_retention')
      .map(({ to }) => `${provider}.${log}${ofAccount(account)} holds nothing before ${to}: it is no longer kept.`),
  );
  return [
    ...new Set([
      ...failed,
      ...expired,
      ...connections.flatMap(({ warnings, provider }) => ending(provider.label, warnings)),
    ]),
  ];
}

/** A credential that ends on a date is worth a word in every answer; the rest stands in list_audit_sources. */
function ending(label: string, warnings: readonly string[]): string[] {
  return warnings.filter((warning) => /\b20\d\d\b/.test(warning)).map((warning) => `${label}: ${warning}`);
}
