import * as z from 'zod';
import { invalid } from '../errors.ts';
import { parseInstant } from '../moment.ts';
import type { Finding } from './finding.ts';

const Text = z.string().min(1).max(1000);

/** Says which findings somebody has dealt with, and until when nobody needs to be told again. */
export const Suppression = z.strictObject({
  finding: Text.optional().describe('The id of a finding'),
  rule: Text.optional().describe('The name of a rule'),
  who: Text.optional().describe('Who acted, as findings say it'),
  until: Text.describe('When it ends: a date, or a time with zone'),
  by: Text.describe('Who decided it'),
  reason: Text.describe('Why'),
});
export type Suppression = z.infer<typeof Suppression>;

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const MOST = 10_000;

/** Checks suppressions. One without an end, or about nothing, is refused. */
export function parseSuppressions(given: unknown): Suppression[] {
  if (!Array.isArray(given))
    throw invalid('suppressions', 'is no list', 'Write [{"rule": …, "until": …, "by": …, "reason": …}].');
  if (given.length > MOST)
    throw invalid('suppressions', `has more than ${MOST} entries`, 'Remove those that have ended.');
  return given.map((one: unknown, index) => {
    const at = ['suppressions', String(index + 1)];
    const read = Suppression.safeParse(one, { jitless: true });
    if (!read.success) {
      const [issue] = read.error.issues;
      const name = issue?.path[0];
      const hint = 'An entry has finding, rule or who, and until, by and reason.';
      throw invalid(name === undefined ? at : [...at, String(name)], issue?.message ?? 'is not valid', hint);
    }
    const { finding, rule, who, until } = read.data;
    if ((finding ?? rule ?? who) === undefined) throw invalid(at, 'is about nothing', 'Add finding, rule or who.');
    if (endOf(until) === undefined)
      throw invalid([...at, 'until'], `cannot read ${until}`, 'Write a date such as 2026-12-31.');
    return read.data;
  });
}

function endOf(until: string): number | undefined {
  return parseInstant(DATE.test(until) ? `${until}T23:59:59.999Z` : until);
}

/** Whether a suppression has not ended yet. */
export function isInForce({ until }: Suppression, now: number): boolean {
  return (endOf(until) ?? 0) >= now;
}

/** Marks the findings that are suppressed now. */
export function suppress(findings: readonly Finding[], suppressions: readonly Suppression[], now: number): Finding[] {
  const current = suppressions.filter((one) => isInForce(one, now));
  return findings.map((finding) =>
    current.some((one) => isMeant(one, finding)) ? { ...finding, state: 'suppressed' } : finding,
  );
}

function isMeant({ finding, rule, who }: Suppression, found: Finding): boolean {
  const isRule = rule === undefined || rule === found.rule || rule === found.rule.replace(/^[^/]+\//, '');
  return isRule && (finding === undefined || finding === found.id) && (who === undefined || found.who.includes(who));
}
