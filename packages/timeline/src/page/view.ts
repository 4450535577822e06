import type { Asked, TimelineData } from '../data.ts';
import { element } from './dom.ts';
import { explorer, type Around } from './explorer.ts';
import { findings } from './findings.ts';
import { coverage } from './parts.ts';
import type { Source } from './source.ts';
import { section } from './table.ts';
import { clock, counted } from './words.ts';

/** Builds the page. */
export function view(
  data: TimelineData,
  source: Source,
  around: Around = ({ box, older }) => [box, older],
): readonly Element[] {
  const { query, total } = data;
  const when = clock(query.time_zone);
  const asked = criteria(query);
  const { sections, mark, prove } = explorer(data, source, when, around);
  const found = asked ? 'Rules look at all events, not at some.' : findings(source, when, mark, prove);
  const inWindow = `from ${when(query.since)} to ${when(query.until)}, ${query.time_zone ?? 'UTC'} time.`;
  return [
    element('h1', 'Audit trail'),
    element('p', `${counted(total, 'event')} ${inWindow}`),
    element('p', asked),
    section('Coverage', ...coverage(data, when)),
    section('Findings', found),
    ...sections,
  ];
}

/** What was asked for besides the window. The coverage names the logs. */
function criteria(query: Asked): string {
  const asked = Object.entries(query).filter(([name]) => !/^(since|until|time_zone|logs|accounts)$/.test(name));
  return asked.map(([name, value]) => `${name}: ${JSON.stringify(value)}`).join(', ');
}
