import { element } from './dom.ts';
import { region } from './table.ts';
import { eventTable } from './rows.ts';
import type { Selection, Source } from './source.ts';
import type { Clock } from './words.ts';

/** The events of a selection, a page at a time. */
export interface Listing {
  readonly box: HTMLElement;
  readonly older: Element;
  readonly load: (selection: Selection) => Promise<void>;
  /** Continues with other events of the selection. */
  readonly show: (from?: string) => Promise<void>;
}

export function listing(source: Source, when: Clock): Listing {
  const box = region('Events');
  const older = element('button', { click: () => void show(next) }, 'Older');
  const rawOf = source.raw && ((uid: string): Element => rawButton(uid, source));
  let selection: Selection | undefined;
  let next: string | undefined;

  async function show(from?: string): Promise<void> {
    const mine = selection;
    if (mine === undefined) return;
    box.ariaBusy = 'true';
    const found = await source.events(mine, from).catch(String);
    // Another selection was made meanwhile.
    if (mine !== selection) return;
    next = undefined;
    if (typeof found === 'string') box.textContent = found;
    else {
      next = found.next;
      box.replaceChildren(eventTable(found.events, when, rawOf));
    }
    box.ariaBusy = 'false';
    older.disabled = !next;
    source.resized?.();
  }

  return {
    box,
    older,
    show,
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
    button.replaceWith(element('pre', { tabindex: 0 }, (await raw?.(uid).catch(String)) ?? ''));
    resized?.();
  }
  return button;
}
