import path from 'node:path';
import { startSimulator, type Simulator } from '@trailhound/simulator';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { truthOf } from '../test/truth.mts';
import { CHROMIUM } from './editor/browser.mts';
import { publish } from './editor/canvas.mts';
import { openEditor, type Editor } from './editor/editor.mts';
import { addByAction, addTrigger } from './editor/node-creator.mts';
import { choose, chooseCredential, credentials, dismissToasts, execute, toast, write } from './editor/node-panel.mts';
import { columns, failure, hints, itemCount, outputIn } from './editor/output-panel.mts';
import { createInstance, type Instance } from './instance.mts';
import { type Server } from './server.mts';
import { goodCredentials } from './workflows.mts';

/** The pictures of the guide are made anew on demand. */
const GUIDE = path.join(import.meta.dirname, '..', '..', '..', 'docs', 'images');

let simulator: Simulator;
let instance: Instance;
let server: Server;
let editor: Editor;

/** So wide that four columns of the table are in sight. */
const WIDE = { width: 1880, height: 940 };

/** The open panel from its fields to the right: what stands before the node tells a reader nothing. */
async function pictureForGuide(name: string): Promise<void> {
  if (process.env['UPDATE_PICTURES'] === undefined) return;
  const { page } = editor;
  await dismissToasts(page);
  const before = page.viewportSize() ?? WIDE;
  await page.setViewportSize(WIDE);
  const output = await page.getByTestId('output-panel').boundingBox();
  const fields = await page.getByTestId('node-parameters').boundingBox();
  if (output === null || fields === null) throw new Error('No panel is open');
  const clip = { ...output, x: fields.x, width: output.x + output.width - fields.x };
  await page.screenshot({ path: path.join(GUIDE, name), clip });
  await page.setViewportSize(before);
}

/** Makes the open panel one for Gong, whose key is here already. */
async function withKeyOfGong(): Promise<void> {
  await choose(editor.page, 'gongAuthentication', 'Access Key');
  const { 'Gong Credential': chosen } = await credentials(editor.page);
  if (chosen === '') await chooseCredential(editor.page, 'Gong Credential', 'gong');
}

async function newTrigger(): Promise<void> {
  await editor.openNewWorkflow();
  await addTrigger(editor.page);
  await choose(editor.page, 'resource', 'Gong');
  await withKeyOfGong();
}

describe.skipIf(CHROMIUM === undefined)('In the editor', () => {
  beforeAll(async () => {
    const to = Date.now() - 3_600_000;
    simulator = await startSimulator({ events: 130, from: to - 21 * 86_400_000, to });
    instance = createInstance();
    await instance.importAll(goodCredentials(simulator), []);
    server = await instance.start();
    editor = await openEditor(server.url);
  });
  afterEach(({ task }) => editor.picture(`run ${task.name}`));
  afterAll(async () => {
    await editor?.close();
    await server?.stop();
    instance?.remove();
    await simulator?.close();
  });

  describe('Get Many', () => {
    beforeAll(async () => {
      await editor.openNewWorkflow();
      await addByAction(editor.page, 'Get many events from Gong');
      await withKeyOfGong();
    });

    test('shows the events as a table that begins with time, who, what and message', async () => {
      await write(editor.page, 'since', '30d');
      await execute(editor.page);
      expect(await itemCount(editor.page)).toBe('50 items');
      expect((await columns(editor.page)).slice(0, 4)).toEqual(['time', 'actor', 'action', 'message']);
      await pictureForGuide('n8n-node.png');
    });

    test('shows the newest of them as JSON and as a schema', async () => {
      const times = truthOf(simulator, 'gong').map((entry) => (entry as { eventTime: string }).eventTime);
      const newest = new Date(Math.max(...times.map((time) => Date.parse(time)))).toISOString();
      await expect.poll(() => outputIn(editor.page, 'json')).toContain(newest);
      await editor.picture('run JSON');
      await expect.poll(() => outputIn(editor.page, 'schema')).toContain(newest);
    });

    test('says once that there may be more', async () => {
      const said = await hints(editor.page);
      expect(said).toEqual([expect.stringContaining('Limit of 50 items reached')]);
    });

    test('says what is wrong with a window, and what would work', async () => {
      await write(editor.page, 'since', 'next week');
      await execute(editor.page);
      const { message, description } = await failure(editor.page);
      expect(message).toMatch(/next week/);
      expect(description).toMatch(/24h/);
    });

    test('goes on behind an error when it is told to, with the remedy in the item', async () => {
      await editor.page.getByTestId('tab-settings').click();
      await choose(editor.page, 'onError', 'Continue');
      await execute(editor.page);
      expect(await itemCount(editor.page)).toBe('1 item');
      await expect.poll(() => outputIn(editor.page, 'schema')).toMatch(/error[^]*next week[^]*hint[^]*24h/);
    });

    test('says in the item from when on another try makes sense, where Gong wants fewer requests', async () => {
      await editor.page.getByTestId('tab-params').click();
      await write(editor.page, 'since', '30d');
      simulator.set('gong', { limitEvery: 1, retryAfter: 'hours' });
      await execute(editor.page);
      simulator.reset('gong');
      const failed = /"hint":\s*"Gong answered 429[^]*"code":\s*"rate_limited"[^]*"retryAt":\s*"([^"]+)"/;
      await expect.poll(() => outputIn(editor.page, 'json')).toMatch(failed);
      const [, retryAt = ''] = failed.exec(await outputIn(editor.page, 'json')) ?? [];
      expect(Date.parse(retryAt)).toBeGreaterThan(Date.now() + 3_600_000);
    });
  });

  describe('the trigger', () => {
    test('fetches test events, and is published', async () => {
      await newTrigger();
      await execute(editor.page);
      expect(await itemCount(editor.page)).toBe('5 items');
      await outputIn(editor.page, 'table');
      await pictureForGuide('n8n-trigger.png');
      await publish(editor.page);
      const published = editor.page.getByTestId('activation-modal');
      await published.waitFor();
      expect(await published.innerText()).toContain('Workflow published');
      await published.getByRole('button', { name: 'Got it' }).click();
    });

    test('is refused, with a remedy, where Gong does not trust the address', async () => {
      await newTrigger();
      simulator.set('gong', { untrustedAddress: true });
      await publish(editor.page);
      const refusal = await toast(editor.page, /problem/i).innerText();
      simulator.reset('gong');
      expect(refusal).toMatch(/trusted/);
    });
  });
});
