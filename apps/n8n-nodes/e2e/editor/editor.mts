import path from 'node:path';
import type { Page } from 'playwright-core';
import { OWNER } from '../instance.mts';
import { startBrowser } from './browser.mts';

/** What the tests have seen, for people to look at. */
const PICTURES = path.join(import.meta.dirname, 'pictures');

/** n8n's editor, open in a browser, with its owner signed in. */
export interface Editor {
  readonly page: Page;
  readonly openNewWorkflow: () => Promise<void>;
  /** Keeps what is seen now as a picture of this name. */
  readonly picture: (name: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

export async function openEditor(url: string): Promise<Editor> {
  const browser = await startBrowser();
  const [page = await browser.newPage()] = browser.pages();
  // A machine that builds beside it is slow, not wrong.
  page.setDefaultTimeout(60_000);
  // By the name that n8n has for itself, to which vendors send a browser back.
  const open = (route: string): Promise<unknown> =>
    page.goto(`${url.replace('127.0.0.1', 'localhost')}${route}`, { waitUntil: 'commit' });
  await open('/signin');
  await page.getByTestId('emailOrLdapLoginId').getByRole('textbox').fill(OWNER.emailOrLdapLoginId);
  await page.getByTestId('password').locator('input').fill(OWNER.password);
  await page.getByTestId('form-submit-button').click();
  await page.getByTestId('universal-add').waitFor();
  return {
    page,
    openNewWorkflow: async () => {
      await open('/workflow/new');
      await page.getByTestId('canvas-add-button').waitFor();
    },
    picture: async (name) => {
      const file = `${name.replaceAll(/[^\p{L}\d]+/gu, '-').slice(0, 100)}.png`;
      await page.screenshot({ path: path.join(PICTURES, file) });
    },
    close: () => browser.close(),
  };
}
