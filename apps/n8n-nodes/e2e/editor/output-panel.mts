import type { Page } from 'playwright-core';

export type View = 'schema' | 'table' | 'json';

/** What the output panel shows in one of its views. */
export async function outputIn(page: Page, view: View): Promise<string> {
  const output = page.getByTestId('output-panel');
  await output.getByTestId(`radio-button-${view}`).click();
  return output.getByTestId('ndv-data-container').innerText();
}

/** The head of the table: what is in sight without scrolling comes first. */
export async function columns(page: Page): Promise<string[]> {
  await outputIn(page, 'table');
  const heads = await page.getByTestId('output-panel').locator('th').allInnerTexts();
  return heads.map((text) => text.trim()).filter((text) => text !== '');
}

/** How many items there are, in n8n's words. */
export function itemCount(page: Page): Promise<string> {
  return page.getByTestId('output-panel').getByTestId('ndv-items-count').innerText();
}

/** The boxes above the items. */
export function hints(page: Page): Promise<string[]> {
  return page.getByTestId('output-panel').getByTestId('node-hint').allInnerTexts();
}

/** The error that stands in place of items. */
export async function failure(page: Page): Promise<{ message: string; description: string }> {
  const output = page.getByTestId('output-panel');
  const message = await output.getByTestId('node-error-message').innerText();
  return { message, description: await output.getByTestId('node-error-description').innerText() };
}
