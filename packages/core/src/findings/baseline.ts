import type { Connection } from '../exchange/connection.ts';
import type { AuditEvent } from '../event.ts';
import { events } from '../questions/search.ts';
import type { Coverage } from '../reading/coverage.ts';
import type { QueryInput } from '../reading/query.ts';
import type { QueryOptions } from '../reading/question.ts';
import { iso } from '../window.ts';
import { createDetector, type Detector } from './detector.ts';
import { logKey } from './observation.ts';
import type { RulePlan } from './plan.ts';
import type { Surroundings } from './sight.ts';
import { rememberStretch, stretchThatFits } from './stretch.ts';

/** How much of the time that is left may be spent on what was before the window. */
const SHARE = 0.2;
/** So many pages at most, even without a deadline. */
const MOST_PAGES = 300;
const A_DAY = 86_400_000;

type LogOf = Pick<AuditEvent, 'provider' | 'tenant' | 'log'>;

/** What was before a window, as far as rules have learnt from it. */
export interface Baseline {
  /** Whether what was learnt is whole; otherwise it has to be forgotten. */
  readonly isWhole: boolean;
  /** How long before the window a log was learnt, in milliseconds. */
  readonly learntMs: (log: LogOf) => number;
  /** Why no more could be learnt. */
  readonly why?: string | undefined;
}

const TOO_LONG = 'to read the time before would take too long';
const MORE_TOO_LONG = 'to read more of the time before would take too long';

export function nothingLearnt(isWhole: boolean, why?: string): Baseline {
  return { isWhole, learntMs: () => 0, why };
}

/** A window, and how it is read. */
export interface AskedWindow {
  readonly asked: QueryInput;
  readonly start: number;
  readonly options: QueryOptions;
}

/** A detector that knows what is usual before the window begins, as far as that could be read. */
export async function experienced(
  connections: readonly Connection[],
  plan: RulePlan,
  { window, around }: { readonly window: AskedWindow & { readonly end: number }; readonly around: Surroundings },
): Promise<{ readonly detector: Detector; readonly baseline: Baseline }> {
  const { start, end } = window;
  let baseline = nothingLearnt(true);
  const learntSince = (event: AuditEvent): number => start - baseline.learntMs(event);
  const make = (): Detector => createDetector(plan, { around, since: start, learntSince });
  const detector = make();
  const least = shortestToLearn(plan) - (end - start);
  baseline = await learnBefore(connections, plan, { ...window, least, learn: detector.learn });
  return { detector: baseline.isWhole ? detector : make(), baseline };
}

/** What to learn from before a window. */
export interface Before extends AskedWindow, Pick<Detector, 'learn'> {
  /** Less than so much of it, in milliseconds, is of no use. */
  readonly least: number;
}

/** Lets rules learn what is usual from the time before the window, as far as a share of the budget goes. */
export async function learnBefore(
  connections: readonly Connection[],
  plan: RulePlan,
  before: Before,
): Promise<Baseline> {
  const wantedMs = longestToLearn(plan);
  if (wantedMs === 0) return nothingLearnt(true);
  const { asked, start, options, least, learn } = before;
  const now = (): number => connections[0]?.ports.now() ?? 0;
  const begun = now();
  const budget = budgetOf(begun, options);
  const deadline = Number.isFinite(budget.ms) ? begun + budget.ms : undefined;
  const within = { ...options, maxPages: budget.maxPages, deadline, progress: undefined };
  const open = (ms: number): ReturnType<typeof events> =>
    events(connections, { ...asked, since: iso(start - ms), until: iso(start) }, within);
  const stretch = stretchThatFits(connections, open(wantedMs).query.logs ?? [], wantedMs);
  if (stretch < Math.min(Math.max(least, A_DAY), wantedMs)) return nothingLearnt(true, TOO_LONG);
  const stream = open(stretch);
  const firsts = await learnAll(stream, learn);
  const coverage = stream.coverage();
  const pages = coverage.reduce((sum, one) => sum + one.pages, 0);
  const spent = Math.max(pages / budget.maxPages, (now() - begun) / Math.max(1, budget.ms));
  rememberStretch(connections, coverage, spent);
  const broken = coverage.find((one) => !isContinuous(one));
  if (broken !== undefined) return nothingLearnt(false, whyNot(broken));
  const learntMs = (log: LogOf): number => start - (firsts.get(logKey(log)) ?? start);
  return { isWhole: true, learntMs, why: stretch < wantedMs ? MORE_TOO_LONG : undefined };
}

/** Learns all events, and says since when each log has some: before, everything would be new. */
async function learnAll(stream: ReturnType<typeof events>, learn: Detector['learn']): Promise<Map<string, number>> {
  const firsts = new Map<string, number>();
  for await (const run of stream.runs()) {
    for (const event of run) {
      const log = logKey(event);
      if (!firsts.has(log)) firsts.set(log, Date.parse(event.time));
      learn(event);
    }
  }
  return firsts;
}

/** How long the rules want to learn. */
export function longestToLearn({ watches }: RulePlan): number {
  return Math.max(0, ...watches.map(({ rule }) => rule.learnMs));
}

function shortestToLearn({ watches }: RulePlan): number {
  return Math.min(...watches.map(({ rule }) => rule.learnMs).filter((ms) => ms > 0));
}

/** How many pages and how much time what was before may take. */
function budgetOf(
  now: number,
  { maxPages = Infinity, deadline = Infinity }: QueryOptions,
): { readonly maxPages: number; readonly ms: number } {
  return { maxPages: Math.min(MOST_PAGES, maxPages * SHARE), ms: Math.max(0, deadline - now) * SHARE };
}

/**
 * Whether a log was read without a gap, or with one at the beginning only. After any other, what was before would pass
 * for what came right before the window.
 */
function isContinuous({ gaps, asked }: Coverage): boolean {
  const [gap, ...others] = gaps;
  return gap === undefined || (others.length === 0 && gap.from === asked.from);
}

function whyNot({ provider, account = provider, log, gaps }: Coverage): string {
  const reason = gaps.at(-1)?.reason;
  return reason === 'budget' ? TOO_LONG : `the time before was not read completely: ${account}.${log} (${reason})`;
}
