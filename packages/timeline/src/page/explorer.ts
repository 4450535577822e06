import type { TimelineData } from '../data.ts';
import { binned } from './bins.ts';
import { moved } from './brush.ts';
import { chart, type Chart } from './chart.ts';
import { chipLists, rangeSliders } from './controls.ts';
import { element } from './dom.ts';
import { listing, type Listing } from './listing.ts';
import { axis, barTable, legend } from './parts.ts';
import { inWords, selectionOf, startOf, toggled, type State } from './selection.ts';
import type { Source } from './source.ts';
import { section } from './table.ts';
import type { Clock } from './words.ts';

interface Explorer extends Pick<Chart, 'mark'> {
  readonly sections: readonly Element[];
  /** Lists the events of a finding. */
  readonly prove: (uids: readonly string[]) => void;
}

/** The parts of a list of events. */
export type Around = (events: Listing) => readonly Element[];

/** What selects events, and lists them. Only the selection changes, so that focus stays where it is. */
export function explorer(data: TimelineData, source: Source, when: Clock, around: Around): Explorer {
  const { bars, groups } = data;
  const starts = bars.map(([from]) => Date.parse(from));
  const said = element('p', { role: 'status' });
  const events = listing(source, when);
  let state: State = { range: [0, bars.length - 1], chips: {} };

  const { box, show, mark } = chart(data, starts, { move: (range) => change({ range }), end: load });
  const sliders = rangeSliders(bars.length - 1, (end, to) => change({ range: moved(state.range, end, to) }), load);
  const chips = chipLists(groups, choose);

  function change(to: Partial<State>): void {
    state = { ...state, uids: undefined, ...to };
    show(state);
    sliders.show(state.range, (bar) => when(startOf(data, bar)));
    chips.show(state.chips);
    said.textContent = inWords(data, state, when);
    source.resized?.();
  }
  function load(): void {
    void events.load(selectionOf(data, state));
  }
  async function choose(by: string, value: string): Promise<void> {
    const wanted = toggled(state.chips, by, value, source.single?.includes(by));
    change({ chips: wanted, matched: undefined });
    load();
    if (Object.keys(wanted).length === 0) return;
    const counts = await source.counts(wanted).catch(() => undefined);
    if (counts && state.chips === wanted) change({ matched: binned(starts, counts) });
  }
  function prove(uids: readonly string[]): void {
    change({ uids });
    load();
    events.box.focus();
  }
  change({});
  load();
  const shown = [legend(data), box, axis(data, when), ...sliders.inputs, said, ...discussing(source, said)];
  const timeline = section('Timeline', ...shown, barTable(data, when));
  const lists = element('section', { class: 'lists' }, ...chips.lists);
  return { sections: [timeline, lists, section('Events', ...around(events))], mark, prove };
}

/** Nothing reaches the model before somebody clicks, because names are whatever somebody chose. */
function discussing({ discuss }: Source, selected: Element): Element[] {
  if (!discuss) return [];
  const tell = (): void => void discuss(`Selected in the timeline: ${selected.textContent}`);
  return [element('button', { click: tell }, 'Discuss selection')];
}
