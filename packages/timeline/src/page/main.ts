import { fileSource } from './source.ts';
import { view } from './view.ts';
import type { TimelineData } from '../data.ts';

/** The page is a file, with its data inside. */
const data = JSON.parse(document.querySelector('script')?.textContent ?? '') as TimelineData;
document.querySelector('main')?.replaceChildren(...view(data, fileSource(data)));
