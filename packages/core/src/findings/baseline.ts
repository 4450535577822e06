import type { Connection } from '../exchange/connection.ts';
import type { AuditEvent } from '../event.ts';
import { events } from '../questions/search.ts';
import type { Coverage } from '../reading/coverage.ts';
import type { QueryInput } from '../reading/query.ts';
import type { QueryOptions } from '../reading/question.ts';
import { iso } from '../window.ts';
import { createDetector, type Detector } from './detector.ts';
import type { RulePlan } from './plan.ts';
import type { Surroundings } from './sight.ts';

/** How much of the time that is left may be spent on what was before the window. */
const SHARE = 0.2;
/** So many pages at most, even without a deadline. */
const MOST_PAGES = 300;

/** What was before a window, as far as rules have learnt from it. */
export interface Baseline {
  /** How long before the window a log was learnt, in milliseconds. */
  readonly learntMs: (log: Pick<AuditEvent, 'provider' | 'tenant' | 'log'>) => number;
  /** Why nothing could be learnt. */
  readonly why?: string | undefined;
}

const NONE: Baseline = { learntMs: () => 0 };

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
  { window, around }: { readonly window: AskedWindow; readonly around: Surroundings },
): Promise<{ readonly detector: Detector; readonly baseline: Baseline }> {
  const wantedMs = longestToLearn(plan);
  if (wantedMs === 0) return { detector: createDetector(plan, { around, since: window.start }), baseline: NONE };
  let baseline = NONE;
  const learntSince = (event: AuditEvent): number => window.start - baseline.learntMs(event);
  const make = (): Detector => createDetector(plan, { around, since: window.start, learntSince });
  const detector = make();
  baseline = await learnBaseline(connections, wantedMs, { ...window, learn: detector.learn });
  return { detector: baseline.why === undefined ? detector : make(), baseline };
}

/** How long the rules want to learn. */
function longestToLearn({ watches }: RulePlan): number {
  return Math.max(0, ...watches.map(({ rule }) => rule.learnMs));
}

/** Lets rules learn what is usual from the time before the window, as far as a share of the budget goes. */
async function learnBaseline(
  connections: readonly Connection[],
  wantedMs: number,
  { asked, start, options, learn }: AskedWindow & Pick<Detector, 'learn'>,
): Promise<Baseline> {
  const from = start - wantedMs;
  const stream = events(connections, { ...asked, since: iso(from), until: iso(start) }, within(connections, options));
  // Where nothing happened yet, such as before a product was introduced, everything would be new.
  const firsts = new Map<string, number>();
  for await (const run of stream.runs()) {
    for (const event of run) {
      const log = nameOf(event);
      if (!firsts.has(log)) firsts.set(log, Date.parse(event.time));
      learn(event);
    }
  }
  const coverage = stream.coverage();
  const broken = coverage.find((one) => !isContinuous(one));
  if (broken !== undefined) return { learntMs: () => 0, why: whyNot(broken) };
  return { learntMs: (log) => start - (firsts.get(nameOf(log)) ?? start) };
}

function within([first]: readonly Connection[], { maxPages, deadline, ...options }: QueryOptions): QueryOptions {
  const now = first?.ports.now() ?? 0;
  return {
    ...options,
    progress: undefined,
    maxPages: Math.min(MOST_PAGES, (maxPages ?? Number.POSITIVE_INFINITY) * SHARE),
    deadline: deadline === undefined ? undefined : now + Math.max(0, deadline - now) * SHARE,
  };
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
  return reason === 'budget'
    ? 'to read the time before would take too long'
    : `the time before was not read completely: ${account}.${log} (${reason})`;
}

function nameOf({ provider, tenant, log }: Pick<AuditEvent, 'provider' | 'tenant' | 'log'>): string {
  return `${provider} ${tenant} ${log}`;
}
