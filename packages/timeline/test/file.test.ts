import { gzipSync } from 'node:zlib';
import { KINDS } from '@trailhound/core/reply';
import { report } from '@trailhound/timeline';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { CHROMIUM, openFile, startBrowser, violations, type Opened } from './chromium.ts';
import { found, HOSTILE, KIND_TOTALS, risky } from './found.ts';

const ABOUT = {
  warnings: ['toy.audit is missing from 2026-10-01 00:00 to 2026-10-03 12:00 UTC (beyond_retention). No longer kept.'],
  hints: [],
  made: 'Made by a test.',
  tenant: false,
};
const HTML = report({ found: found(), risks: risky() }, ABOUT);
const CODE = HTML.replace(/<script type="application\/json">.*?<\/script>/s, '');

describe('A report', () => {
  test('is a page of at most 16 KB, or 7 KB compressed, besides its data', () => {
    expect(CODE.length).toBeLessThanOrEqual(16_000);
    expect(gzipSync(CODE).length).toBeLessThanOrEqual(7000);
  });

  test('may load nothing, and run no script but its own', () => {
    expect(HTML).toMatch(
      /content="default-src 'none'; script-src 'sha256-[\w+/]{43}='; style-src 'sha256-[\w+/]{43}='"/,
    );
    expect(CODE).not.toMatch(/\b(?:src|href)=|https?:(?!\/\/www\.w3\.org\/2000\/svg)|url\(|@import|fetch\(/);
  });

  test('makes no HTML from text, and moves nothing', () => {
    expect(CODE).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function/);
    expect(CODE).not.toMatch(/transition|animation/);
  });

  test('holds no text that could end the script with the data', () => {
    const [, data = ''] = /<script type="application\/json">(.*?)<\/script>/s.exec(HTML) ?? [];
    const { table } = JSON.parse(data) as { table: { rows: unknown[][] } };
    expect(table.rows).toHaveLength(240);
    for (const name of HOSTILE) expect(table.rows.flat()).toContain(`Dana changed ${name}`);
    expect(data).not.toContain('<');
  });
});

describe.skipIf(CHROMIUM === undefined)('A report in Chromium (skipped where there is none)', () => {
  let browser: Browser;
  let opened: Opened;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());
  afterEach(() => opened.close());

  const texts = (selector: string): Promise<string[]> => opened.page.locator(selector).allInnerTexts();

  test('says first what is missing, then shows the numbers of its data', async () => {
    opened = await openFile(browser, HTML);
    expect(await texts('h1, h2')).toEqual(['Audit trail', 'Coverage', 'Findings', 'Timeline', 'Events']);
    expect(await texts('.lacking')).toEqual(['⚠ Not complete:']);
    expect(await texts('section li')).toContain(ABOUT.warnings[0]);
    expect(await texts('.legend li')).toEqual([
      ...KINDS.map((kind, index) => `${kind} ${KIND_TOTALS[index]}`),
      'missing from a log',
    ]);
    expect(await texts('[role=status]')).toEqual(['240 events from 2026-10-01 00:00 to 2026-10-11 00:00']);
    await opened.page.getByText('The same in numbers').click();
    const rows = await texts('section:nth-of-type(3) tbody tr');
    expect(rows.map((row) => row.split('\t').slice(1).map(Number))).toEqual(
      found().bars.map(({ counts }) => [...counts, 24]),
    );
    expect(opened.incidents).toEqual([]);
  });

  test('shows hostile names as text, and makes no element of them', async () => {
    opened = await openFile(browser, HTML);
    expect(await texts('.top:first-child button')).toHaveLength(7);
    for (const name of HOSTILE) expect((await texts('td')).join('\n')).toContain(`Dana changed ${name}`);
    expect(await opened.page.locator('img, a, iframe, object, svg svg, main script, main style').count()).toBe(0);
    expect(opened.incidents).toEqual([]);
  });

  test('lists findings with how many rules ran, why the others did not, and marks of when they began', async () => {
    opened = await openFile(browser, HTML);
    const [said = ''] = await texts('section:nth-of-type(2)');
    expect(said).toContain('2 findings: 30 of 33 rules ran over 240 events.');
    for (const why of ['suppressed: 4', 'learning: call-binge: 10 of 14 days', 'blind: audit-gap: no log was read'])
      expect(await texts('section:nth-of-type(2) li')).toContain(why);
    const lines = (await texts('[aria-label=Findings] tbody tr')).map((line) => line.split('\t'));
    expect(lines.map(([level]) => level)).toEqual(['◆ high', '◇ low']);
    expect(lines[0]?.[1]).toBe(`Large export “${HOSTILE[0]}” exported 12,480 tickets toy-36 toy-37`);
    expect(lines.map(([, , when]) => when)).toEqual(['2026-10-02 12:00 to 2026-10-02 13:00', '2026-10-06 00:00']);
    expect(await texts('.mark')).toEqual(['◆', '◇']);
    const places = await opened.page
      .locator('.mark')
      .evaluateAll((marks: HTMLElement[]) => marks.map(({ style }) => style.getPropertyValue('--x')));
    expect(places).toEqual(['15%', '50%']);
    expect(opened.incidents).toEqual([]);
  });

  test('leads from a finding to its events with the keyboard, and back with the next selection', async () => {
    opened = await openFile(browser, HTML);
    const { page } = opened;
    await page.getByRole('button', { name: '2 events' }).press('Enter');
    expect(await texts('[aria-label=Events] td code')).toEqual(['toy-37', 'toy-36']);
    expect(await texts('[role=status]')).toEqual(['2 events of a finding: toy-36, toy-37']);
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Events');
    await page.getByRole('slider', { name: 'From' }).press('ArrowRight');
    expect((await texts('[role=status]'))[0]).toMatch(/^216 events from /);
    expect(await texts('[aria-label=Events] td code')).toHaveLength(50);
  });

  test('says that rules found nothing, and over how much', async () => {
    opened = await openFile(browser, report({ found: found(), risks: { ...risky(), findings: [] } }, ABOUT));
    expect((await texts('section:nth-of-type(2) p'))[0]).toBe('0 findings: 30 of 33 rules ran over 240 events.');
    expect(await texts('.mark, [aria-label=Findings]')).toEqual([]);
  });

  test('draws a gap where it is', async () => {
    opened = await openFile(browser, HTML);
    const place = await opened.page
      .locator('.gap')
      .evaluate((gap: HTMLElement) => ['--x', '--w'].map((name) => gap.style.getPropertyValue(name)));
    expect(place).toEqual(['0%', '25%']);
  });

  test('lists the events of a range that a mouse has dragged, or arrow keys have chosen', async () => {
    opened = await openFile(browser, HTML);
    const { page } = opened;
    const box = await page.locator('svg').boundingBox();
    if (box === null) throw new Error('There is no drawing');
    await page.mouse.move(box.x + box.width * 0.55, box.y + 20);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.35, box.y + 20);
    await page.mouse.up();
    expect(await texts('[role=status]')).toEqual(['72 events from 2026-10-04 00:00 to 2026-10-07 00:00']);
    expect(await texts('td time')).toHaveLength(50);
    await page.getByRole('button', { name: 'Older' }).click();
    expect(await texts('td time')).toHaveLength(22);
    await page.getByRole('slider', { name: 'From' }).press('ArrowRight');
    expect(await texts('[role=status]')).toEqual(['48 events from 2026-10-05 00:00 to 2026-10-07 00:00']);
    expect(await page.getByRole('slider', { name: 'From' }).getAttribute('aria-valuetext')).toBe('2026-10-05 00:00');
    expect(await texts('td time')).toHaveLength(48);
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('From');
  });

  test('filters by a value of every list, and shows how many match', async () => {
    opened = await openFile(browser, HTML);
    const { page } = opened;
    await page.getByRole('button', { name: 'Dana Doe' }).click();
    expect(await texts('[role=status]')).toEqual([
      '60 of 240 events from 2026-10-01 00:00 to 2026-10-11 00:00, actor Dana Doe',
    ]);
    await page.getByRole('button', { name: 'impersonated' }).click();
    expect((await texts('[role=status]'))[0]).toMatch(/^20 of 240 events .*, actor Dana Doe, flags impersonated$/);
    expect(await texts('td time')).toHaveLength(20);
    await page.getByRole('button', { name: 'Dana Doe' }).click();
    expect((await texts('[role=status]'))[0]).toMatch(/^80 of 240 events .*, flags impersonated$/);
    await page.getByRole('button', { name: 'external' }).click();
    expect((await texts('[role=status]'))[0]).toMatch(/^80 of 240 events .*, flags impersonated or external$/);
    await page.getByRole('button', { name: 'impersonated' }).click();
    await page.getByRole('button', { name: 'external' }).click();
    await page.getByRole('button', { name: HOSTILE[0] }).click();
    await page.getByRole('button', { name: 'Dana Doe' }).click();
    expect((await texts('[role=status]'))[0]).toMatch(/^80 of 240 events .* or Dana Doe$/);
  });

  test('shows every event with its uid when asked, and prints no controls', async () => {
    opened = await openFile(browser, HTML);
    const { page } = opened;
    await page.getByRole('button', { name: 'Show all' }).click();
    expect(await texts('[aria-label=Events] td code')).toEqual(found().events.map(({ uid }) => uid));
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByRole('slider').count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Older' }).count()).toBe(0);
  });

  test('says what was asked for, and keeps the words of vendors', async () => {
    const asked = { ...found().query, actor: 'Dana Doe', verbs: ['read' as const], filters: { toy: { kind: 'a_b' } } };
    const { since: first, until: last } = asked;
    const top = [{ value: 'soft_destroy', count: 240, first, last }];
    const groups = [{ by: 'action' as const, distinct: 1, error: 0, top }];
    opened = await openFile(browser, report({ found: { ...found(), query: asked, groups }, risks: undefined }, ABOUT));
    expect((await texts('p'))[1]).toBe('actor: "Dana Doe", verbs: ["read"], filters: {"toy":{"kind":"a_b"}}');
    expect((await texts('section:nth-of-type(2)'))[0]).toContain('Rules look at all events, not at some.');
    expect(await texts('.top button')).toEqual([expect.stringMatching(/^soft_destroy\s+240$/)]);
  });

  test('says that it does not list everything where there are more events than it holds', async () => {
    opened = await openFile(browser, report({ found: { ...found(), total: 5240 }, risks: risky() }, ABOUT));
    expect((await texts('.lacking'))[1]).toBe(
      'Only the newest 240 events of 5,240 are in this file. All are counted above, but filters and lists know only these.',
    );
  });

  test.each([
    ['light', { colorScheme: 'light' }],
    ['dark', { colorScheme: 'dark' }],
    ['forced colours', { forcedColors: 'active' }],
    ['320 pixels', { viewport: { width: 320, height: 640 } }],
    ['200 % zoom', { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 }],
  ] as const)('has nothing that axe objects to, and scrolls in one direction only: %s', async (_, options) => {
    opened = await openFile(browser, HTML, options);
    await opened.page.getByText('The same in numbers').click();
    await opened.page.getByRole('button', { name: 'Dana Doe' }).click();
    expect(await violations(opened.page)).toEqual([]);
    const { page } = opened;
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth),
    ).toBe(true);
  });

  test.each([11, 30, 31, 45])(
    'is no wider than its window with %i bars, wherever the last label stands',
    async (days) => {
      const { query, ...rest } = found();
      const start = Date.parse(query.since);
      const at = (day: number): string => new Date(start + day * 86_400_000).toISOString();
      const bars = Array.from({ length: days }, (_, day) => ({ from: at(day), counts: [1, 0, 0, 0, 0] }));
      const long = { ...rest, query: { ...query, until: at(days) }, bars, coverage: [] };
      opened = await openFile(browser, report({ found: long, risks: undefined }, ABOUT));
      const { page } = opened;
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth),
      ).toBe(true);
    },
  );
});
