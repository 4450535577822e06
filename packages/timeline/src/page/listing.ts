import { element } from './dom.ts';
import { eventTable } from './rows.ts';
import { EVERYTHING, type Selection, type Source } from './source.ts';
import type { Clock } from './times.ts';

/** The events of a selection, a page at a time. */
export interface Listing {
  readonly parts: readonly Element[];
  readonly load: (selection: Selection) => Promise<void>;
}

export function listing(source: Source, when: Clock): Listing {
  const box = element('div', { class: 'wide', tabindex: 0, role: 'region', 'aria-label': 'Events' });
  const older = element('button', { click: () => void show(next) }, 'Older');
  const all = element('button', { click: () => void show(EVERYTHING) }, 'Show all, for printing');
  let selection: Selection | undefined;
  let next: string | undefined;
  let turn = 0;

  async function show(from?: string): Promise<void> {
    if (selection === undefined) return;
    const mine = (turn += 1);
    box.ariaBusy = 'true';
    const found = await source.rows(selection, from).catch(String);
    // Another selection was made meanwhile.
    if (mine !== turn) return;
    const isFound = typeof found !== 'string';
    next = isFound ? found.next : undefined;
    box.replaceChildren(isFound ? eventTable(found, when) : found);
    box.ariaBusy = 'false';
    older.disabled = next === undefined;
  }

  return {
    parts: [box, element('p', { class: 'buttons' }, older, all)],
    load: (wanted) => {
      selection = wanted;
      return show();
    },
  };
}
