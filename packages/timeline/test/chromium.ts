import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';

/** The browser of the machine: none is downloaded. */
export const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((file) =>
  existsSync(file),
);

export function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM ?? '', chromiumSandbox: false, args: ['--disable-gpu'] });
}

/** An open page, and what must never happen on it. */
export interface Opened {
  readonly page: Page;
  /** Requests besides that for the file itself, dialogs, and errors. */
  readonly incidents: readonly string[];
  readonly close: () => Promise<void>;
}

/** Opens a page from the disk. */
export async function openFile(browser: Browser, html: string, options: BrowserContextOptions = {}): Promise<Opened> {
  const folder = mkdtempSync(path.join(tmpdir(), 'trailhound-timeline-'));
  const file = path.join(folder, 'report.html');
  writeFileSync(file, html);
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, ...options });
  const page = await context.newPage();
  const incidents: string[] = [];
  page.on('request', (request) => incidents.push(request.url()));
  page.on('pageerror', ({ message }) => incidents.push(message));
  page.on('console', (message) => incidents.push(message.text()));
  page.on('dialog', (dialog) => {
    incidents.push(dialog.message());
    void dialog.dismiss();
  });
  await page.goto(pathToFileURL(file).href);
  incidents.shift();
  return {
    page,
    incidents,
    close: async () => {
      await context.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** What axe objects to: the rule, and the elements. */
export async function violations(page: Pick<Page, 'evaluate'>): Promise<string[]> {
  await page.evaluate(axe.source);
  const found = (await page.evaluate('axe.run()')) as { violations: { id: string; nodes: { html: string }[] }[] };
  return found.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}
