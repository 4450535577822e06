import type { Connection } from '../exchange/connection.ts';
import type { AuditEvent } from '../event.ts';
import { isObject } from '../json.ts';
import type { Checkpoint } from '../questions/checkpoint.ts';
import { follow, type Followed, type FollowOptions } from '../questions/follow.ts';
import { accountOf } from '../reading/accounts.ts';
import { parseInput } from '../refuse.ts';
import { parseWindow } from '../window.ts';
import { begun, resumed, type Running } from './begun.ts';
import { createDetector, type Detected, type Known } from './detector.ts';
import type { Finding } from './finding.ts';
import { logKey } from './observation.ts';
import { RULES } from './pack/index.ts';
import { ranSince, type NotRun, type RulesRun } from './ran.ts';
import { recall, type Kept, type Recalled } from './recall.ts';
import type { RisksOptions } from './risks.ts';
import { DEFAULT_LEVEL, FollowRisksInput } from './risks-input.ts';
import { newestWithin } from './room.ts';
import { save } from './saved.ts';
import type { Surroundings } from './sight.ts';
import { suppress, type Suppression } from './suppress.ts';
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
  const { documents = [], suppressions, roster, ownDomains, mostKept, checkpoint, lookback, ...reading } = options;
  const { kept, position } = parted(checkpoint);
  const recalled = recall(kept, [...RULES, ...documents], { level, only });
  const read = { ...reading, raw: reading.raw === true || recalled.plan.needsRaw };
  const now = connections[0]?.ports.now() ?? 0;
  const { around, provided } = surroundings({ roster, ownDomains, timeZone: where.timeZone });
  const followed = await follow(connections, where, { ...read, lookback, checkpoint: position });
  // What was before can wait: nothing that happens meanwhile may be missed.
  const begin = beginning(options, where.timeZone, now);
  const first = { asked: { ...where, order: 'oldest' } as const, begin, around, options: read };
  const running = checkpoint === undefined ? await begun(connections, recalled, first) : resumed(recalled, begin);
  learnLogs(running, followed, begin);
  const looking = { around, provided, suppressions, now, told: recalled.kept?.told };
  const { telling, ...looked } = look(running, followed, looking);
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

/** A log that is followed for the first time begins to be learnt, if it was not learnt before. */
function learnLogs({ known: { logs }, baseline }: Running, { coverage }: Followed, begin: number): void {
  for (const log of coverage) {
    const key = logKey(log);
    if (!logs.has(key)) logs.set(key, begin - (baseline?.learntMs(log) ?? 0));
  }
}

interface Looking {
  readonly around: Surroundings;
  readonly provided: readonly string[];
  readonly suppressions: readonly Suppression[] | undefined;
  readonly now: number;
  readonly told: readonly Told[] | undefined;
}

/** Runs the rules over what is new. */
function look(
  { plan, known, startOf, baseline }: Running,
  followed: Followed,
  { around, provided, suppressions = [], now, told = [] }: Looking,
): Omit<Detected, 'findings'> & Pick<FollowedRisks, 'rules'> & { readonly telling: Telling } {
  const learntSince = (event: AuditEvent): number | undefined => known.logs.get(logKey(event));
  const options = { around, since: 0, lateMs: lateness(followed, known), learntSince, known };
  const detector = createDetector(plan, options);
  followed.events.forEach(detector.add);
  const { findings, ...detected } = detector.detected(now);
  const logs = followed.coverage.map((log) => ({ ...log, since: known.logs.get(logKey(log)) }));
  const ground = { logs, provided, now, notLearnt: baseline?.why };
  const telling = tell(suppress(findings, suppressions, now), told);
  return { ...detected, rules: ranSince(plan, ground, startOf), telling };
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
