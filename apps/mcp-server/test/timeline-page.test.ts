import { gzipSync } from 'node:zlib';
import type { Client } from '@modelcontextprotocol/client';
import { hostPage } from '@trailhound/timeline';
import { VENDOR_IDS } from '@trailhound/simulator';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { CHROMIUM, startBrowser, violations } from '../../../packages/timeline/test/chromium.ts';
import { showPage, type PageHost } from './page-host.ts';
import { world } from './world.ts';

const HTML = hostPage();
const ASKED = { since: '20d' };
interface Found {
  readonly total: number;
  readonly events: number;
  readonly rules: { readonly total: number; readonly ran: number };
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const HOSTILE = Object.fromEntries(VENDOR_IDS.map((vendor) => [vendor, { hostileText: true }]));

test('The page is at most 16 KB, or 7 KB compressed, and makes no HTML from text', () => {
  expect(HTML.length).toBeLessThanOrEqual(16_000);
  expect(gzipSync(HTML).length).toBeLessThanOrEqual(7000);
  expect(HTML).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function/);
  expect(HTML).not.toMatch(/\b(?:src|href)=|https?:(?!\/\/www\.w3\.org\/2000\/svg)|url\(|@import|fetch\(/);
});

describe.skipIf(CHROMIUM === undefined)('In a client that shows pages (skipped where there is no Chromium)', () => {
  let browser: Browser;
  let client: Client;
  let host: PageHost;
  beforeAll(async () => {
    browser = await startBrowser();
    ({ client } = await world({ simulator: { switches: HOSTILE } }));
  });
  afterAll(() => browser.close());
  afterEach(() => host.close());

  const answer = async (): Promise<Record<string, unknown>> => ({
    ...(await client.callTool({ name: 'show_audit_timeline', arguments: ASKED })),
  });
  const calls = (): [unknown, Record<string, unknown>][] =>
    host.received
      .filter(({ method }) => method === 'tools/call')
      .map(({ params }) => [params?.['name'], params?.['arguments'] as Record<string, unknown>]);
  /** The calls besides those that every page begins with. */
  const asked = (): [unknown, Record<string, unknown>][] => calls().slice(2);
  const status = (): Promise<string> => host.frame.getByRole('status').innerText();

  async function shown(wish: Partial<Parameters<typeof showPage>[1]> = {}): Promise<void> {
    host = await showPage(browser, { html: HTML, client, ...wish });
    await expect.poll(() => host.received.map(({ method }) => method)).toContain('ui/notifications/initialized');
    await host.send('ui/notifications/tool-input', { arguments: ASKED });
    await host.send('ui/notifications/tool-result', await answer());
    await host.frame.getByRole('status').waitFor();
  }
  const listed = (): Promise<void> => host.frame.locator('td time').first().waitFor();

  test('it shows the numbers of the text, lists events with the ordinary tools, and follows the protocol', async () => {
    await shown();
    await listed();
    const { total, kinds } = (await answer())['structuredContent'] as { total: number; kinds: string[] };
    expect(await status()).toMatch(new RegExp(`^${total.toLocaleString('en')} events from `));
    const legend = await host.frame.locator('.legend li').allInnerTexts();
    expect(legend.map((text) => text.replace(/ [\d,]+$/, ''))).toEqual(kinds);
    expect(legend.reduce((sum, text) => sum + Number(text.replaceAll(/\D/g, '')), 0)).toBe(total);
    expect(calls().map(([name]) => name)).toEqual(['query_audit_logs', 'find_audit_risks']);
    expect(await host.frame.locator('[aria-label=Events] td time').count()).toBe(50);
    expect(host.incidents).toEqual([]);
  });

  test('it makes no element of hostile names, and asks no network for anything', async () => {
    await shown();
    await listed();
    expect(await host.frame.locator('img, a, iframe, object, main script, main style').count()).toBe(0);
    expect(await host.frame.locator('body').evaluate("fetch('https://example.com').catch(() => 'refused')")).toBe(
      'refused',
    );
    expect(host.incidents.filter((text) => !text.includes('example.com'))).toEqual([]);
  });

  test('it asks for the events of a range and of a chosen value, and counts what matches', async () => {
    await shown();
    await listed();
    await host.frame.getByRole('slider', { name: 'From' }).press('ArrowRight');
    await expect.poll(() => asked().length).toBe(1);
    expect(asked()[0]?.[1]['since']).toBe('2026-09-25T00:00Z');
    await host.frame.locator('.top button').first().click();
    await expect.poll(status).toMatch(/^[\d,]+ of [\d,]+ events from 2026-09-25 00:00 .*, actor /);
    const counting = calls().find(([name]) => name === 'summarize_audit_logs')?.[1];
    expect(counting).toMatchObject({ by: [], bucket: 'day', actor: expect.any(String) });
    const { structuredContent } = await client.callTool({ name: 'summarize_audit_logs', arguments: counting ?? {} });
    const { bars } = (structuredContent as { histogram: { bars: [string, number][] } }).histogram;
    const matching = bars.filter(([from]) => from >= '2026-09-25').reduce((sum, [, count]) => sum + count, 0);
    expect(await status()).toMatch(new RegExp(`^${matching.toLocaleString('en')} of `));
    expect(host.incidents).toEqual([]);
  });

  test('it lists what the tool about risks finds, marks it, and leads to the events that prove it', async () => {
    await shown();
    await listed();
    const [, risks] = calls().find(([name]) => name === 'find_audit_risks') ?? expect.fail('Nobody looked for risks');
    const { structuredContent } = await client.callTool({ name: 'find_audit_risks', arguments: risks });
    const { total, events, rules, columns, rows } = structuredContent as Found;
    await host.frame.locator('.mark').first().waitFor({ state: 'attached' });
    const said = await host.frame.locator('main > section:nth-of-type(2)').innerText();
    expect(said).toContain(`${rules.ran} of ${rules.total} rules ran over ${events.toLocaleString('en')} events.`);
    expect(said).toContain(`${total} findings`);
    const why = columns.indexOf('why');
    const lines = await host.frame.locator('[aria-label=Findings] tbody tr').allInnerTexts();
    expect(lines).toHaveLength(rows.length);
    for (const [index, row] of rows.entries()) expect(lines[index]).toContain(row[why]);
    expect(await host.frame.locator('.mark').count()).toBe(rows.length);
    const uids = String(rows[0]?.[columns.indexOf('uids')]).split(' ');
    await host.frame.locator('[aria-label=Findings] button').first().press('Enter');
    const shortUids = async (): Promise<unknown[]> => {
      const whole = await host.frame.locator('[aria-label=Events] td code').allInnerTexts();
      return whole.map((uid) => uids.find((short) => uid.startsWith(short)));
    };
    await expect.poll(shortUids).toEqual(uids);
    expect(await status()).toContain(`of a finding: ${uids.join(', ')}`);
    expect(host.incidents).toEqual([]);
  });

  test('it says which of several values of a list are chosen, and asks for all of them', async () => {
    await shown();
    await listed();
    const verbs = host.frame.locator('.top', { hasText: 'Verbs' }).getByRole('button');
    const [one, two] = (await verbs.allInnerTexts()).map((text) => text.split(/\s/)[0]);
    await verbs.nth(0).click();
    await verbs.nth(1).click();
    await expect.poll(status).toMatch(new RegExp(`^[\\d,]+ of .*, verb ${one} or ${two}$`));
    expect(asked().at(-1)?.[1]).toMatchObject({ verbs: [one, two] });
    const people = host.frame.locator('.top').first().getByRole('button');
    await people.nth(0).click();
    await people.nth(1).click();
    await expect.poll(() => people.nth(1).getAttribute('aria-pressed')).toBe('true');
    expect(await people.nth(0).getAttribute('aria-pressed')).toBe('false');
    expect(host.incidents).toEqual([]);
  });

  test('it says what is missing now, when the log that it comes from changes while it is open', async () => {
    await shown();
    await listed();
    const { structuredContent } = await answer();
    const { coverage } = structuredContent as { coverage: object[] };
    expect(await host.frame.getByText('✓ Complete').count()).toBe(1);
    const gap = { from: '2026-09-25T00:00:00.000Z', to: '2026-09-26T00:00:00.000Z', reason: 'beyond_retention' };
    const [first, ...rest] = coverage;
    const changed = {
      ...(structuredContent as object),
      exact: false,
      warnings: ['A log has a gap.'],
      coverage: [{ ...first, complete: false, gaps: [gap] }, ...rest],
    };
    await host.send('ui/notifications/tool-result', { content: [], structuredContent: changed });
    await host.frame.getByText('⚠ Not complete').waitFor();
    expect(await host.frame.getByText('✓ Complete').count()).toBe(0);
    expect(await host.frame.getByText('A log has a gap.').count()).toBe(1);
    expect(await host.frame.locator('.gap').count()).toBe(1);
    expect(await host.frame.locator('.legend').innerText()).toContain('missing from a log');
    expect(host.incidents).toEqual([]);
  });

  test('it shows the entry of an event on demand', async () => {
    await shown();
    await listed();
    await host.frame.getByRole('button', { name: 'Show raw' }).first().click();
    await host.frame.locator('pre').waitFor();
    expect(await host.frame.locator('pre').innerText()).toContain('"raw"');
    expect(asked().at(-1)?.[0]).toBe('get_audit_log');
  });

  test('it tells the model what is selected after a click, in at most 300 characters, and never before', async () => {
    await shown();
    await listed();
    const told = (): unknown[] => host.received.filter(({ method }) => method === 'ui/update-model-context');
    expect(told()).toEqual([]);
    await host.frame.getByRole('button', { name: 'Discuss selection' }).click();
    await expect.poll(told).toHaveLength(1);
    const [{ params }] = told() as [{ params: { content: { text: string }[] } }];
    expect(params.content[0]?.text).toMatch(/^Selected in the timeline: [\d,]+ events from /);
    expect(params.content[0]?.text.length).toBeLessThanOrEqual(300);
    expect(host.incidents).toEqual([]);
  });

  test('it stays a picture with numbers where the client lets it call no tools', async () => {
    await shown({ capabilities: {} });
    const refused = host.frame.getByText('This client does not let the page ask for events');
    await expect.poll(() => refused.count()).toBe(2);
    expect(await host.frame.locator('.legend li').count()).toBeGreaterThan(4);
    expect(calls()).toEqual([]);
    expect(await host.frame.getByRole('button', { name: 'Discuss selection' }).count()).toBe(0);
  });

  test('it draws from text alone, says what an error or a cancellation says, and starts anew with every result', async () => {
    await shown();
    const { content } = await answer();
    await host.send('ui/notifications/tool-cancelled', { reason: 'user' });
    await host.frame.getByText('The call was cancelled.').waitFor();
    await host.send('ui/notifications/tool-result', { content, isError: true });
    expect(await host.frame.getByRole('status').count()).toBe(0);
    await host.send('ui/notifications/tool-result', { content });
    await host.frame.getByRole('status').waitFor();
    await host.send('ui/notifications/tool-result', { content });
    expect(await host.frame.locator('h1').count()).toBe(1);
  });

  test('it answers a teardown and a ping, refuses what it does not know, and hears no other window', async () => {
    await shown();
    await host.send('ui/resource-teardown', {}, 71);
    await expect.poll(() => host.received.find(({ id }) => id === 71)).toMatchObject({ id: 71, result: {} });
    expect(await host.frame.locator('h1').count()).toBe(0);
    const other = { jsonrpc: '2.0', method: 'ui/notifications/tool-cancelled', params: {} };
    await host.frame.locator('body').evaluate(`postMessage(${JSON.stringify(other)}, '*')`);
    await host.page.evaluate("tell({ jsonrpc: '2.0', id: 72, method: 'toString' })");
    await expect
      .poll(() => host.received.find(({ id }) => id === 72))
      .toMatchObject({ id: 72, error: { code: -32_601 } });
    expect(await host.frame.locator('body').innerText()).toBe('');
  });

  test('it takes the theme of the client, also when that changes, and reports its real height', async () => {
    const variables = { '--color-background-primary': 'rgb(1, 2, 3)' };
    await shown({ hostContext: { theme: 'dark', styles: { variables } } });
    const background = (): Promise<string> =>
      host.frame.locator('body').evaluate('getComputedStyle(document.body).backgroundColor');
    expect(await background()).toBe('rgb(1, 2, 3)');
    await host.send('ui/notifications/host-context-changed', {
      styles: { variables: { '--color-background-primary': 'rgb(4, 5, 6)' } },
    });
    await expect.poll(background).toBe('rgb(4, 5, 6)');
    await listed();
    const heights = host.received.filter(({ method }) => method === 'ui/notifications/size-changed');
    const real = await host.frame
      .locator('main')
      .evaluate('Math.ceil(document.querySelector("main").getBoundingClientRect().height)');
    expect(heights.at(-1)?.params).toEqual({ height: real });
  });

  test.each([
    ['light', { hostContext: { theme: 'light' } }],
    ['dark', { hostContext: { theme: 'dark' } }],
    ['forced colours', { options: { forcedColors: 'active' } }],
    ['320 pixels', { options: { viewport: { width: 320, height: 640 } } }],
  ] as const)('axe objects to nothing: %s', async (_, wish) => {
    await shown(wish);
    await listed();
    const [, frame = expect.fail('There is no frame')] = host.page.frames();
    expect(await violations(frame)).toEqual([]);
  });
});
