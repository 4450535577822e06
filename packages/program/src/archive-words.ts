import type { ArchiveReport, ReportedLog } from '@trailhound/archive';
import { iso } from '@trailhound/core/source';
import { compact, type JsonObject } from './json.ts';

/** An archive as `list_audit_sources` and the doctor show it. Its logs are listed with the logs of the accounts. */
export function describeArchive({ id, folder, ledger, signed, verified, copied, warnings }: ArchiveReport): JsonObject {
  return compact({
    id,
    folder,
    ledger,
    signed_up_to_record: signed,
    verified,
    checkpoint_copied: copied,
    warnings,
  });
}

/** What an archive contains of a log. */
export function describeHeld({ events, covered, gaps, daysLeft }: ReportedLog): JsonObject {
  return compact({
    events,
    from: isoOf(covered.at(0)?.from),
    to: isoOf(covered.at(-1)?.to),
    gaps: gaps.map(({ from, to, reason }) => ({ from: isoOf(from), to: isoOf(to), reason })),
    vendor_forgets_the_rest_in_days: daysLeft === undefined ? undefined : Math.max(0, Math.round(daysLeft * 10) / 10),
  });
}

/** The same as a sentence. */
export function heldInWords({ events, covered, gaps, daysLeft }: ReportedLog): string {
  const [first, last] = [covered.at(0), covered.at(-1)];
  if (first === undefined || last === undefined) return 'nothing';
  const holes = gaps.length === 0 ? 'no gaps' : `${gaps.length} ${gaps.length === 1 ? 'gap' : 'gaps'}`;
  const cliff =
    daysLeft === undefined ? '' : `, the vendor forgets the rest in ${Math.max(0, daysLeft).toFixed(1)} days`;
  return `${events} events from ${minuteOf(first.from)} to ${minuteOf(last.to)}, ${holes}${cliff}`;
}

/** `gong/default.AccessLog`. */
export function nameOfHeld({ provider, tenant, log }: Pick<ReportedLog, 'provider' | 'tenant' | 'log'>): string {
  return `${provider}/${tenant}.${log}`;
}

function isoOf(time: number | undefined): string | undefined {
  return time === undefined ? undefined : iso(time);
}

/** A time to the minute, in UTC. */
export function minuteOf(time: number): string {
  return iso(time).slice(0, 16).replace('T', ' ');
}
