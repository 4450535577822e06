import { CHROMIUM } from './editor/browser.mts';
import { installedN8n } from './n8n.mts';

/** Before all files, which run side by side: one installs n8n for them all. */
export function setup(): void {
  installedN8n();
  if (CHROMIUM === undefined) console.log('Without Chromium nobody looks at the editor: apt-get install chromium');
}
