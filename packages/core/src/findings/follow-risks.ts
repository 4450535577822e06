import type { Connection } from '../exchange/connection.ts';
import { isObject } from '../json.ts';
import type { Checkpoint } from '../questions/checkpoint.ts';
import { follow, type Followed, type FollowOptions } from '../questions/follow.ts';
import { accountOf } from '../reading/accounts.ts';
import { parseInput } from '../refuse.ts';
import { parseWindow } from '../window.ts';
import { createDetector, nothingKnown, type Detected, type Known } from './detector.ts';
import type { Finding } from './finding.ts';
import { learningSince } from './learning-since.ts';
import { RULES } from './pack/index.ts';
import type { RulePlan } from './plan.ts';
import { ranSince, type NotRun, type RulesRun } from './ran.ts';
import { recall, type Kept, type Recalled } from './recall.ts';
import type { RisksOptions } from './risks.ts';
import { DEFAULT_LEVEL, FollowRisksInput } from './risks-input.ts';
import { newestWithin } from './room.ts';
import { restore, save } from './saved.ts';
import { suppress } from './suppress.ts';
import { surroundings } from './surroundings.ts';
import { tell, type Telling, type Told } from './told.ts';

/** Where to go on, what rules are told, and how much to read in one call. */
export interface FollowRisksOptions
  extends
    Omit<FollowOptions, 'onlySettled'>,
    Pick<RisksOptions, 'documents' | 'suppressions' | 'roster' | 'ownDomains'> {
  /** How many characters the checkpoint may have besides what `follow` needs; a million by default. */
  readonly mostKept?: number | undefined;
}

/** What `followRisks` needs to continue: plain JSON. Store it only after the findings are safe. */
export interface RisksCheckpoint extends Checkpoint {
  readonly rules: Kept;
}

/** What should worry somebody since the last call. */
export interface FollowedRisks extends Omit<Detected, 'findings'>, Pick<Followed, 'more' | 'coverage'> {
  /** Those that were not told before; and those that have more events than when they were told, as `updated`. */
  readonly findings: readonly Finding[];
  readonly suppressed: number;
  /** How many events the rules have seen in this call. */
  readonly events: number;
  readonly rules: RulesRun;
  /** Rules that have lost what they had learnt, and why. */
  readonly restarted: readonly NotRun[];
  /**
   * Pass it to the next call once the findings are safe. After a crash before that, the same findings come again with
   * the same ids.
   */
  readonly checkpoint: RisksCheckpoint;
}

const DAY = 86_400_000;
const MOST_KEPT = 1_000_000;

/** Follows all events and says what should worry somebody: what `risks` finds in one window, as it happens. */
export async function followRisks(
  connections: readonly Connection[],
  input: FollowRisksInput = {},
  options: FollowRisksOptions = {},
): Promise<FollowedRisks> {
  const { level = DEFAULT_LEVEL, rules: only, ...where } = parseInput(FollowRisksInput, input);
  const { documents = [], mostKept, checkpoint, ...reading } = options;
  const { kept, position } = parted(checkpoint);
  const recalled = recall(kept, [...RULES, ...documents], { level, only });
  const followed = await follow(connections, where, {
    ...reading,
    checkpoint: position,
    raw: reading.raw === true || recalled.plan.needsRaw,
  });
  const now = connections[0]?.ports.now() ?? 0;
  const running = rulesFrom(recalled, beginning(options, where.timeZone, now));
  const { telling, ...looked } = look(running, followed, { ...options, ...where, now, told: recalled.kept?.told });
  const { coverage, more, events, checkpoint: reached } = followed;
  return {
    ...looked,
    findings: telling.findings,
    suppressed: telling.suppressed,
    events: events.length,
    restarted: recalled.restarted,
    more,
    coverage,
    checkpoint: { ...reached, rules: keep(running, recalled, { telling, most: mostKept }) },
  };
}

