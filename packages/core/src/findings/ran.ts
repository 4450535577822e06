import type { Coverage } from '../reading/coverage.ts';
import { isAbout, type RulePlan, type RuleInfo, type Watch } from './plan.ts';

/** A log, and what of it was read. */
export type LogRead = Pick<Coverage, 'provider' | 'account' | 'log' | 'gaps'>;

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
  /** How long the time is that was read, baseline included. */
  readonly readMs: number;
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
    else if (rule.learnMs > ground.readMs) learning.push({ rule: rule.key, why: progress(rule, ground) });
  }
  const others = learning.length + blind.length + absent.length;
  return { rules: watches.length, ran: watches.length - others, learning, blind, absent };
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

function progress({ learnMs }: RuleInfo, { readMs }: Ground): string {
  return `${Math.floor(readMs / DAY)} of ${Math.ceil(learnMs / DAY)} days`;
}

function wantedBy({ logs }: Watch): string {
  const named = logs.map(({ product = 'any product', log }) => (log === undefined ? product : `${product}.${log}`));
  return [...new Set(named)].join(', ');
}
