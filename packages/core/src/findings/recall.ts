import * as z from 'zod';
import { compileRules, type Choice } from './compile.ts';
import { definitionsOf, type Definitions } from './definitions.ts';
import type { RulePlan } from './plan.ts';
import type { NotRun } from './ran.ts';
import { Saved } from './saved.ts';
import { Told } from './told.ts';

/** What is kept of rules between two calls, as JSON. */
export const Kept = Saved.extend({ told: z.array(Told) });
export type Kept = z.infer<typeof Kept>;

/** Rules, and what is kept of them. */
export interface Recalled {
  readonly plan: RulePlan;
  readonly definitions: Definitions;
  readonly kept: Kept | undefined;
  /** Since when each rule learns, if it goes on. */
  readonly starts: ReadonlyMap<string, number>;
  /** Rules that have to start anew. */
  readonly restarted: readonly NotRun[];
}

const UNREADABLE = 'what was kept of them was not made by this version of Trailhound, so they learn anew';
const CHANGED = 'it was changed, so it learns anew';

/** Compiles rules, and reads what was kept of them. What cannot be read is left out, and said. */
export function recall(given: unknown, documents: readonly unknown[], wanted: Choice): Recalled {
  const plan = compileRules(documents, wanted);
  const definitions = definitionsOf(documents);
  if (given === undefined) return { plan, definitions, kept: undefined, starts: new Map(), restarted: [] };
  const read = Kept.safeParse(given);
  if (!read.success) {
    return { plan, definitions, kept: undefined, starts: new Map(), restarted: [{ rule: 'all', why: UNREADABLE }] };
  }
  const wants = new Set(plan.watches.map(({ rule }) => rule.key));
  const known = read.data.rules.filter(([key]) => wants.has(key));
  const [same, changed] = [true, false].map((is) =>
    known.filter(([key, was]) => (definitions.get(key) === was) === is),
  );
  return {
    plan,
    definitions,
    kept: read.data,
    starts: new Map(same?.map(([key, , start]) => [key, start])),
    restarted: changed?.map(([rule]) => ({ rule, why: CHANGED })) ?? [],
  };
}
