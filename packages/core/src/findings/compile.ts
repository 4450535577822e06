import { LEVELS, type Level } from '../level.ts';
import type { CorrelationRule, EventRule, FilterRule, RuleDocument } from '../rule.ts';
import { invalid, quoted } from '../errors.ts';
import { suggest } from '../refuse.ts';
import { compileDetection, type Searches, type Predicate } from './detection.ts';
import { OURS, RAW } from './fields.ts';
import type { Link, Matcher, RulePlan, Watch } from './plan.ts';
import { readRules } from './read-rules.ts';
import { keyOf, namesOf, refusing } from './rule-info.ts';
import type { Sight } from './sight.ts';
import { correlationLink, correlationWatch, eventLink, eventWatch } from './watches.ts';

/** A rule that is being compiled. */
interface Draft extends Matcher {
  readonly rule: EventRule;
  readonly excluded: Predicate<Sight>[];
  readonly links: Link[];
}

/** Which rules are wanted. */
export interface Choice {
  /** The least serious level; all by default. */
  readonly level?: Level | undefined;
  /** Names of rules; all by default. */
  readonly only?: readonly string[] | undefined;
}

/** Compiles rules. Refuses whatever it cannot evaluate as it is meant, with the name of the rule. */
export function compileRules(documents: readonly unknown[], wanted: Choice = {}): RulePlan {
  const rules = readRules(documents);
  const drafts = rules.filter((rule): rule is EventRule => 'detection' in rule).map(draftOf);
  for (const rule of rules.filter((one): one is FilterRule => 'filter' in one)) exclude(rule, drafts);
  const isWanted = choice(rules, wanted);
  const watches: Watch[] = [];
  const hidden = new Set<Draft>();
  for (const rule of rules.filter(isCorrelation)) {
    const steps = stepsOf(rule, drafts);
    if (rule.correlation.generate !== true) for (const draft of steps.flat()) hidden.add(draft);
    if (isWanted(rule)) watches.push(connected(rule, steps));
  }
  for (const { rule, logs, links } of drafts.filter((draft) => !hidden.has(draft) && isWanted(draft.rule))) {
    const watch = eventWatch(rule, [logs]);
    watches.push(watch);
    links.push(eventLink(rule, watch));
  }
  return { matchers: drafts, watches, needsRaw: rules.some(({ taxonomy }) => taxonomy === 'raw') };
}

function called(rule: RuleDocument): string[] {
  return [keyOf(rule), ...namesOf(rule)];
}

/** Whether a rule is wanted. Refuses names that no rule has. */
function choice(
  rules: readonly RuleDocument[],
  { level = 'informational', only }: Choice,
): (rule: RuleDocument) => boolean {
  for (const name of only ?? []) {
    if (!rules.some((rule) => called(rule).includes(name)))
      throw invalid('rules', `there is no rule ${quoted(name)}`, suggest(name, rules.map(keyOf)));
  }
  const least = LEVELS.indexOf(level);
  return (rule) =>
    LEVELS.indexOf(rule.level ?? 'medium') >= least &&
    (only === undefined || called(rule).some((name) => only.includes(name)));
}

export function isCorrelation(rule: RuleDocument): rule is CorrelationRule {
  return 'correlation' in rule;
}

function draftOf(rule: EventRule): Draft {
  const { product, service } = rule.logsource;
  const matches = predicate(rule, rule.detection);
  return { rule, key: keyOf(rule), logs: { product, log: service }, matches, excluded: [], links: [] };
}

function predicate(rule: RuleDocument, detection: object): Predicate<Sight> {
  return compileDetection(detection as Searches, rule.taxonomy === 'raw' ? RAW : OURS, refusing(rule));
}

function exclude(rule: FilterRule, drafts: readonly Draft[]): void {
  const { rules, ...detection } = rule.filter;
  const meant = drafts.filter((draft) => rules === 'any' || isNamed(draft, [rules].flat()));
  if (meant.length === 0) throw refusing(rule)('it filters no rule that is there', 'Correct the names of its rules.');
  const excludes = predicate(rule, detection);
  for (const { excluded } of meant) excluded.push(excludes);
}

function isNamed({ rule }: Draft, names: readonly string[]): boolean {
  return namesOf(rule).some((name) => names.includes(name));
}

/** The rules that each step of a correlation means: several products may have a rule of the same name. */
function stepsOf(rule: CorrelationRule, drafts: readonly Draft[]): readonly (readonly Draft[])[] {
  return [rule.correlation.rules].flat().map((wanted) => {
    const found = drafts.filter((draft) => isNamed(draft, [wanted]));
    if (found.length > 0) return found;
    throw refusing(rule)(`there is no rule ${wanted} about single events`, 'Add it, or correct the name.');
  });
}

function connected(rule: CorrelationRule, steps: readonly (readonly Draft[])[]): Watch {
  const watch = correlationWatch(
    rule,
    steps.map((drafts) => drafts.map(({ logs }) => logs)),
  );
  for (const [step, drafts] of steps.entries())
    for (const draft of drafts) draft.links.push(correlationLink(rule, watch, draft.rule, step));
  return watch;
}
