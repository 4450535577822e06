import type { Coverage } from '../reading/coverage.ts';
import { isAbout, type RulePlan, type RuleInfo, type Watch } from './plan.ts';

/** A log, and what of it was read. */
export interface LogRead extends Pick<Coverage, 'provider' | 'account' | 'log' | 'gaps'> {
  /** How long before what was read its baselines have learnt. */
  readonly learntMs?: number | undefined;
  /** Since when it is learnt, where that is later than its rules began. */
  readonly since?: number | undefined;
}

/** A rule that did not really run, and why. */
export interface NotRun {
  readonly rule: string;
  readonly why: string;
}

/** Which rules really ran. Neither blind nor learning counts as clean. */
export interface RulesRun {
  readonly rules: number;
  readonly ran: number;
  /** Rules whose baseline is not long enough yet. */
  readonly learning: readonly NotRun[];
  /** Rules that lack what they look at: their logs were not read completely, or the user has not provided something. */
  readonly blind: readonly NotRun[];
  /** Rules about products or logs that are not read here. */
  readonly absent: readonly NotRun[];
}

/** What was read, and what the user has provided. */
export interface Ground {
  readonly logs: readonly LogRead[];
  /** How long the time is that was read. */
  readonly readMs: number;
  /** Why baselines did not learn from the time before. */
  readonly notLearnt?: string | undefined;
  readonly provided: readonly string[];
}

const DAY = 86_400_000;

/** Says of every rule whether it ran. */
export function rulesRun({ watches }: RulePlan, ground: Ground): RulesRun {
  const [learning, blind, absent]: [NotRun[], NotRun[], NotRun[]] = [[], [], []];
  for (const watch of watches) {
    const { rule } = watch;
    const logs = ground.logs.filter((one) => watch.logs.some((wanted) => isAbout(wanted, one.provider, one.log)));
    const missing = whatIsMissing(rule, logs, ground);
    if (logs.length === 0) absent.push({ rule: rule.key, why: `none of its logs is read here: ${wantedBy(watch)}` });
    else if (missing !== undefined) blind.push({ rule: rule.key, why: missing });
    else if (rule.learnMs > learntMs(logs, ground))
      learning.push({ rule: rule.key, why: progress(rule, logs, ground) });
  }
  const others = learning.length + blind.length + absent.length;
  return { rules: watches.length, ran: watches.length - others, learning, blind, absent };
}

/** The same, where each rule learns since a time of its own. */
export function ranSince(
  plan: RulePlan,
  { now, ...ground }: Omit<Ground, 'readMs'> & { readonly now: number },
  startOf: (rule: string) => number,
): RulesRun {
  const alone = plan.watches.map((watch) => {
    const start = startOf(watch.rule.key);
    const logs = ground.logs.map((one) => ({ ...one, learntMs: Math.min(0, start - (one.since ?? start)) }));
    return rulesRun({ ...plan, watches: [watch] }, { ...ground, logs, readMs: now - start });
  });
  return {
    rules: alone.length,
    ran: alone.reduce((sum, { ran }) => sum + ran, 0),
    learning: alone.flatMap(({ learning }) => learning),
    blind: alone.flatMap(({ blind }) => blind),
    absent: alone.flatMap(({ absent }) => absent),
  };
}

/** Blind is a rule that had none of its logs without a gap. */
function whatIsMissing({ needs }: RuleInfo, logs: readonly LogRead[], { provided }: Ground): string | undefined {
  const unprovided = needs.filter((need) => !provided.includes(need));
  if (unprovided.length > 0) return `it needs ${unprovided.join(' and ')}`;
  const broken = logs.filter(({ gaps }) => gaps.length > 0);
  if (broken.length < logs.length) return undefined;
  const named = broken.map(({ provider, account = provider, log, gaps }) => `${account}.${log} (${gaps[0]?.reason})`);
  return `not read completely: ${named.join(', ')}`;
}

/** The longest that one of these logs has been learnt. */
function learntMs(logs: readonly LogRead[], { readMs }: Ground): number {
  return readMs + Math.max(...logs.map(({ learntMs: before = 0 }) => before));
}

function progress({ learnMs }: RuleInfo, logs: readonly LogRead[], ground: Ground): string {
  const days = `${Math.floor(learntMs(logs, ground) / DAY)} of ${Math.ceil(learnMs / DAY)} days`;
  return ground.notLearnt === undefined ? days : `${days}; ${ground.notLearnt}`;
}

function wantedBy({ logs }: Watch): string {
  const named = logs.map(({ product = 'any product', log }) => (log === undefined ? product : `${product}.${log}`));
  return [...new Set(named)].join(', ');
}
