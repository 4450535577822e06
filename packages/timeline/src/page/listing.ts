import { element } from './dom.ts';
import { region } from './table.ts';
import { eventTable } from './rows.ts';
import type { Selection, Source } from './source.ts';
import type { Clock } from './words.ts';

/** The events of a selection, a page at a time. */
export interface Listing {
  readonly parts: readonly Element[];
  readonly load: (selection: Selection) => Promise<void>;
}

export function listing(source: Source, when: Clock): Listing {
  const box = region('Events');
  const older = element('button', { click: () => void show(next) }, 'Older');
  const all = element('button', { click: () => void show(source.all) }, 'Show all, for printing');
  const rawOf = source.raw && ((uid: string): Element => rawButton(uid, source));
  const note = source.note === undefined ? [] : [element('p', { class: 'lacking' }, source.note)];
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
    box.replaceChildren(isFound ? eventTable(found, when, rawOf) : found);
    box.ariaBusy = 'false';
    older.disabled = next === undefined;
    source.resized?.();
  }

  return {
    parts: [...note, box, element('p', { class: 'buttons' }, older, ...(source.all === undefined ? [] : [all]))],
    load: (wanted) => {
      selection = wanted;
      return show();
    },
  };
}

/** Replaces itself with the vendor's entry. */
function rawButton(uid: string, { raw, resized }: Source): Element {
  const button = element('button', { click: () => void show() }, 'Show raw');
  async function show(): Promise<void> {
    button.disabled = true;
    button.replaceWith(element('pre', { tabindex: 0 }, (await raw?.(uid).catch(String)) ?? ''));
    resized?.();
  }
  return button;
}
