import type { AuditEvent } from '../event.ts';
import { isKnown } from './directory.ts';
import { findingOf, inOrder, type Finding } from './finding.ts';
import type { Forgotten } from './groups.ts';
import { createMemory, remember, rest, type Memory } from './memory.ts';
import { insert, observe, type Observation } from './observation.ts';
import { inStories } from './raised.ts';
import { candidates } from './matchers.ts';
import type { Link, RulePlan } from './plan.ts';
import type { Surroundings } from './sight.ts';

export interface DetectorOptions {
  readonly around: Surroundings;
  /** The start of what is read, for baselines. */
  readonly since: number;
  /** How late an event may come. 0 if events come in their order, as in a search from the oldest. */
  readonly lateMs?: number | undefined;
  /** Since when the log of an event was learnt, where that is earlier. */
  readonly learntSince?: ((event: AuditEvent) => number | undefined) | undefined;
  /** What an earlier detector has come to know, to go on from there. It is changed. */
  readonly known?: Known | undefined;
}

/** Everything that a detector knows. */
export interface Known {
  readonly settled: Memory;
  /** What may still have to wait for late events, oldest first. */
  readonly pending: Observation[];
  readonly counts: { filtered: number; late: number };
  /** Since when a log is learnt, by its key, where that is known. */
  readonly logs: Map<string, number>;
  /** The time of the newest event. */
  newest: number;
  /** What is older has been settled. */
  settledTo: number;
}

/** What somebody knows who has seen nothing. */
export function nothingKnown(): Known {
  return {
    settled: createMemory(),
    pending: [],
    counts: { filtered: 0, late: 0 },
    logs: new Map(),
    newest: Number.NEGATIVE_INFINITY,
    settledTo: Number.NEGATIVE_INFINITY,
  };
}

/** What was found so far. */
export interface Detected {
  readonly findings: readonly Finding[];
  /** Matches that filters of the user excluded. */
  readonly filtered: number;
  /** Events that came later than allowed, and may lack in earlier findings. */
  readonly late: number;
  /** What had to be left out to stay within the memory. */
  readonly forgotten: Readonly<Forgotten>;
}

/** Runs rules over events as they come. */
export interface Detector {
  readonly add: (event: AuditEvent) => void;
  /** Takes an event from before everything else: baselines learn from it, and nothing is found. */
  readonly learn: (event: AuditEvent) => void;
  readonly detected: (now: number) => Detected;
}

/** Runs rules. What they find depends on the events alone, not on when and in which order these come. */
export function createDetector(plan: RulePlan, options: DetectorOptions): Detector {
  const { around, since, learntSince, lateMs = 0, known = nothingKnown() } = options;
  const { settled, pending, counts } = known;
  const candidatesOf = candidates(plan.matchers);

  return {
    add: (event) => {
      const observation = observe(event, candidatesOf(event), around, learntSince?.(event));
      const { at, taught, marks, filtered } = observation;
      counts.filtered += filtered;
      if (at < known.settledTo) counts.late += 1;
      known.newest = Math.max(known.newest, at);
      known.settledTo = Math.max(known.settledTo, known.newest - lateMs);
      if (marks.length === 0 && (taught === undefined || isKnown(settled.directory, taught))) return;
      if (lateMs === 0) {
        remember(settled, observation, since);
        return;
      }
      insert(pending, observation);
      const open = pending.findIndex((one) => one.at >= known.settledTo);
      for (const one of pending.splice(0, open < 0 ? pending.length : open)) remember(settled, one, since);
    },
    learn: learner(plan, around, settled),
    detected: (now) => detectedBy(known, now, since),
  };
}

function detectedBy({ settled, pending, counts }: Known, now: number, since: number): Detected {
  const memory = createMemory(settled);
  for (const observation of pending) remember(memory, observation, since);
  rest(memory, now, since);
  const findings = inStories(memory.raises.all)
    .map(([id, raised]) => findingOf(id, raised))
    .toSorted(inOrder);
  return {
    findings,
    ...counts,
    forgotten: memory.forgotten,
  };
}

/** Nothing has been learnt yet by then. */
const NEVER = Number.POSITIVE_INFINITY;

/** Whether it leads to a rule with a baseline. */
function isLearning({ watch }: Link): boolean {
  return watch.rule.learnMs > 0;
}

function learner({ matchers }: RulePlan, around: Surroundings, memory: Memory): Detector['learn'] {
  const learnersOf = candidates(matchers.map((matcher) => ({ ...matcher, links: matcher.links.filter(isLearning) })));
  // A silence that ended before is known of, and no finding.
  const learning = { ...memory, raises: createMemory().raises };
  return (event) => remember(learning, { ...observe(event, learnersOf(event), around), taught: undefined }, NEVER);
}
