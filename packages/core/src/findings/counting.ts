import type { CorrelationRule } from '../rule.ts';
import { episodeOf, type Episode, type Hit } from './episode.ts';
import { machine, type AnyMachine } from './machine.ts';

type Condition = NonNullable<CorrelationRule['correlation']['condition']>;
type Kind = 'event_count' | 'value_count' | 'value_sum' | 'value_avg' | 'value_percentile';

/** What a rule counts, and when it is too much. */
export interface CountingOptions {
  readonly kind: Kind;
  readonly span: number;
  readonly quiet: number;
  readonly isMet: (figure: number) => boolean;
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

const COMPARISONS: Readonly<Record<string, (figure: number, limit: number) => boolean>> = {
  gt: (figure, limit) => figure > limit,
  gte: (figure, limit) => figure >= limit,
  lt: (figure, limit) => figure < limit,
  lte: (figure, limit) => figure <= limit,
  eq: (figure, limit) => figure === limit,
  neq: (figure, limit) => figure !== limit,
};

/** Whether a figure meets all limits of a condition. */
export function limits(condition: Condition): (figure: number) => boolean {
  const tests = Object.entries(condition).flatMap(([name, limit]) => {
    const compare = COMPARISONS[name];
    return compare === undefined || typeof limit !== 'number' ? [] : [{ compare, limit }];
  });
  return (figure) => tests.every(({ compare, limit }) => compare(figure, limit));
}

/** Counts hits, distinct values or sums in a window that ends at each hit. */
export function counting(options: CountingOptions): AnyMachine {
  const { span, quiet, learn, aboveMedian } = options;
  return machine<CountState>({
    start: () => ({ window: [], told: 0, values: new Map(), days: new Map() }),
    step: (state, hit, since) => {
      admit(state, hit, span);
      if (aboveMedian > 0) note(state, hit, learn);
      const figure = figureOf(state, options);
      if (!options.isMet(figure) || !isUnusual(state, { at: hit.at, figure, since }, options)) return undefined;
      const goesOn = state.open !== undefined && hit.at - state.open.last <= Math.max(span, quiet);
      const fresh = state.window.slice(goesOn ? state.told : 0);
      state.open = episodeOf(fresh, goesOn ? state.open : undefined);
      state.told = state.window.length;
      return state.open;
    },
    keepMs: Math.max(span, quiet, aboveMedian > 0 ? learn : 0),
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
  const numbers = window.map(({ value }) => Number(value)).filter((value) => Number.isFinite(value));
  if (numbers.length === 0) return 0;
  if (kind === 'value_percentile') return rank(numbers, percentile);
  const sum = numbers.reduce((total, value) => total + value, 0);
  return kind === 'value_sum' ? sum : sum / numbers.length;
}

/** The smallest number that at least so many percent do not exceed. */
function rank(numbers: readonly number[], percent: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? 0;
}

/** Notes what happened on which day, for the baseline. */
function note({ days }: CountState, { at, uid, value = uid }: Hit, learn: number): void {
  const day = Math.floor(at / DAY);
  const seen = days.get(day);
  if (seen !== undefined) {
    seen.add(String(value));
    return;
  }
  days.set(day, new Set([String(value)]));
  for (const known of days.keys()) if (known < day - learn / DAY) days.delete(known);
}

/** Whether a figure is far above what the group's own days before the window were like. */
function isUnusual(
  { days }: CountState,
  { at, figure, since }: { readonly at: number; readonly figure: number; readonly since: number },
  { aboveMedian, learn, span }: CountingOptions,
): boolean {
  if (aboveMedian === 0) return true;
  if (at - since < learn) return false;
  const before = Math.floor((at - span) / DAY);
  const usual = [...days].filter(([day]) => day < before).map(([, seen]) => seen.size);
  return figure > aboveMedian * (usual.length === 0 ? 0 : rank(usual, 50));
}
