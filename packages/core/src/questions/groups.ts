import type { LocalTime } from './calendar.ts';
import type { AuditEvent } from '../event.ts';
import { present } from '../json.ts';
import type { Times } from '../reading/countable.ts';
import { isOfEvents, valuesOf, type Dimension, type TimeDimension } from '../reading/dimensions.ts';
import { joinRows, type JoinedRow } from './joined-rows.ts';
import { createRows, type Room } from './rows.ts';
import { createThings, type Things } from './things.ts';
import { knownTime } from '../window.ts';

/** What the rows of a group can be sorted by. */
export const SORTS = ['count', 'distinct', 'first', 'last'] as const;
/** One of them. */
export type Sort = (typeof SORTS)[number];

/** One value, or one pair of values, and when and how often it was seen. */
export interface GroupRow {
  readonly value: string;
  /** The value of the second dimension. */
  readonly with?: string;
  readonly count: number;
  /** Unknown where a vendor counted. */
  readonly first?: string;
  readonly last?: string;
  /** How many values of the dimension that `distinct` names. */
  readonly distinct?: number;
  /** How many of these events somebody else did in the actor's name; only if any. */
  readonly impersonated?: number;
  /** Other addresses and names of the actor, and ids where others have the same name, and former names of the target. */
  readonly knownAs?: readonly string[];
  /** Others of the same name who may be the same person, and why that is not proved. */
  readonly perhapsSame?: readonly string[];
}

/** The foremost values of one dimension, or pairs of two. */
export interface Group {
  readonly by: Dimension;
  /** The second dimension. */
  readonly with?: Dimension;
  readonly top: readonly GroupRow[];
  /** How many values or pairs there are, at least. */
  readonly distinct: number;
  /**
   * How much too high a count may be; 0 when all of them are exact. Otherwise rare values have been dropped, and first,
   * last and distinct are those since a value was last taken up.
   */
  readonly error: number;
  /** How much too low a number of distinct values may be; absent when all of them are exact. */
  readonly distinctError?: number;
}

/** What to group by. */
export interface Grouping {
  readonly by: Dimension;
  readonly with?: Dimension | undefined;
  /** The dimension whose values are counted once per row. */
  readonly distinct?: Dimension | undefined;
  readonly sort: Sort;
  readonly top: number;
  /** Counts actors and targets by what each log calls them, and joins none. */
  readonly asNamed?: boolean | undefined;
}

const ROOM: Room = { rows: 10_000, values: 200_000 };
/** Pairs are more numerous than values, and there is only one table of them. */
const ROOM_FOR_PAIRS: Room = { ...ROOM, rows: 50_000 };

/** An event, when it happened, and that in the time zone of the query. */
export interface Seen {
  readonly event: AuditEvent;
  readonly times: Times;
  readonly local: () => LocalTime;
}

export interface GroupBuilder {
  readonly by: Dimension;
  readonly add: (seen: Seen) => void;
  /** Adds what a store has counted of a value. */
  readonly addTimes: (value: string, times: Times) => void;
  readonly build: () => Group;
}

/** Groups events in bounded memory: exactly as long as there is room, and otherwise saying how far off it may be. */
export function createGroup(
  grouping: Grouping,
  room: Room = grouping.with === undefined ? ROOM : ROOM_FOR_PAIRS,
): GroupBuilder {
  const { by, with: second } = grouping;
  const rows = createRows(room);
  const things = createThings(grouping.asNamed === true ? 0 : undefined);

  function addPairs(value: string, seen: Seen, dimension: Dimension, distinct: Values): void {
    for (const other of labelsIn(dimension, seen, things)) {
      // The length tells where one value ends, whatever it holds.
      if (other !== undefined)
        rows.add(`${value.length} ${value}${other}`, { value, with: other }, seen.times, distinct);
    }
  }

  return {
    by,
    add: (seen) => {
      const distinct = grouping.distinct && labelsIn(grouping.distinct, seen, things);
      for (const value of labelsIn(by, seen, things)) {
        if (value === undefined) continue;
        if (second === undefined) rows.add(value, { value, with: undefined }, seen.times, distinct);
        else addPairs(value, seen, second, distinct);
      }
    },
    addTimes: (text, times) => {
      const value = by === 'target' ? things.add(text, times) : text;
      rows.add(value, { value, with: undefined }, times);
    },
    build: () => {
      const { rows: all, most } = joinRows(rows.list(), grouping, things.renamed());
      const top = inOrder(all, grouping.sort).slice(0, grouping.top);
      return {
        by,
        ...present({ with: second, distinctError: rows.unseen() || undefined }),
        top: top.map((row) => rowOf(row, grouping)),
        distinct: all.length,
        // Each of the rows that were joined may be too high.
        error: rows.error() * most,
      };
    },
  };
}

type Values = readonly (string | undefined)[] | undefined;

const LOCAL = {
  day: ({ day }) => day,
  weekday: ({ weekday }) => weekday,
  hour: ({ hour }) => hour,
  hour_of_day: ({ hourOfDay }) => hourOfDay,
} satisfies Readonly<Record<TimeDimension, (local: LocalTime) => string>>;

function labelsIn(
  dimension: Dimension,
  { event, times, local }: Seen,
  things: Things,
): readonly (string | undefined)[] {
  if (!isOfEvents(dimension)) return [LOCAL[dimension](local())];
  const values = valuesOf(dimension, event);
  return dimension === 'target' ? values.map((value) => value && things.add(value, times)) : values;
}

const ORDERS: Readonly<Record<Sort, (a: JoinedRow, b: JoinedRow) => number>> = {
  count: (a, b) => b.count - a.count,
  distinct: (a, b) => b.distinct - a.distinct || b.count - a.count,
  first: (a, b) => a.first - b.first,
  last: (a, b) => b.last - a.last,
};

function inOrder(rows: readonly JoinedRow[], sort: Sort): readonly JoinedRow[] {
  const compare = ORDERS[sort];
  return rows.toSorted((a, b) => compare(a, b) || byText(a.value, b.value) || byText(a.with ?? '', b.with ?? ''));
}

function byText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function rowOf(row: JoinedRow, { by, with: second, distinct: of }: Grouping): GroupRow {
  const { value, with: other, count, first, last, distinct, impersonated, knownAs, perhapsSame } = row;
  const isOfActors = by === 'actor' || second === 'actor';
  return {
    value,
    ...present({ with: other }),
    count,
    ...present({
      first: knownTime(first),
      last: knownTime(last),
      distinct: of === undefined ? undefined : distinct,
      impersonated: isOfActors && impersonated > 0 ? impersonated : undefined,
      knownAs: knownAs.length === 0 ? undefined : knownAs,
      perhapsSame: perhapsSame.length === 0 ? undefined : perhapsSame,
    }),
  };
}
