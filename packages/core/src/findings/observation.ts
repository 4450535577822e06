import type { AuditEvent } from '../event.ts';
import { actorLabel } from '../label.ts';
import { taughtBy, type Taught } from './directory.ts';
import type { Hit } from './episode.ts';
import type { Candidate } from './matchers.ts';
import type { Link, Watch } from './plan.ts';
import { cleaned } from './said.ts';
import { sightOf, type Sight, type Surroundings } from './sight.ts';

/** A hit of a watch, and the groups that it belongs to. */
export interface Mark {
  readonly watch: Watch;
  readonly groups: readonly string[];
  readonly isPerson: boolean;
  readonly hit: Hit;
}

/** What an event means to the rules. */
export interface Observation {
  readonly at: number;
  readonly uid: string;
  readonly taught: Taught | undefined;
  readonly marks: readonly Mark[];
  /** How many rules would have matched without a filter. */
  readonly filtered: number;
  /** Since when its log was learnt, if that is known of this log alone. */
  readonly since: number | undefined;
}

const NONE: readonly string[] = [];

/** The log of one account, as a text. */
export function logKey({ provider, tenant, log }: Pick<AuditEvent, 'provider' | 'tenant' | 'log'>): string {
  return `${provider} ${tenant} ${log}`;
}

/** Evaluates the rules for one event. */
export function observe(
  event: AuditEvent,
  candidates: readonly Candidate[],
  around: Surroundings,
  since?: number,
): Observation {
  const sight = sightOf(event, around);
  const marks: Mark[] = [];
  let filtered = 0;
  for (const { matcher, canMatch } of candidates) {
    const isMatch = canMatch && matcher.matches(sight);
    const isExcluded = isMatch && matcher.excluded.some((excludes) => excludes(sight));
    if (isExcluded) filtered += 1;
    for (const link of matcher.links) addMark(marks, sight, link, isMatch && !isExcluded);
  }
  // The last steps of a sequence first, so that an event does not follow itself.
  marks.sort((a, b) => b.hit.step - a.hit.step);
  return { at: sight.at, uid: event.uid, taught: taughtBy(event), marks, filtered, since };
}

function addMark(marks: Mark[], sight: Sight, link: Link, fires: boolean): void {
  const { event, at } = sight;
  const { watch, isPerson, step } = link;
  const groups = fires || link.learnsFromAll ? link.groups(sight) : NONE;
  if (groups.length === 0) return;
  const [who, said] = fires ? [cleaned(actorLabel(event.actor)), link.said(sight)] : ['', NONE];
  const hit = { at, uid: event.uid, fires, value: link.value?.(sight), step, who, said };
  marks.push({ watch, groups, isPerson, hit });
}

/** Inserts by time and uid, unless it is there already. */
export function insert(pending: Observation[], observation: Observation): void {
  const { at, uid } = observation;
  const before = pending.findLastIndex((one) => one.at < at || (one.at === at && one.uid <= uid));
  if (pending[before]?.uid !== uid) pending.splice(before + 1, 0, observation);
}
