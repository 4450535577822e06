import { createCounter, type Counted } from './counter.ts';
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

interface KeptRow extends RowNames, Counted {
  first: number;
  last: number;
  impersonated: number;
  readonly seen: Set<string>;
}

/** Counts the events of each row, and the distinct values in them. */
export function createRows(room: Room): Rows {
  let [kept, unseen] = [0, 0];
  const counter = createCounter<KeptRow>(room.rows, ({ seen }) => {
    kept -= seen.size;
  });

  function see({ seen }: KeptRow, value: string | undefined): void {
    if (value === undefined || seen.has(value)) return;
    if (kept >= room.values) unseen += 1;
    else {
      kept += 1;
      seen.add(value);
    }
  }

  return {
    add: (key, names, { count, first, last, impersonated }, values) => {
      const row = counter.add(key, count, () => newRow(names, values !== undefined));
      row.first = Math.min(row.first, first);
      row.last = Math.max(row.last, last);
      row.impersonated += impersonated;
      if (values !== undefined) for (const value of values) see(row, value);
    },
    list: () => [...counter.kept().values()],
    error: counter.error,
    unseen: () => unseen,
  };
}

/** Shared by all rows where nothing distinct is counted. */
const NOTHING = new Set<string>();

function newRow(names: RowNames, isDistinct: boolean): KeptRow {
  const seen = isDistinct ? new Set<string>() : NOTHING;
  const [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  return { ...names, count: 0, first, last, impersonated: 0, seen };
}
