import type { Connection } from '../exchange/connection.ts';
import type { QueryInput } from '../reading/query.ts';
import type { QueryOptions } from '../reading/question.ts';
import { learnBefore, longestToLearn, nothingLearnt, type Baseline } from './baseline.ts';
import { createDetector, nothingKnown, type Known } from './detector.ts';
import { learningSince } from './learning-since.ts';
import type { RulePlan } from './plan.ts';
import type { Recalled } from './recall.ts';
import { restore } from './saved.ts';
import type { Surroundings } from './sight.ts';

/** Rules that are followed, with what they know. */
export interface Running {
  readonly plan: RulePlan;
  readonly known: Known;
  /** Since when a rule learns. */
  readonly startOf: (rule: string) => number;
  /** What was learnt from before the first call, only in that. */
  readonly baseline?: Baseline;
}

/** The rules with what they know. Those that are new or were changed learn from `begin` on. */
export function resumed(recalled: Recalled, begin: number): Running {
  const { plan: compiled, kept, starts, definitions } = recalled;
  const startOf = (rule: string): number => starts.get(rule) ?? begin;
  const plan = learningSince(compiled, startOf);
  return { plan, startOf, known: kept === undefined ? nothingKnown() : restore(kept, plan, definitions) };
}

/** What is followed for the first time. */
interface First {
  readonly asked: QueryInput;
  readonly begin: number;
  readonly around: Surroundings;
  readonly options: QueryOptions;
}

/** So often it is tried, the second time with as much as the first has shown to fit. */
const TRIES = 2;

/** Rules that begin, with what is usual from the time before, as far as that can be read. */
export async function begun(
  connections: readonly Connection[],
  recalled: Recalled,
  { asked, begin, around, options }: First,
): Promise<Running> {
  let why: string | undefined;
  for (let tries = 0; tries < TRIES; tries += 1) {
    const running = resumed(recalled, begin - longestToLearn(recalled.plan));
    const { plan, known } = running;
    const { learn } = createDetector(plan, { around, since: begin, known });
    const baseline = await learnBefore(connections, plan, { asked, start: begin, options, least: 0, learn });
    if (baseline.isWhole) return { ...running, baseline };
    ({ why } = baseline);
  }
  return { ...resumed(recalled, begin), baseline: nothingLearnt(false, why) };
}
