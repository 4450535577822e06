import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHROMIUM, startBrowser, violations } from '../../../packages/timeline/test/chromium.ts';
import { serve, serveInspector, type Served } from './processes.ts';

const TOKEN = 'token-of-a-test';
const DAY = 86_400_000;
/** Whole days that are over, so that the page and the text count the same. */
const TODAY = Math.floor(Date.now() / DAY) * DAY;
const ASKED = { since: new Date(TODAY - 5 * DAY).toISOString(), until: new Date(TODAY).toISOString() };

/** Everything goes through two frames and two servers. */
const PATIENT = { timeout: 20_000 };

interface Numbers {
  readonly total: number;
  readonly bars: readonly (readonly [string, ...number[]])[];
}

describe.skipIf(CHROMIUM === undefined)(
  'In the web client of the Inspector (skipped where there is no Chromium)',
  () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'trailhound-inspector-page-'));
    const client = new Client({ name: 'test', version: '1.0.0' });
    /** What the page asked a network for, and errors. */
    const incidents: string[] = [];
    let server: Served;
    let inspector: Served;
    let browser: Browser;
    let page: Page;
    let app: FrameLocator;

    beforeAll(async () => {
      // It speaks a revision over HTTP with which a request does not say what the client can show.
      [server, inspector, browser] = await Promise.all([
        serve(['--demo', '--pages', 'on']),
        serveInspector(folder, TOKEN),
        startBrowser(),
      ]);
      await client.connect(new StreamableHTTPClientTransport(new URL(server.url)));
      page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
      page.on('pageerror', ({ message }) => incidents.push(message));
      page.on('request', (request) => {
        if (request.frame().url() === 'about:srcdoc') incidents.push(request.url());
      });
      const link = new URL(inspector.url);
      const wanted = { serverUrl: server.url, transport: 'http', autoConnect: TOKEN, autoOpen: TOKEN };
      const appArgs = Buffer.from(JSON.stringify(ASKED)).toString('base64url');
      const open = { MCP_INSPECTOR_API_TOKEN: TOKEN, openApp: 'show_audit_timeline', appArgs, ...wanted };
      for (const [name, value] of Object.entries(open)) link.searchParams.set(name, value);
      await page.goto(link.href);
      // Its sandbox is a frame, and the page another one within it.
      app = page.frameLocator('iframe').frameLocator('iframe');
      await app.getByRole('status').waitFor();
    }, 120_000);
    afterAll(async () => {
      await Promise.all([browser.close(), client.close()]);
      await Promise.all([server.stop(), inspector.stop()]);
      rmSync(folder, { recursive: true, force: true });
    });

    const answer = async (name: string): Promise<unknown> =>
      (await client.callTool({ name, arguments: ASKED })).structuredContent;
    const status = (): Promise<string> => app.getByRole('status').innerText();

    test('the page opens with the numbers of the text, and lists events', async () => {
      const { total } = (await answer('show_audit_timeline')) as Numbers;
      expect(total).toBeGreaterThan(0);
      expect(await status()).toMatch(new RegExp(`^${total.toLocaleString('en')} events from `));
      const legend = await app.locator('.legend li').allInnerTexts();
      expect(legend.reduce((sum, text) => sum + Number(text.replaceAll(/\D/g, '')), 0)).toBe(total);
      await app.locator('[aria-label=Events] td time').first().waitFor();
      expect(await app.locator('[aria-label=Events] td time').count()).toBe(Math.min(50, total));
    });

    test('the page lists as many findings as the tool that looks for them', async () => {
      const { total } = (await answer('find_audit_risks')) as Numbers;
      await app.getByText('rules ran over').waitFor();
      expect(await app.getByText('rules ran over').innerText()).toMatch(new RegExp(`^${total} findings?\\b`));
    });

    test('its sliders select what the text says, through the client', async () => {
      const { bars, total } = (await answer('show_audit_timeline')) as Numbers;
      const [, ...counts] = bars[0] ?? expect.fail('There are no bars');
      const first = counts.reduce((sum, count) => sum + count, 0);
      await app.getByRole('slider', { name: 'From' }).press('ArrowRight');
      await expect.poll(status, PATIENT).toMatch(new RegExp(`^${(total - first).toLocaleString('en')} events from `));
      await app.locator('[aria-label=Events][aria-busy=false]').waitFor();
      expect(await app.locator('[aria-label=Events] td time').count()).toBe(Math.min(50, total - first));
    });

    test('it asks no network for anything, and axe objects to nothing', async () => {
      const frame = page.frames().find((one) => one.url() === 'about:srcdoc') ?? expect.fail('There is no page');
      expect(await violations(frame)).toEqual([]);
      expect(incidents).toEqual([]);
    });
  },
);