/** What is kept of the rules, and where to go on. A checkpoint of events alone is one, too. */
function parted(checkpoint: unknown): { readonly kept?: unknown; readonly position: unknown } {
  if (!isObject(checkpoint)) return { position: checkpoint };
  const { rules: kept, ...position } = checkpoint;
  return { kept, position };
}

/** Since when rules learn that know nothing: since the first event that is read, or since now. */
function beginning({ checkpoint, lookback }: FollowRisksOptions, timeZone: string | undefined, now: number): number {
  return checkpoint === undefined && lookback !== undefined
    ? parseWindow({ since: lookback, timeZone }, now).from
    : now;
}

type Looking = Pick<FollowRisksOptions, 'suppressions' | 'roster' | 'ownDomains'> & {
  readonly timeZone?: string | undefined;
  readonly now: number;
  readonly told: readonly Told[] | undefined;
};

/** Runs the rules over what is new. */
function look(
  { plan, known, startOf }: Running,
  followed: Followed,
  { suppressions = [], roster, ownDomains, timeZone, now, told = [] }: Looking,
): Omit<Detected, 'findings'> & Pick<FollowedRisks, 'rules'> & { readonly telling: Telling } {
  const { around, provided } = surroundings({ timeZone, roster, ownDomains });
  const detector = createDetector(plan, { around, since: 0, lateMs: lateness(followed, known), known });
  followed.events.forEach(detector.add);
  const { findings, ...detected } = detector.detected(now);
  const ground = { logs: followed.coverage, provided, now };
  const telling = tell(suppress(findings, suppressions, now), told);
  return { ...detected, rules: ranSince(plan, ground, startOf), telling };
}

interface Running {
  readonly plan: RulePlan;
  readonly known: Known;
  readonly startOf: (rule: string) => number;
}

/** The rules with what they know. Those that are new or were changed learn from now on. */
function rulesFrom({ plan: compiled, kept, starts, definitions }: Recalled, begin: number): Running {
  const startOf = (rule: string): number => starts.get(rule) ?? begin;
  const plan = learningSince(compiled, startOf);
  return { plan, startOf, known: kept === undefined ? nothingKnown() : restore(kept, plan, definitions) };
}

/** How far back events may still come: a day before what the slowest log has reached. */
function lateness({ events, checkpoint, coverage }: Followed, { newest }: Known): number {
  const latest = events.reduce((most, { time }) => Math.max(most, Date.parse(time)), newest);
  const followed = new Set(coverage.map((one) => `${accountOf(one)}/${one.log}`));
  const reached = Object.entries(checkpoint.logs).flatMap(([name, { readTo }]) => (followed.has(name) ? [readTo] : []));
  return Math.max(DAY, latest - Math.min(...reached) + DAY);
}

/** How much of the room what was told may take. */
const TOLD_SHARE = 0.2;
/** Nothing is waited for longer than this. */
const LONGEST = 90 * DAY;

function keep(
  { plan, known, startOf }: Running,
  { definitions }: Recalled,
  { telling, most = MOST_KEPT }: { readonly telling: Telling; readonly most: number | undefined },
): Kept {
  const isOver = (keepMs: number, last: number): boolean => last + Math.min(keepMs, LONGEST) + DAY < known.settledTo;
  const keepOf = new Map(plan.watches.map(({ rule, machine }) => [rule.key, machine.keepMs]));
  const open = telling.told.filter(([, rule, , last]) => !isOver(keepOf.get(rule) ?? 0, last));
  const texts = open.toSorted(([, , , a], [, , , b]) => a - b).map((one) => JSON.stringify(one));
  const told = newestWithin(texts, most * TOLD_SHARE).map((text) => JSON.parse(text) as Told);
  const saved = save(known, plan, {
    definitions,
    startOf,
    most: most * (1 - TOLD_SHARE),
    isOver: ({ machine }, last) => isOver(machine.keepMs, last),
  });
  return { ...(JSON.parse(saved) as Kept), told };
}
