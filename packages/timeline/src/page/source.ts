import type { Row, Table } from '../data.ts';

/** A chosen value for each of some dimensions. */
export type Chips = Readonly<Record<string, string>>;

/** What of the timeline is looked at. */
export interface Selection {
  readonly since: string;
  readonly until: string;
  readonly chips: Chips;
}

export interface Found extends Table {
  /** Continues with older events. */
  readonly next?: string | undefined;
}

/** Where the page gets events from: the file that it is, or the tools of a server. */
export interface Source {
  readonly rows: (selection: Selection, from?: string) => Promise<Found>;
  /** How many events match these chips, by time. */
  readonly counts: (chips: Chips) => Promise<Iterable<readonly [time: number, count: number]>>;
  /** Continues with all rows, the first included, where that is possible. */
  readonly all?: string;
  /** An event with the vendor's entry, as text. */
  readonly raw?: (uid: string) => Promise<string>;
  /** Tells the model what is selected. */
  readonly discuss?: (text: string) => Promise<unknown>;
  /** What to say before the events. */
  readonly note?: string;
  /** To be told when the page may have another height. */
  readonly resized?: () => void;
}

export type CellOf = (row: Row, column: string) => string;

/** Reads cells by the name of their column; empty ones are empty texts. */
export function cellOf(columns: readonly string[]): CellOf {
  return (row, column) => String(row[columns.indexOf(column)] ?? '');
}
