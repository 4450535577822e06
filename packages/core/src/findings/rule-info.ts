import type { EventRule, RuleDocument } from '../rule.ts';
import { present } from '../json.ts';
import type { RuleInfo } from './plan.ts';
import { refused, type Refuse } from './refusal.ts';
import { parseTimespan } from './timespan.ts';

/** The names that other documents may call a rule by. */
export function namesOf<Name>(rule: Partial<Record<'name' | 'id' | 'title', Name | undefined>>): Name[] {
  return [rule.name, rule.id, rule.title].filter((one): one is Name => one !== undefined);
}

/** What identifies a rule among others: products may have rules of the same name. */
export function keyOf(rule: RuleDocument): string {
  const [name = ''] = namesOf(rule);
  const product = 'logsource' in rule ? (rule as EventRule).logsource.product : undefined;
  return product === undefined ? name : `${product}/${name}`;
}

/** Refuses a rule by its name. */
export function refusing(rule: RuleDocument): Refuse {
  return (message, hint) => refused(keyOf(rule), message, hint);
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
