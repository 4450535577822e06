import type { Asked, TimelineData } from '../data.ts';
import { binned } from './bins.ts';
import { moved } from './brush.ts';
import { chart } from './chart.ts';
import { chipLists, rangeSliders } from './controls.ts';
import { element } from './dom.ts';
import { listing } from './listing.ts';
import { axis, barTable, coverage, legend } from './parts.ts';
import { everything, inWords, selectionOf, startOf, toggled, type State } from './selection.ts';
import type { Chips, Source } from './source.ts';
import { clock, counted, type Clock } from './words.ts';

/** Builds the page. Later only the selection changes, so that focus stays where it is. */
export function view(data: TimelineData, source: Source): readonly Element[] {
  const when = clock(data.query.time_zone);
  const starts = data.bars.map(([from]) => Date.parse(from));
  const said = element('p', { role: 'status' });
  const events = listing(source, when);
  let state: State = everything(data);

  const drawn = chart(data, starts, { move: (range) => change({ range }), end: load });
  const sliders = rangeSliders(starts.length - 1, (end, to) => change({ range: moved(state.range, end, to) }), load);
  const chips = chipLists(data.groups, (by, value) => void choose(toggled(state.chips, by, value)));

  function change(to: Partial<State>): void {
    state = { ...state, ...to };
    drawn.select(state.range);
    drawn.match(state.matched);
    sliders.show(state.range, (bar) => when(startOf(data, bar)));
    chips.show(state.chips);
    said.textContent = inWords(data, state, when);
    source.resized?.();
  }
  function load(): void {
    void events.load(selectionOf(data, state));
  }
  async function choose(wanted: Chips): Promise<void> {
    change({ chips: wanted, matched: undefined });
    load();
    if (Object.keys(wanted).length === 0) return;
    const counts = await source.counts(wanted).catch(String);
    if (state.chips === wanted && typeof counts !== 'string') change({ matched: binned(starts, counts) });
  }
  change({});
  load();
  const shown = [legend(data), drawn.box, axis(data, when), sliders.box, said];
  return [
    ...titles(data, when),
    section('Coverage', ...coverage(data, when)),
    section('Timeline', ...shown, ...discussing(source, said), barTable(data, when)),
    element('section', { class: 'lists' }, ...chips.lists),
    section('Events', ...events.parts),
  ];
}

function titles({ query, total }: TimelineData, when: Clock): Element[] {
  const window = `from ${when(query.since)} to ${when(query.until)}, ${query.time_zone ?? 'UTC'} time.`;
  return [
    element('h1', {}, 'Audit trail'),
    element('p', {}, `${counted(total, 'event')} ${window}`),
    element('p', {}, criteria(query)),
  ];
}

/** What was asked for besides the window. The coverage names the logs. */
function criteria(query: Asked): string {
  const asked = Object.entries(query).filter(([name]) => !/^(since|until|time_zone|logs)$/.test(name));
  return asked.map(([name, value]) => `${name}: ${JSON.stringify(value)}`).join(', ');
}

/** Nothing reaches the model before somebody clicks, because names are whatever somebody chose. */
function discussing({ discuss }: Source, selected: Element): Element[] {
  if (discuss === undefined) return [];
  const tell = (): void => void discuss(`Selected in the timeline: ${selected.textContent}`);
  return [element('button', { click: tell }, 'Discuss selection')];
}

function section(title: string, ...parts: readonly Element[]): Element {
  return element('section', {}, element('h2', {}, title), ...parts);
}
