import type { CorrelationRule } from '../rule.ts';
import { COMPARISONS } from './comparisons.ts';
import { episodeOf, goingOn, type Episode, type Hit } from './episode.ts';
import { machine, type AnyMachine } from './machine.ts';

type Condition = NonNullable<CorrelationRule['correlation']['condition']>;
type Kind = 'event_count' | 'value_count' | 'value_sum' | 'value_avg' | 'value_percentile';

/** What a rule counts, and when it is too much. */
export interface CountingOptions {
  readonly kind: Kind;
  readonly span: number;
  /** Not shorter than the span. */
  readonly quiet: number;
  /** All have to be met. */
  readonly limits: Condition;
  readonly percentile: number;
  /** Only above this multiple of the median of the group's own days; 0 if that does not matter. */
  readonly aboveMedian: number;
  readonly learn: number;
}

interface CountState {
  window: Hit[];
  /** How many hits at the start of the window belong to the open episode already. */
  told: number;
  values: Map<string | number, number>;
  days: Map<number, Set<string>>;
  open?: Episode;
}

const DAY = 86_400_000;
/** A window with more hits forgets the oldest. */
const MOST_HITS = 10_000;

/** Counts hits, distinct values or sums in a window that ends at each hit. */
export function counting(options: CountingOptions): AnyMachine {
  const { span, quiet, learn, aboveMedian } = options;
  const limits = Object.entries(options.limits);
  const isMet = (figure: number): boolean =>
    limits.every(([name, limit]) => COMPARISONS[name]?.(figure, Number(limit)));

  /** Whether a figure is far above what the group's own days before the window were like. */
  function isUnusual(at: number, since: number, figure: number, days: CountState['days']): boolean {
    if (aboveMedian === 0) return true;
    const usual = [...days].flatMap(([day, seen]) => (day < Math.floor((at - span) / DAY) ? seen.size : []));
    return at - since >= learn && figure > aboveMedian * rank(usual, 50);
  }

  return machine<CountState>({
    start: () => ({ window: [], told: 0, values: new Map(), days: new Map() }),
    step: (state, hit, since) => {
      admit(state, hit, span);
      if (aboveMedian > 0) note(state, hit, learn);
      const figure = figureOf(state, options);
      if (!isMet(figure) || !isUnusual(hit.at, since, figure, state.days)) return undefined;
      const open = goingOn(state.open, hit.at, quiet);
      state.open = episodeOf(state.window.slice(open === undefined ? 0 : state.told), open);
      state.told = state.window.length;
      return state.open;
    },
    // Days are known as a whole.
    keepMs: Math.max(quiet, aboveMedian > 0 ? learn + DAY : 0),
  });
}

/** Adds a hit to the window, and drops what is too old for it. */
function admit(state: CountState, hit: Hit, span: number): void {
  const { window, values } = state;
  window.push(hit);
  tally(values, hit.value, 1);
  let gone = window.length > MOST_HITS ? 1 : 0;
  while ((window[gone]?.at ?? hit.at) < hit.at - span) gone += 1;
  if (gone === 0) return;
  for (const { value } of window.splice(0, gone)) tally(values, value, -1);
  state.told = Math.max(0, state.told - gone);
}

/** How often each value is in the window. */
function tally(values: CountState['values'], value: Hit['value'], by: number): void {
  if (value === undefined) return;
  const count = (values.get(value) ?? 0) + by;
  if (count === 0) values.delete(value);
  else values.set(value, count);
}

function figureOf({ window, values }: CountState, { kind, percentile }: CountingOptions): number {
  if (kind === 'event_count') return window.length;
  if (kind === 'value_count') return values.size;
  const numbers = window
    .map(({ value }) => (value === '' ? NaN : Number(value)))
    .filter((value) => Number.isFinite(value));
  if (kind === 'value_percentile') return rank(numbers, percentile);
  const sum = numbers.reduce((total, value) => total + value, 0);
  return kind === 'value_sum' ? sum : sum / Math.max(1, numbers.length);
}

/** The smallest number that at least so many percent do not exceed. */
function rank(numbers: readonly number[], percent: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? 0;
}

/** Notes what happened on which day, for the baseline. */
function note({ days }: CountState, { at, uid, value = uid }: Hit, learn: number): void {
  const day = Math.floor(at / DAY);
  const seen = days.get(day) ?? new Set();
  if (seen.size === 0) for (const known of days.keys()) if (known < day - learn / DAY) days.delete(known);
  days.set(day, seen.add(String(value)));
}
