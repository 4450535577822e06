import {
  mkdirSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { startSimulator, type Simulator } from '@trailhound/simulator';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { trailhound } from './run.ts';

const DAY = 86_400_000;
const PICTURE = path.join(import.meta.dirname, '../../../docs/images/report.png');
const CHROMIUM = '/usr/bin/chromium';
const folder = mkdtempSync(path.join(tmpdir(), 'trailhound-report-'));
const file = path.join(folder, 'report.html');
let simulator: Simulator;
let env: Record<string, string>;

beforeAll(async () => {
  simulator = await startSimulator({ events: 300, from: Date.now() - 20 * DAY, unlimited: true });
  env = {
    ASHBY_BASE_URL: simulator.baseUrl('ashby'),
    ASHBY_API_KEY: simulator.credentials('ashby')['api_key']?.['apiKey'] ?? '',
  };
});
afterAll(async () => {
  await simulator.close();
  rmSync(folder, { recursive: true });
});

interface Data {
  readonly query: { readonly since: string; readonly until: string };
  readonly total: number;
  readonly bars: readonly (readonly [string, ...number[]])[];
  readonly groups: readonly { readonly by: string; readonly top: readonly (readonly [string, number])[] }[];
  readonly findings?: { readonly total: number; readonly rules: { readonly ran: number } } & Data['table'];
  readonly table: { readonly columns: readonly string[]; readonly rows: readonly (readonly unknown[])[] };
}

function dataOf(html: string): Data {
  return JSON.parse(/<script type="application\/json">(.*?)<\/script>/s.exec(html)?.[1] ?? '') as Data;
}

describe('trailhound report', () => {
  test('has the numbers of a summary, and every event of a search', async () => {
    const { code, out, err } = await trailhound(['report', '--since', '30d', '--out', file], env);
    expect([code, out]).toEqual([
      0,
      expect.stringMatching(/report\.html: 300 events, [\d,]+ findings, [\d,]+ bytes, sha256 [0-9a-f]{64}\n/),
    ]);
    expect(err).toMatch(/^Complete: ashby\.audit_log; /);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const data = dataOf(readFileSync(file, 'utf8'));
    const { since, until } = data.query;
    const window = ['--since', since, '--until', until, '--json'];
    const summary = JSON.parse(
      (await trailhound(['summarize', '--by', 'actor,verb,provider', ...window], env)).out,
    ) as {
      total: number;
      histogram: { counts: { from: string; count: number }[] };
      groups: { by: string; top: { value: string; count: number }[] }[];
    };
    expect(data.total).toBe(summary.total);
    const sums = data.bars.map(([from, ...counts]) => [from, counts.reduce((sum, one) => sum + one, 0)]);
    expect(sums).toEqual(summary.histogram.counts.map(({ from, count }) => [from.replace(':00.000Z', 'Z'), count]));
    for (const { by, top } of summary.groups) {
      const ours = data.groups.find((group) => group.by === by)?.top;
      expect(ours).toEqual(top.slice(0, 8).map(({ value, count }) => [value, count]));
    }
    const { events } = JSON.parse((await trailhound(['search', '--limit', '1000', ...window], env)).out) as {
      events: { uid: string }[];
    };
    const { columns, rows } = data.table;
    expect(rows.map((row) => row[columns.indexOf('uid')])).toEqual(events.map(({ uid }) => uid));
  });

  test('has the findings of trailhound risks, and none with a filter', async () => {
    const { findings, query } = dataOf(readFileSync(file, 'utf8'));
    const { since, until } = query;
    const risks = await trailhound(['risks', '--since', since, '--until', until, '--format', 'json'], env);
    const found = JSON.parse(risks.out) as { findings: { why: string; evidence: string[] }[]; rules: { ran: number } };
    expect(findings).toMatchObject({ total: found.findings.length, rules: { ran: found.rules.ran } });
    const { columns, rows } = findings ?? expect.fail('There are no findings');
    expect(rows.map((row) => row[columns.indexOf('why')])).toEqual(found.findings.map(({ why }) => why));
    const uids = found.findings.map(({ evidence }) => evidence.join(' '));
    expect(rows.map((row) => row[columns.indexOf('uids')])).toEqual(uids);
    const filtered = path.join(folder, 'filtered.html');
    const { out } = await trailhound(['report', '--since', '30d', '--verbs', 'delete', '--out', filtered], env);
    expect(out).not.toContain('findings');
    expect(dataOf(readFileSync(filtered, 'utf8')).findings).toBeUndefined();
    rmSync(filtered);
  });

  test('has the findings of a rule of the team, and none that its suppressions cover', async () => {
    const rules = path.join(folder, 'rules');
    mkdirSync(rules);
    const anything =
      "title: Anything\nname: anything\nlogsource: {}\ndetection: { any: { 'verb|exists': true }, condition: any }\n";
    writeFileSync(path.join(rules, 'anything.yml'), anything);
    const agreed = path.join(folder, 'agreed.yml');
    writeFileSync(agreed, '- { rule: anything, until: 2099-12-31, by: Dana, reason: Agreed. }\n');
    const told: string[] = [];
    for (const more of [[], ['--suppressions', agreed]]) {
      const own = path.join(folder, 'own.html');
      await trailhound(['report', '--since', '30d', '--rules', rules, ...more, '--out', own], env);
      told.push(JSON.stringify(dataOf(readFileSync(own, 'utf8')).findings));
      rmSync(own);
    }
    rmSync(rules, { recursive: true });
    rmSync(agreed);
    expect(told.map((findings) => findings.includes('Anything'))).toEqual([true, false]);
  });

  test('leaves no file, and an older one as it was, if nothing could be read', async () => {
    const { code } = await trailhound(['report', '--out', file], { ...env, ASHBY_API_KEY: 'wrong' });
    expect(code).toBe(2);
    expect(dataOf(readFileSync(file, 'utf8')).total).toBe(300);
    expect(readdirSync(folder)).toEqual(['report.html']);
  });

  test.each([
    ['no file', [], '--out is missing. Say where to write, such as --out report.html.'],
    ['a folder that is not there', ['--out', '/nowhere/report.html'], '--out: /nowhere/report.html cannot be written'],
    ['too long a window', ['--since', '1999-01-01', '--out', file], '--since: the window is longer than 1000 weeks'],
  ])('refuses %s, and says what would work', async (_, args, said) => {
    const { code, err } = await trailhound(['report', '--demo', ...args]);
    expect(code).toBe(2);
    expect(err).toContain(said);
  });

  test.skipIf(!existsSync(CHROMIUM))(
    'with --demo needs no account, and is drawn in Chromium where there is one',
    { timeout: 180_000 },
    async () => {
      expect((await trailhound(['report', '--demo', '--since', '30d', '--out', file])).code).toBe(0);
      const { total } = dataOf(readFileSync(file, 'utf8'));
      const browser = await chromium.launch({
        executablePath: CHROMIUM,
        chromiumSandbox: false,
        args: ['--disable-gpu'],
      });
      const page = await browser.newPage({ viewport: { width: 1080, height: 1270 }, deviceScaleFactor: 1.5 });
      await page.goto(pathToFileURL(file).href);
      expect(await page.locator('h1 + p').innerText()).toMatch(
        new RegExp(`^${total.toLocaleString('en')} events from `),
      );
      const legend = (await page.locator('.legend li').allInnerTexts()).map((text) =>
        Number(text.replaceAll(/\D/g, '')),
      );
      expect(legend.reduce((sum, one) => sum + one, 0)).toBe(total);
      if (process.env['UPDATE_PICTURES'] !== undefined) await page.screenshot({ path: PICTURE });
      await browser.close();
    },
  );
});
