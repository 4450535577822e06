import type { Page } from 'playwright-core';
import { closePanel, dismissToasts } from './node-panel.mts';

/** The nodes of the workflow by name, and whether a red triangle says that something is missing. */
export async function nodesOnCanvas(page: Page): Promise<Record<string, boolean>> {
  const nodes = await page.getByTestId('canvas-node').all();
  const entries = nodes.map(async (node): Promise<[string, boolean]> => {
    const name = await node.getAttribute('data-node-name');
    return [name ?? '', (await node.getByTestId('node-issues').count()) > 0];
  });
  return Object.fromEntries(await Promise.all(entries));
}

export async function openPanel(page: Page, name: string): Promise<void> {
  await page
    .getByTestId('canvas-node')
    .and(page.locator(`[data-node-name="${name}"]`))
    .dblclick();
  await page.getByTestId('ndv').waitFor();
}

/** Reads a workflow from a file, by n8n's menu. */
export async function importFile(page: Page, file: string): Promise<void> {
  await page.getByTestId('workflow-menu').click();
  await page.getByTestId('workflow-menu-item-import').click();
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('menuitem', { name: 'From file' }).click();
  await (await chooser).setFiles(file);
  await page.getByTestId('canvas-node').first().waitFor();
}

/** Presses both buttons that it takes to publish; n8n says in the corner or in a dialog how it went. */
export async function publish(page: Page): Promise<void> {
  if (await page.getByTestId('ndv').isVisible()) await closePanel(page);
  await dismissToasts(page);
  await page.getByTestId('workflow-open-publish-modal-button').click();
  await page.getByTestId('workflow-publish-button').click();
}
