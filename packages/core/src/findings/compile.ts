import { LEVELS, type Level } from '../level.ts';
import type { CorrelationRule, EventRule, FilterRule, RuleDocument } from '../rule.ts';
import { invalid, quoted } from '../errors.ts';
import { suggest } from '../refuse.ts';
import { compileDetection, type Searches, type Predicate } from './detection.ts';
import { OURS, RAW } from './fields.ts';
import type { Link, LogFilter, Matcher, RulePlan, Watch } from './plan.ts';
import { readRules } from './read-rules.ts';
import { refused, type Refuse } from './refusal.ts';
import { keyOf } from './rule-info.ts';
import type { Sight } from './sight.ts';
import { eventWatch, correlationWatch, linkOf } from './watches.ts';

/** A rule that is being compiled. */
interface Draft {
  readonly rule: EventRule;
  readonly key: string;
  readonly matches: Predicate<Sight>;
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
  const drafts = rules.filter(isEventRule).map(draftOf);
  const correlations = rules.filter(isCorrelation);
  const filters = rules.filter(isFilter).map((filter) => ({ filter, excludes: filterTest(filter) }));
  const isWanted = choice(rules, wanted);
  const watches: Watch[] = [];
  const hidden = new Set<Draft>();
  for (const rule of correlations) {
    const steps = stepsOf(rule, drafts);
    if (rule.correlation.generate !== true) for (const draft of steps.flat()) hidden.add(draft);
    if (isWanted(rule)) watches.push(connect(rule, steps, watches.length));
  }
  for (const draft of drafts) {
    if (hidden.has(draft) || !isWanted(draft.rule)) continue;
    const watch = eventWatch(draft.rule, watches.length, logsOf(draft.rule));
    watches.push(watch);
    draft.links.push(linkOf(draft.rule, watch));
  }
  for (const { filter } of filters) requireKnown(filter, drafts);
  const matchers = drafts
    .filter(({ links }) => links.length > 0)
    .map((draft): Matcher => ({
      key: draft.key,
      names: namesOf(draft.rule),
      logs: logsOf(draft.rule),
      matches: draft.matches,
      excluded: filters.filter(({ filter }) => isAbout(filter, draft)).map(({ excludes }) => excludes),
      links: draft.links,
    }));
  return { matchers, watches, needsRaw: rules.some(({ taxonomy }) => taxonomy === 'raw') };
}

/** Whether a rule is wanted. Refuses names that no rule has. */
function choice(rules: readonly RuleDocument[], { level, only }: Choice): (rule: RuleDocument) => boolean {
  const names = new Set(rules.flatMap((rule) => [keyOf(rule), ...namesOf(rule)]));
  const unknown = only?.find((name) => !names.has(name));
  if (unknown !== undefined) {
    throw invalid('rules', `there is no rule ${quoted(unknown)}`, suggest(unknown, [...new Set(rules.map(keyOf))]));
  }
  const least = LEVELS.indexOf(level ?? 'informational');
  return (rule) =>
    LEVELS.indexOf(rule.level ?? 'medium') >= least &&
    (only === undefined || [keyOf(rule), ...namesOf(rule)].some((name) => only.includes(name)));
}

export function isEventRule(rule: RuleDocument): rule is EventRule {
  return 'detection' in rule;
}

export function isCorrelation(rule: RuleDocument): rule is CorrelationRule {
  return 'correlation' in rule;
}

function isFilter(rule: RuleDocument): rule is FilterRule {
  return 'filter' in rule;
}

function refusing(key: string): Refuse {
  return (message, hint) => refused(key, message, hint);
}

function draftOf(rule: EventRule): Draft {
  const key = keyOf(rule);
  const taxonomy = rule.taxonomy === 'raw' ? RAW : OURS;
  return { rule, key, matches: compileDetection(rule.detection as Searches, taxonomy, refusing(key)), links: [] };
}

function filterTest(filter: FilterRule): Predicate<Sight> {
  const { rules: _, ...detected } = filter.filter;
  return compileDetection(detected as Searches, filter.taxonomy === 'raw' ? RAW : OURS, refusing(keyOf(filter)));
}

function logsOf({ logsource: { product, service } }: EventRule): LogFilter {
  return { product, log: service };
}

/** The names that other documents may call a rule by. */
function namesOf({ id, name, title }: RuleDocument): string[] {
  return [id, name, title].filter((one) => one !== undefined);
}

function listOf(rules: string | readonly string[]): readonly string[] {
  return typeof rules === 'string' ? [rules] : rules;
}

/** The rules that each step of a correlation means: several products may have a rule of the same name. */
function stepsOf(rule: CorrelationRule, drafts: readonly Draft[]): readonly (readonly Draft[])[] {
  return listOf(rule.correlation.rules).map((wanted) => {
    const found = drafts.filter((draft) => namesOf(draft.rule).includes(wanted));
    if (found.length > 0) return found;
    throw refused(keyOf(rule), `there is no rule ${wanted} about single events`, 'Add it, or correct the name.');
  });
}

function connect(rule: CorrelationRule, steps: readonly (readonly Draft[])[], number: number): Watch {
  const logs = steps.flat().map((draft) => logsOf(draft.rule));
  const { watch, links } = correlationWatch(rule, { number, logs, steps: steps.length });
  for (const [step, drafts] of steps.entries()) {
    for (const draft of drafts) draft.links.push(links(draft.rule, step));
  }
  return watch;
}

function isAbout({ filter }: FilterRule, draft: Draft): boolean {
  return filter.rules === 'any' || listOf(filter.rules).some((name) => namesOf(draft.rule).includes(name));
}

function requireKnown(filter: FilterRule, drafts: readonly Draft[]): void {
  if (drafts.some((draft) => isAbout(filter, draft))) return;
  throw refused(keyOf(filter), 'it filters no rule that is there', 'Correct the names of its rules.');
}
