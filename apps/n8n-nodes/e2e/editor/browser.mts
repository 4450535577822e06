import { existsSync } from 'node:fs';
import { chromium, selectors, type BrowserContext } from 'playwright-core';

// What n8n calls the parts of its page.
selectors.setTestIdAttribute('data-test-id');

/** The browser of the machine: none is downloaded. */
export const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((file) =>
  existsSync(file),
);

/** Nothing of ours leaves the machine, and nothing waits for a network that is not there. */
const LOCAL_ONLY = ['--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost', '--disable-quic'];

/** With an empty profile of its own: only a profile keeps what the editor has compiled from page to page. */
export function startBrowser(): Promise<BrowserContext> {
  return chromium.launchPersistentContext('', {
    executablePath: CHROMIUM ?? '',
    chromiumSandbox: false,
    args: ['--disable-gpu', '--disable-sync', ...LOCAL_ONLY],
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
  });
}
