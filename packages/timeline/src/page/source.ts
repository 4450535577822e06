import type { Findings, Table } from '../data.ts';

/** The chosen values of each of some dimensions. An event matches if it has one of each. */
export type Chips = Readonly<Record<string, readonly string[]>>;

/** What of the timeline is looked at. */
export interface Selection {
  readonly since: string;
  readonly until: string;
  readonly chips: Chips;
  /** Only these events, whatever else is said. */
  readonly uids?: readonly string[] | undefined;
}

/** Reads the cells of a row by the name of their column; empty ones are empty texts. */
export type Cells = (column: string) => string;

export interface Found {
  readonly events: readonly Cells[];
  /** Continues with older events. */
  readonly next?: string | undefined;
}

/** Where the page gets events from: the file that it is, or the tools of a server. */
export interface Source {
  /** What rules have found in all events of the timeline. */
  readonly findings: () => Promise<Findings>;
  readonly events: (selection: Selection, from?: string) => Promise<Found>;
  /** How many events match these chips, by time. */
  readonly counts: (chips: Chips) => Promise<Iterable<readonly [time: number, count: number]>>;
  /** The dimensions of which the source can look for one value at a time. */
  readonly single?: readonly string[];
  /** An event with the vendor's entry, as text. */
  readonly raw?: (uid: string) => Promise<string>;
  /** Tells the model what is selected. */
  readonly discuss?: (text: string) => Promise<unknown>;
  /** To be told when the page may have another height. */
  readonly resized?: () => void;
}

export function cellsOf({ columns, rows }: Table): Cells[] {
  return rows.map((row) => (column) => String(row[columns.indexOf(column)] ?? ''));
}
