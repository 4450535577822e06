import type { TimelineData } from '../data.ts';
import { cellsOf, type Cells, type Chips, type Source } from './source.ts';

/** How many events are shown at once. */
const PAGE = 50;
/** Continues with all of them. */
export const EVERYTHING = 'all';

/** Finds events among the rows of a file. */
export function fileSource({ table = { columns: [], rows: [] }, findings }: TimelineData): Source {
  const all = cellsOf(table);
  const matching = (chips: Chips): readonly Cells[] =>
    all.filter((cell) =>
      Object.entries(chips).every(([by, chosen]) => valuesOf(cell, by).some((value) => chosen.includes(value))),
    );
  return {
    findings: async () => {
      if (findings === undefined) throw new Error('Nobody looked for them.');
      return findings;
    },
    events: async ({ since, until, chips, uids }, from = '0') => {
      const [first, end] = [Date.parse(since), Date.parse(until)];
      const inside = uids
        ? all.filter((cell) => uids.includes(cell('uid')))
        : matching(chips).filter((cell) => timeOf(cell) >= first && timeOf(cell) < end);
      if (from === EVERYTHING) return { events: inside };
      const next = Number(from) + PAGE;
      return { events: inside.slice(Number(from), next), next: next < inside.length ? String(next) : undefined };
    },
    counts: async (chips) => matching(chips).map((cell) => [timeOf(cell), 1] as const),
  };
}

function timeOf(cell: Cells): number {
  return Date.parse(cell('time'));
}

/** The values by which the lists of a timeline count an event. */
function valuesOf(cell: Cells, by: string): readonly string[] {
  if (by === 'flags') return cell('flags').split(', ');
  if (by === 'account') return [`${cell('provider')}/${cell('tenant')}`];
  if (by === 'actor') return [cell('actor') || cell('actor.kind')];
  return [cell(by)];
}
