import type { EventRule, RuleDocument } from '../rule.ts';
import { present } from '../json.ts';
import type { RuleInfo } from './plan.ts';
import { parseTimespan } from './timespan.ts';

/** What identifies a rule among others: products may have rules of the same name. */
export function keyOf(rule: RuleDocument): string {
  const name = rule.name ?? rule.id ?? rule.title;
  const { product } = ('logsource' in rule ? (rule as EventRule).logsource : undefined) ?? {};
  return product === undefined ? name : `${product}/${name}`;
}

const TECHNIQUE = /^attack\.(t\d{4}(?:\.\d{3})?)$/i;

/** What findings say about a rule. */
export function ruleInfo(rule: RuleDocument, reachMs: number): RuleInfo {
  const { version = 1, next, caveat, needs = [], learn, attack } = rule.trailhound ?? {};
  const techniques = (rule.tags ?? []).flatMap((tag) => TECHNIQUE.exec(tag)?.[1]?.toUpperCase() ?? []);
  return {
    key: keyOf(rule),
    name: rule.name ?? rule.title,
    version,
    level: rule.level ?? 'medium',
    title: rule.title,
    attack: { techniques, ...present({ version: attack }) },
    falsePositives: rule.falsepositives ?? [],
    needs,
    learnMs: parseTimespan(learn),
    reachMs,
    ...present({ next, caveat }),
  };
}
