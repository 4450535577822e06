import type { AuditEvent } from '../event.ts';
import { findingOf, inOrder, type Finding } from './finding.ts';
import { createMemory, remember, rest } from './memory.ts';
import { insert, observe, type Observation } from './observation.ts';
import { withoutParts } from './raised.ts';
import { isAbout, type Matcher, type RulePlan } from './plan.ts';
import type { Surroundings } from './sight.ts';

export interface DetectorOptions {
  readonly around: Surroundings;
  /** The start of what is read, for baselines. */
  readonly since: number;
  /** How late an event may come. 0 if events come in their order, as in a search from the oldest. */
  readonly lateMs?: number | undefined;
}

/** What was found so far. */
export interface Detected {
  readonly findings: readonly Finding[];
  /** Matches that filters of the user excluded. */
  readonly filtered: number;
  /** Events that came later than allowed, and may lack in earlier findings. */
  readonly late: number;
  /** What had to be left out to stay within the memory. */
  readonly forgotten: { readonly groups: number; readonly findings: number };
}

/** Runs rules over events as they come. */
export interface Detector {
  readonly add: (event: AuditEvent) => void;
  readonly detected: (now: number) => Detected;
}

/** Runs rules. What they find depends on the events alone, not on when and in which order these come. */
export function createDetector(plan: RulePlan, { around, since, lateMs = 0 }: DetectorOptions): Detector {
  const settled = createMemory();
  const matchersOf = byLog(plan.matchers);
  const pending: Observation[] = [];
  const counts = { filtered: 0, late: 0 };
  let newest = Number.NEGATIVE_INFINITY;

  function settle(): void {
    const open = pending.findIndex(({ at }) => at >= newest - lateMs);
    for (const one of pending.splice(0, open < 0 ? pending.length : open)) remember(settled, one, since);
  }

  return {
    add: (event) => {
      const observation = observe(event, matchersOf(event), around);
      const { at, taught, marks, filtered } = observation;
      counts.filtered += filtered;
      if (at < newest - lateMs) counts.late += 1;
      newest = Math.max(newest, at);
      if (marks.length === 0 && (taught === undefined || settled.directory.isKnown(taught))) return;
      if (lateMs === 0) {
        remember(settled, observation, since);
        return;
      }
      insert(pending, observation);
      settle();
    },
    detected: (now) => {
      const memory = createMemory(settled);
      for (const observation of pending) remember(memory, observation, since);
      rest(memory, now, since);
      const findings = withoutParts(memory.raises.all())
        .map(([id, raised]) => findingOf(id, raised))
        .toSorted(inOrder);
      const forgotten = { groups: memory.groups.forgotten(), findings: memory.raises.forgotten() };
      return { findings, ...counts, forgotten };
    },
  };
}

/** The rules for each log, looked up once. */
function byLog(matchers: readonly Matcher[]): (event: AuditEvent) => readonly Matcher[] {
  const known = new Map<string, readonly Matcher[]>();
  return ({ provider, log }) => {
    const key = `${provider} ${log}`;
    const found = known.get(key) ?? matchers.filter(({ logs }) => isAbout(logs, provider, log));
    known.set(key, found);
    return found;
  };
}
