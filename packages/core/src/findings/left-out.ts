import type { Detected } from './detector.ts';

type Counts = Omit<Detected, 'findings'> & { readonly suppressed: number };

/** What the findings are without, in words with a count: only what there is. */
export function leftOut({ suppressed, filtered, late, forgotten }: Counts): string[] {
  const counts = {
    'suppressed findings': suppressed,
    'matches that filters excluded': filtered,
    'events that came too late': late,
    'findings beyond what is kept': forgotten.findings,
    'groups beyond what is kept': forgotten.groups,
  };
  return Object.entries(counts).flatMap(([what, count]) => (count > 0 ? [`${count} ${what}`] : []));
}
