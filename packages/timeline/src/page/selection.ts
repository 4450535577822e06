import type { TimelineData } from '../data.ts';
import { countsIn, sum, type Range } from './bins.ts';
import type { Chips, Selection } from './source.ts';
import { counted, grouped, type Clock } from './words.ts';

/** What is looked at: a stretch of bars, and a value for each of some dimensions. */
export interface State {
  readonly range: Range;
  readonly chips: Chips;
  /** How many events match the chips, bar by bar; absent without chips. */
  readonly matched?: readonly number[] | undefined;
}

export function everything({ bars }: TimelineData): State {
  return { range: { first: 0, last: bars.length - 1 }, chips: {} };
}

/** When a bar starts, within the window; past the last one, when the window ends. */
export function startOf({ bars, query }: TimelineData, bar: number): string {
  return bar === 0 ? query.since : (bars[bar]?.[0] ?? query.until);
}

export function selectionOf(data: TimelineData, { range, chips }: State): Selection {
  return { since: startOf(data, range.first), until: startOf(data, range.last + 1), chips };
}

/** Chooses a value, or drops it where it was chosen already. */
export function toggled(chips: Chips, by: string, value: string): Chips {
  const { [by]: before, ...others } = chips;
  return before === value ? others : { ...others, [by]: value };
}

/** What is selected, in one sentence. */
export function inWords(data: TimelineData, state: State, when: Clock): string {
  const { range, chips, matched } = state;
  const { since, until } = selectionOf(data, state);
  const all = counted(sum(countsIn(data.bars, range, data.kinds.length)), 'event');
  const among = matched && `${grouped(sum(matched.slice(range.first, range.last + 1)))} of ${all}`;
  const names = Object.entries(chips).map(([by, value]) => `, ${by} ${value}`);
  return `${among ?? all} from ${when(since)} to ${when(until)}${names.join('')}`;
}
