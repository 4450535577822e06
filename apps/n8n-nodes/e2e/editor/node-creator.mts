import type { Locator, Page } from 'playwright-core';
import { closePanel } from './node-panel.mts';

const MOST_TRIES = 5;

/** Opens the list of nodes: of triggers while the workflow is empty. A panel that is open is closed. */
export async function openCreator(page: Page): Promise<void> {
  if (await page.getByTestId('ndv').isVisible()) await closePanel(page);
  await page.getByTestId('canvas-add-button').or(page.getByTestId('node-creator-plus-button')).first().click();
  await page.getByTestId('node-creator-search-bar').waitFor();
}

/** Types words into the search until n8n offers a node of this name; while it still loads, it forgets them. */
export async function search(page: Page, words: string, name: string): Promise<Locator> {
  const found = itemNamed(page, name).first();
  for (let tries = 0; tries < 20; tries += 1) {
    await page.getByTestId('node-creator-search-bar').fill('');
    await page.getByTestId('node-creator-search-bar').fill(words);
    if (await comesSoon(found)) return found;
  }
  throw new Error(`A search for "${words}" does not find ${name}`);
}

/** Adds a node by a line of its list of actions, as most people do, and waits for its panel. */
export async function addByAction(page: Page, action: string): Promise<void> {
  await openCreator(page);
  await (await search(page, 'audit logs', 'Audit Logs')).click();
  const line = itemNamed(page, action);
  const actions = page.getByTestId('node-creator-category-item').getByText(/^Actions \(/);
  await actions.waitFor();
  // The lines come a moment after their heading, and a click on it closes what was about to open.
  for (let tries = 0; tries < MOST_TRIES && !(await comesSoon(line)); tries += 1) await actions.click();
  await line.click();
  await page.getByTestId('ndv').waitFor();
}

function comesSoon(line: Locator): Promise<boolean> {
  return line.waitFor({ timeout: 3000 }).then(
    () => true,
    () => false,
  );
}

/** Adds the trigger, and waits for its panel. */
export async function addTrigger(page: Page): Promise<void> {
  await openCreator(page);
  await (await search(page, 'audit logs', 'Audit Logs')).click();
  await page.getByTestId('node-creator-item-name').getByText(/^On /).click();
  await page.getByTestId('ndv').waitFor();
}

function itemNamed(page: Page, name: string): Locator {
  return page.getByTestId('node-creator-item-name').getByText(name, { exact: true });
}
