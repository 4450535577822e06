import type { TimelineData } from '../data.ts';
import { countsIn, sum, type Range } from './bins.ts';
import type { Chips, Selection } from './source.ts';
import { counted, grouped, type Clock } from './words.ts';

/** What is looked at: a stretch of bars, and values of some dimensions; or the events of a finding. */
export interface State {
  readonly range: Range;
  readonly chips: Chips;
  /** How many events match the chips, bar by bar; absent without chips. */
  readonly matched?: readonly number[] | undefined;
  readonly uids?: readonly string[] | undefined;
}

/** When a bar starts, within the window; past the last one, when the window ends. */
export function startOf({ bars, query }: TimelineData, bar: number): string {
  return bar === 0 ? query.since : (bars[bar]?.[0] ?? query.until);
}

export function selectionOf(data: TimelineData, { range: [first, last], chips, uids }: State): Selection {
  return { since: startOf(data, first), until: startOf(data, last + 1), chips, uids };
}

/** Chooses a value besides those of its list, or alone; or drops it where it was chosen already. */
export function toggled(chips: Chips, by: string, value: string, alone = false): Chips {
  const { [by]: before = [], ...others } = chips;
  const chosen = before.includes(value) ? before.filter((one) => one !== value) : [...(alone ? [] : before), value];
  return chosen.length > 0 ? { ...others, [by]: chosen } : others;
}

/** What is selected, in one sentence. */
export function inWords(data: TimelineData, state: State, when: Clock): string {
  const { range, chips, matched, uids } = state;
  if (uids) return `${counted(uids.length, 'event')} of a finding: ${uids.join(', ')}`;
  const { since, until } = selectionOf(data, state);
  const all = counted(sum(countsIn(data.bars, range, data.kinds.length)), 'event');
  const among = matched ? `${grouped(sum(matched.slice(range[0], range[1] + 1)))} of ` : '';
  const names = Object.entries(chips).map(([by, values]) => `, ${by} ${values.join(' or ')}`);
  return `${among}${all} from ${when(since)} to ${when(until)}${names.join('')}`;
}
