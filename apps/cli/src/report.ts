import type { Connection, Coverage } from '@trailhound/core';
import {
  endingCredentials,
  isComplete,
  missingFrom,
  requireAnswer,
  synonymsOf,
  unanswered,
  undoneTexts,
  whyEmpty,
  type DescribedQuery,
  type Undone,
} from '@trailhound/core/reply';
import { EXIT } from './exit-codes.ts';
import { clean } from './output/clean.ts';
import type { Output } from './output/output.ts';
import { FLAGS } from './words.ts';

/** The parts of a result that every answer reports on. */
export interface Found {
  readonly query: Partial<DescribedQuery>;
  readonly coverage: readonly Coverage[];
  readonly connections: readonly Connection[];
  /** How many events the answer is based on. */
  readonly events: number;
  /** Changes that were taken back. */
  readonly undone?: readonly Undone[] | undefined;
}

/** What an answer says about itself. */
export interface Report {
  readonly complete: boolean;
  readonly warnings: readonly string[];
  readonly hints: readonly string[];
  readonly coverage: readonly Coverage[];
}

/** Reports what is missing, and what to try if nothing was found. Throws if nothing could be read. */
export function reportOn({ query, coverage, connections, events, undone = [] }: Found): Report {
  requireAnswer(coverage);
  return {
    complete: isComplete(coverage),
    warnings: [...missingFrom(coverage, FLAGS), ...endingCredentials(connections)],
    hints: [
      ...alike(query),
      ...undoneTexts(undone),
      ...(events > 0 ? [] : whyEmpty({ query, coverage, connections }, FLAGS)),
    ],
    coverage,
  };
}

function alike({ text = '' }: Partial<DescribedQuery>): string[] {
  const terms = synonymsOf(text);
  return terms.length === 0 ? [] : [`Also searched for ${terms.join(', ')}.`];
}

/** The exit code: gaps count, except those due to the caller's own limit, and so do logs that cannot tell what was asked. */
export function exitCode(coverage: readonly Coverage[]): number {
  const isWhole =
    unanswered(coverage).length === 0 && coverage.every(({ gaps }) => gaps.every(({ reason }) => reason === 'limit'));
  return isWhole ? EXIT.whole : EXIT.gaps;
}

/** Prints to stderr what the answer covers and what it lacks. */
export function sayReport({ complete, warnings, hints, coverage }: Report, output: Output): void {
  const upToLimit = exitCode(coverage) === EXIT.whole ? 'Up to the limit' : 'NOT COMPLETE';
  output.say(`${complete ? 'Complete' : upToLimit}: ${coveredBy(coverage)}`);
  for (const warning of warnings) output.say(`warning: ${clean(warning)}`);
  for (const { gaps } of coverage)
    for (const { vendorSaid } of gaps) if (vendorSaid !== undefined) output.say(`vendor said: ${clean(vendorSaid)}`);
  for (const notice of new Set(coverage.flatMap(({ notices }) => notices))) output.say(`note: ${clean(notice)}`);
  for (const hint of hints) output.say(`hint: ${clean(hint)}`);
}

/** `gong.UserActivityLog, ashby.audit_logs from 2026-10-01 00:00 to 2026-10-02 00:00 UTC, 1,204 entries read`. */
function coveredBy(coverage: readonly Coverage[]): string {
  const [first] = coverage;
  if (first === undefined) return 'no log was asked';
  const { from, to } = first.asked;
  const scanned = coverage.reduce((sum, one) => sum + one.scanned, 0);
  const logs = coverage.map(({ provider, account, log }) => FLAGS.logs({ provider, account, logs: [log] }));
  return `${logs.join(', ')}; ${secondOf(from)} to ${secondOf(to)} UTC; ${scanned} entries read`;
}

function secondOf(time: string): string {
  return time.slice(0, 19).replace('T', ' ');
}
