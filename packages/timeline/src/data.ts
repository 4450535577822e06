/** What the page draws: the answer of the server's tool, or the same with rows in a file. */
export interface TimelineData {
  /** The query as it was understood, with absolute times. */
  readonly query: Asked;
  /** Why the query is not the whole one. */
  readonly query_note?: string;
  readonly total: number;
  /** Whether nothing of what was asked is missing. */
  readonly exact: boolean;
  /** What the numbers of a bar count. */
  readonly kinds: readonly string[];
  /** The width of a bar: `each` hours, days or weeks. */
  readonly width: { readonly bucket: string; readonly each: number };
  /** The start of a bar, and a count for each kind; zeros at the end are left out. */
  readonly bars: readonly Bar[];
  readonly groups: readonly TopValues[];
  readonly warnings?: readonly string[];
  readonly hints?: readonly string[];
  readonly coverage: readonly LogCoverage[];
  /** In a file, unless only some of the events were asked for: rules look at all of them. */
  readonly findings?: Findings;
  /** In a file: the newest events, and what made it. */
  readonly table?: Table;
  readonly made?: string;
}

export interface Asked {
  readonly since: string;
  readonly until: string;
  readonly time_zone?: string;
  /** Any other argument of the tools. */
  readonly [name: string]: unknown;
}

export type Bar = readonly [from: string, ...counts: number[]];

export interface TopValues {
  readonly by: string;
  readonly distinct: number;
  readonly count_may_be_high_by?: number;
  readonly top: readonly (readonly [value: string, count: number])[];
}

export interface LogCoverage {
  readonly log: string;
  readonly account?: string;
  readonly complete: boolean;
  readonly scanned: number;
  /** Entries after this time may still arrive. */
  readonly settled_until: string;
  readonly gaps?: readonly Gap[];
  readonly notices?: readonly string[];
}

export interface Gap {
  readonly from: string;
  readonly to: string;
  readonly reason: string;
  readonly hint?: string;
}

/** What rules have found, as the tool answers that looks for it. */
export interface Findings extends Table {
  readonly total: number;
  /** How many events the rules have seen. */
  readonly events: number;
  readonly rules: RulesRun;
  readonly left_out?: Readonly<Record<string, number>>;
  readonly warnings?: readonly string[];
}

/** How many rules there are, how many of them ran, and lists of the others by the reason. */
export interface RulesRun {
  readonly total: number;
  readonly ran: number;
  readonly [reason: string]: number | readonly string[];
}

/** Rows with the columns named once. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

export type Row = readonly (string | number | null)[];
