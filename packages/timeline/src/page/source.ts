import type { Row, Table, TimelineData } from '../data.ts';

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

/** Where the page gets events from: the file that it is. */
export interface Source {
  readonly rows: (selection: Selection, from?: string) => Promise<Found>;
  /** How many events match these chips, by time. */
  readonly counts: (chips: Chips) => Promise<Iterable<readonly [time: number, count: number]>>;
}

/** How many rows are shown at once. */
const PAGE = 50;
/** Continues with all rows, the first included. */
export const EVERYTHING = 'all';

/** Finds events among the rows of a file. */
export function fileSource({ table = { columns: [], rows: [] } }: TimelineData): Source {
  const { columns, rows } = table;
  const cell = cellOf(columns);
  const timeOf = (row: Row): number => Date.parse(cell(row, 'time'));
  const matching = (chips: Chips): readonly Row[] =>
    rows.filter((row) => Object.entries(chips).every(([by, value]) => valuesOf(row, by, cell).includes(value)));
  return {
    rows: async ({ since, until, chips }, from = '0') => {
      const [first, end] = [Date.parse(since), Date.parse(until)];
      const inside = matching(chips).filter((row) => timeOf(row) >= first && timeOf(row) < end);
      if (from === EVERYTHING) return { columns, rows: inside };
      const next = Number(from) + PAGE;
      return {
        columns,
        rows: inside.slice(Number(from), next),
        next: next < inside.length ? String(next) : undefined,
      };
    },
    counts: async (chips) => matching(chips).map((row) => [timeOf(row), 1] as const),
  };
}

type CellOf = (row: Row, column: string) => string;

/** Reads cells by the name of their column; empty ones are empty texts. */
export function cellOf(columns: readonly string[]): CellOf {
  return (row, column) => String(row[columns.indexOf(column)] ?? '');
}

/** The values by which the lists of a timeline count an event. */
function valuesOf(row: Row, by: string, cell: CellOf): readonly string[] {
  if (by === 'flags') return cell(row, 'flags').split(', ');
  if (by === 'account') return [`${cell(row, 'provider')}/${cell(row, 'tenant')}`];
  if (by === 'actor') return [cell(row, 'actor') || cell(row, 'actor.kind')];
  return [cell(row, by)];
}
