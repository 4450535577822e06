import { canonical, short } from '../identity.ts';
import { isObject } from '../json.ts';
import type { RuleDocument } from '../rule.ts';
import { isCorrelation } from './compile.ts';
import { keyOf, namesOf } from './rule-info.ts';
import { readRules } from './read-rules.ts';

/** What each rule was when something was learnt for it: if it is another now, that does not count any more. */
export type Definitions = ReadonlyMap<string, string>;

/** A digest of each rule, with those that it correlates, by the key of the rule. */
export function definitionsOf(documents: readonly unknown[]): Definitions {
  const rules = readRules(documents);
  return new Map(
    rules.map((rule) => {
      const steps = isCorrelation(rule) ? [rule.correlation.rules].flat() : [];
      const parts = rules.filter((one) => namesOf(one).some((name) => steps.includes(name)));
      return [keyOf(rule), short([rule, ...parts].map(meaningOf).join('\n'))];
    }),
  );
}

/** Without what a rule only says. */
function meaningOf(rule: RuleDocument): string {
  const { logsource, detection, correlation, taxonomy, trailhound } = rule as Readonly<Record<string, unknown>>;
  const { new_value, above_own_median, silence, quiet, learn, group } = isObject(trailhound) ? trailhound : {};
  const learns = { new_value, above_own_median, silence, quiet, learn, group };
  return canonical({ logsource, detection, correlation, taxonomy, ...learns });
}
