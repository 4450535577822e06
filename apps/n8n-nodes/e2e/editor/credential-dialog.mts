import type { Locator, Page } from 'playwright-core';
import { choose, field, slotOf, write } from './node-panel.mts';

function dialogOf(page: Page): Locator {
  return page.getByTestId('editCredential-modal');
}

/** Opens the dialog for a new credential in the slot of this label. */
export async function newCredential(page: Page, label: string): Promise<void> {
  const slot = slotOf(page, label);
  const select = slot.getByTestId('node-credentials-select');
  if (await select.isVisible()) {
    await select.click();
    await page.getByTestId('node-credentials-select-item-new').filter({ visible: true }).click();
  } else {
    await slot.getByTestId('node-credentials-empty-state').click();
  }
  // n8n asks its server for a name; without one it saves nothing.
  await dialogOf(page).getByTestId('credential-name').filter({ hasText: 'account' }).waitFor();
}

/** Fills fields by the names of their parameters; menus by what they offer. */
export async function fill(page: Page, fields: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, value] of Object.entries(fields)) {
    const isMenu = (await field(dialogOf(page), name).getByRole('combobox').count()) > 0;
    await (isMenu ? choose(page, name, value) : write(dialogOf(page), name, value));
  }
}

/** Saves, which tests as well. n8n closes the dialog when the test succeeds. */
export async function save(page: Page): Promise<void> {
  await dialogOf(page).getByTestId('credential-save-button').click();
}

/** Waits until n8n has closed the dialog. */
export async function saved(page: Page): Promise<void> {
  await dialogOf(page).waitFor({ state: 'hidden' });
}

/** What the dialog says when the test has failed, with its details. */
export async function complaint(page: Page): Promise<string> {
  const details = dialogOf(page).getByText('More details');
  await details.click();
  await details.waitFor({ state: 'hidden' });
  return dialogOf(page).getByTestId('credential-edit-dialog').innerText();
}

/** Asks the vendor for consent; resolves to its page, which opens in a window of its own. */
export async function connect(page: Page): Promise<Page> {
  const connectButton = dialogOf(page).getByRole('button', { name: 'Connect', exact: true });
  const [consent] = await Promise.all([page.waitForEvent('popup'), connectButton.click()]);
  return consent;
}
