import type { TimelineData } from '../data.ts';
import { element } from './dom.ts';
import { fileSource } from './file-source.ts';
import { view } from './view.ts';

/** The page as a file, with its data inside. */
const data = JSON.parse(document.querySelector('script')?.textContent ?? '') as TimelineData;
const made = element('small', {}, data.made ?? '');
document.querySelector('main')?.replaceChildren(...view(data, fileSource(data)), made);
