import type { Connection } from '../exchange/connection.ts';
import { present } from '../json.ts';
import { events } from '../questions/search.ts';
import { isComplete, type Coverage } from '../reading/coverage.ts';
import type { DescribedQuery, QueryInput } from '../reading/query.ts';
import type { QueryOptions } from '../reading/question.ts';
import { parseInput } from '../refuse.ts';
import type { Level } from '../level.ts';
import { compileRules } from './compile.ts';
import { experienced } from './baseline.ts';
import type { Detected } from './detector.ts';
import type { Finding } from './finding.ts';
import { RULES } from './pack/index.ts';
import { rulesRun, type RulesRun } from './ran.ts';
import { DEFAULT_LEVEL, DEFAULT_SINCE, RisksInput } from './risks-input.ts';
import type { Roster } from './sight.ts';
import { suppress, type Suppression } from './suppress.ts';
import { surroundings } from './surroundings.ts';

export interface RisksOptions extends QueryOptions {
  /** Rules to run besides those that come with Trailhound, and filters for any of them: Sigma documents as data. */
  readonly documents?: readonly unknown[] | undefined;
  readonly suppressions?: readonly Suppression[] | undefined;
  readonly roster?: Roster | undefined;
  /** The domains of the company; addresses of any others are outside. */
  readonly ownDomains?: readonly string[] | undefined;
}

/** What should worry somebody, which rules looked for it, and over what. */
export interface Risks extends Omit<Detected, 'findings'> {
  readonly query: Pick<DescribedQuery, 'since' | 'until' | 'timeZone'> & { readonly level: Level };
  /** Without those that are suppressed. */
  readonly findings: readonly Finding[];
  readonly suppressed: number;
  /** How many events the rules have seen. */
  readonly events: number;
  readonly rules: RulesRun;
  readonly complete: boolean;
  readonly coverage: readonly Coverage[];
}

/** Looks for what should worry somebody, in all events of a window. */
export async function risks(
  connections: readonly Connection[],
  input: RisksInput = {},
  options: RisksOptions = {},
): Promise<Risks> {
  const { level = DEFAULT_LEVEL, rules: only, since: from = DEFAULT_SINCE, ...where } = parseInput(RisksInput, input);
  const { documents = [], suppressions = [], roster, ownDomains, ...reading } = options;
  const plan = compileRules([...RULES, ...documents], { level, only });
  const asked = { ...where, since: from, order: 'oldest' } as QueryInput;
  const read = { ...reading, raw: plan.needsRaw };
  const stream = events(connections, asked, read);
  const { query } = stream;
  const start = Date.parse(query.since);
  const end = Date.parse(query.until);
  const { around, provided } = surroundings({ timeZone: where.timeZone, roster, ownDomains });
  const window = { asked, start, end, options: read };
  const { detector, baseline } = await experienced(connections, plan, { window, around });
  let seen = 0;
  for await (const run of stream.runs()) {
    seen += run.length;
    run.forEach(detector.add);
  }
  const coverage = stream.coverage();
  const { findings: all, ...detected } = detector.detected(end);
  // What learning has begun before the window may go on in it; what ended before is no answer.
  const inside = all.filter(({ last }) => Date.parse(last) >= start);
  const findings = suppress(inside, suppressions, end);
  const logs = coverage.map((log) => ({ ...log, learntMs: baseline.learntMs(log) }));
  return {
    query: { since: query.since, until: query.until, level, ...present({ timeZone: query.timeZone }) },
    findings: findings.filter(({ state }) => state === 'new'),
    suppressed: findings.filter(({ state }) => state === 'suppressed').length,
    events: seen,
    ...detected,
    rules: rulesRun(plan, { logs, readMs: end - start, notLearnt: baseline.why, provided }),
    complete: isComplete(coverage),
    coverage,
  };
}
