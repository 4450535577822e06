import type { TimelineData } from '../data.ts';
import { fileSource } from './file-source.ts';
import { view } from './view.ts';

/** The page as a file, with its data inside. */
const data = JSON.parse(document.querySelector('script')?.textContent ?? '') as TimelineData;
document.querySelector('main')?.replaceChildren(...view(data, fileSource(data)));
