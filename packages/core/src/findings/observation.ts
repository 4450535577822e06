import type { AuditEvent } from '../event.ts';
import { plain } from '../guard/text.ts';
import { remember } from '../remember.ts';
import { actorLabel } from '../label.ts';
import { taughtBy, type Taught } from './directory.ts';
import type { Hit } from './episode.ts';
import type { Candidate } from './matchers.ts';
import type { Link, Watch } from './plan.ts';
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

const LONGEST_NAME = 120;
const NONE: readonly string[] = [];

const nameIn = remember((name) => plain(name, { max: LONGEST_NAME, inert: true }));

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
    addMarks(marks, sight, matcher.links, isMatch && !isExcluded);
  }
  // The last steps of a sequence first, so that an event does not follow itself.
  if (marks.some(({ hit }) => hit.step > 0)) marks.sort((a, b) => b.hit.step - a.hit.step);
  return { at: sight.at, uid: event.uid, taught: taughtBy(event), marks, filtered, since };
}

function addMarks(marks: Mark[], sight: Sight, links: readonly Link[], fires: boolean): void {
  for (const link of links) {
    const groups = fires || link.learnsFromAll ? link.groups(sight) : NONE;
    if (groups.length > 0) marks.push(markOf(sight, link, groups, fires));
  }
}

function markOf(sight: Sight, link: Link, groups: readonly string[], fires: boolean): Mark {
  const { event, at } = sight;
  return {
    watch: link.watch,
    groups,
    isPerson: link.isPerson,
    hit: {
      at,
      uid: event.uid,
      fires,
      value: link.value?.(sight),
      step: link.step,
      who: fires ? nameIn(actorLabel(event.actor)) : '',
      said: fires ? link.said(sight) : NONE,
    },
  };
}

/** Inserts by time and uid, unless it is there already. */
export function insert(pending: Observation[], observation: Observation): void {
  let index = pending.length;
  while (index > 0 && comesAfter(pending[index - 1], observation)) index -= 1;
  if (pending[index - 1]?.uid !== observation.uid) pending.splice(index, 0, observation);
}

function comesAfter(one: Observation | undefined, other: Observation): boolean {
  return one !== undefined && (one.at > other.at || (one.at === other.at && one.uid > other.uid));
}
