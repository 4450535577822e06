import type { Row, TimelineData } from '../data.ts';
import { cellOf, type CellOf, type Chips, type Source } from './source.ts';
import { counted, grouped } from './words.ts';

/** How many rows are shown at once. */
const PAGE = 50;
const EVERYTHING = 'all';

/** Finds events among the rows of a file. */
export function fileSource({ table = { columns: [], rows: [] }, total }: TimelineData): Source {
  const { columns, rows } = table;
  const cell = cellOf(columns);
  const timeOf = (row: Row): number => Date.parse(cell(row, 'time'));
  const matching = (chips: Chips): readonly Row[] =>
    rows.filter((row) => Object.entries(chips).every(([by, value]) => valuesOf(row, by, cell).includes(value)));
  return {
    ...(rows.length < total ? { note: noteOn(rows.length, total) } : {}),
    all: EVERYTHING,
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

/** A file may not have room for every event. */
function noteOn(listed: number, total: number): string {
  return `Only the newest ${counted(listed, 'event')} of ${grouped(total)} are in this file. All are counted above, but filters and lists know only these.`;
}

/** The values by which the lists of a timeline count an event. */
function valuesOf(row: Row, by: string, cell: CellOf): readonly string[] {
  if (by === 'flags') return cell(row, 'flags').split(', ');
  if (by === 'account') return [`${cell(row, 'provider')}/${cell(row, 'tenant')}`];
  if (by === 'actor') return [cell(row, 'actor') || cell(row, 'actor.kind')];
  return [cell(row, by)];
}
