import type { TimelineData } from '../data.ts';
import { element } from './dom.ts';
import { EVERYTHING, fileSource } from './file-source.ts';
import type { Listing } from './listing.ts';
import { view } from './view.ts';
import { counted, grouped } from './words.ts';

/** The page as a file, with its data inside. */
const data = JSON.parse(document.querySelector('script')?.textContent ?? '') as TimelineData;
const { made = '', table, total } = data;

function whole({ box, older, show }: Listing): Element[] {
  const all = element('button', { click: () => void show(EVERYTHING) }, 'Show all, for printing');
  return [...noteOn(table?.rows.length ?? 0), box, element('p', { class: 'buttons' }, older, all)];
}

/** A file may not have room for every event. */
function noteOn(listed: number): Element[] {
  if (listed === total) return [];
  const note = `Only the newest ${counted(listed, 'event')} of ${grouped(total)} are in this file. All are counted above, but filters and lists know only these.`;
  return [element('p', { class: 'lacking' }, note)];
}

document.querySelector('main')?.replaceChildren(...view(data, fileSource(data), whole), element('small', made));
// A file is printed, too. The numbers would fill a page.
for (const one of document.querySelectorAll('section:first-of-type details')) one.setAttribute('open', '');
