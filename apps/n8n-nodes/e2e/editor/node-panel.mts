import type { Locator, Page } from 'playwright-core';

/** A field of the panel or of a credential's dialog, by the name of its parameter. */
export function field(within: Page | Locator, name: string): Locator {
  return within.getByTestId(`parameter-input-${name}`);
}

/** Chooses from a menu by what the user reads there. */
export async function choose(page: Page, name: string, option: string): Promise<void> {
  await field(page, name).last().click();
  await page
    .getByRole('option')
    .filter({ visible: true, has: page.getByText(option, { exact: true }) })
    .click();
}

export async function write(within: Page | Locator, name: string, text: string): Promise<void> {
  await field(within, name).locator('input, textarea').first().fill(text);
}

/** What a menu or a line shows. */
export function shown(page: Page, name: string): Promise<string> {
  return field(page, name).locator('input').first().inputValue();
}

/** The labels of the fields in sight, from top to bottom. */
export async function labels(page: Page): Promise<string[]> {
  const all = page.getByTestId('node-parameters').getByTestId('input-label').filter({ visible: true });
  const texts = await all.allInnerTexts();
  return texts.map((text) => text.split('\n')[0]?.replace(/ \*$/, '').trim() ?? '');
}

/** The boxes that say what an operation does or costs. */
export function notices(page: Page): Promise<string[]> {
  return page.getByTestId('node-parameters').getByRole('alert').filter({ visible: true }).allInnerTexts();
}

/** What the collection of this label offers to add. */
export async function offered(page: Page, label: string): Promise<string[]> {
  const items = page.getByTestId('node-parameters').getByTestId('parameter-item');
  const collection = items.filter({ has: page.getByText(label, { exact: true }) });
  await collection.getByTestId('collection-parameter-add').click();
  const options = page.getByRole('option').filter({ visible: true });
  await options.first().waitFor();
  const texts = await options.allInnerTexts();
  await page.keyboard.press('Escape');
  await options.first().waitFor({ state: 'hidden' });
  return texts;
}

/** The credentials that the node asks for: what is chosen, or nothing, by label. */
export async function credentials(page: Page): Promise<Record<string, string>> {
  const slots = await page.getByTestId('node-credentials-slot').all();
  const entries = slots.map(async (slot): Promise<[string, string]> => {
    const [label = ''] = (await slot.innerText()).split('\n');
    const select = slot.getByTestId('node-credentials-select');
    return [label, (await select.count()) === 0 ? '' : await select.locator('input').inputValue()];
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** Chooses an existing credential in the slot of this label. */
export async function chooseCredential(page: Page, label: string, name: string): Promise<void> {
  await slotOf(page, label).getByTestId('node-credentials-select').click();
  await page
    .getByRole('option')
    .filter({ visible: true, has: page.getByText(name, { exact: true }) })
    .click();
}

export function slotOf(page: Page, label: string): Locator {
  return page.getByTestId('node-credentials-slot').filter({ hasText: label });
}

/** Presses the button that executes the node, and waits until n8n says how it went. */
export async function execute(page: Page): Promise<void> {
  await dismissToasts(page);
  await page.getByTestId('node-execute-button').click();
  await toast(page, /executed successfully|Problem in node/).waitFor();
}

const TOAST = '.el-notification';

/** A message of n8n in the corner. */
export function toast(page: Page, text: RegExp): Locator {
  return page.locator(TOAST).filter({ hasText: text });
}

/** Closes the messages in the corner, which also cover what lies below. */
export async function dismissToasts(page: Page): Promise<void> {
  for (const close of await page.locator(`${TOAST} .el-notification__closeBtn`).all()) {
    // One that goes by itself meanwhile needs no click.
    await close.click({ timeout: 2000 }).catch(() => undefined);
  }
  await page.locator(TOAST).first().waitFor({ state: 'detached' });
}

export async function closePanel(page: Page): Promise<void> {
  await page.getByTestId('ndv-close-button').click();
  await page.getByTestId('ndv').waitFor({ state: 'hidden' });
}
