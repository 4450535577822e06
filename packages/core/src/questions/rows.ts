import { createCounter } from './counter.ts';
import type { Times } from '../reading/countable.ts';

/** How many rows, and distinct values of all rows together, are kept. */
export interface Room {
  readonly rows: number;
  readonly values: number;
}

/** The value of a row, and of its second dimension. */
export interface RowNames {
  readonly value: string;
  readonly with: string | undefined;
}

/** What is known of a row. */
export interface CountedRow extends RowNames, Times {
  /** The distinct values. */
  readonly seen: ReadonlySet<string>;
}

/** The rows of a group, in bounded memory. */
export interface Rows {
  /** Adds events to a row, and the values to count once. */
  readonly add: (key: string, names: RowNames, times: Times, values?: readonly (string | undefined)[]) => void;
  readonly list: () => readonly CountedRow[];
  /** How much too high a count may be. */
  readonly error: () => number;
  /** How much too low a number of distinct values may be. */
  readonly unseen: () => number;
}

interface Detail extends RowNames {
  first: number;
  last: number;
  impersonated: number;
  readonly seen: Set<string>;
}

/** Counts the events of each row, and the distinct values in them. */
export function createRows(room: Room): Rows {
  const details = new Map<string, Detail>();
  let [kept, unseen] = [0, 0];
  const counter = createCounter(room.rows, (key) => {
    kept -= details.get(key)?.seen.size ?? 0;
    details.delete(key);
  });

  function see({ seen }: Detail, value: string | undefined): void {
    if (value === undefined || seen.has(value)) return;
    if (kept >= room.values) unseen += 1;
    else {
      kept += 1;
      seen.add(value);
    }
  }

  return {
    add: (key, names, { count, first, last, impersonated }, values) => {
      counter.add(key, count);
      const known = details.get(key);
      const detail = known ?? newDetail(names, values !== undefined);
      if (known === undefined) details.set(key, detail);
      detail.first = Math.min(detail.first, first);
      detail.last = Math.max(detail.last, last);
      detail.impersonated += impersonated;
      if (values !== undefined) for (const value of values) see(detail, value);
    },
    list: () => [...details].map(([key, detail]) => ({ ...detail, count: counter.count(key) })),
    error: counter.error,
    unseen: () => unseen,
  };
}

/** Shared by all rows where nothing distinct is counted. */
const NOTHING = new Set<string>();

function newDetail(names: RowNames, isDistinct: boolean): Detail {
  const seen = isDistinct ? new Set<string>() : NOTHING;
  return { ...names, first: Number.POSITIVE_INFINITY, last: Number.NEGATIVE_INFINITY, impersonated: 0, seen };
}
