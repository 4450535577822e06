import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { startSimulator, type Simulator } from '@trailhound/simulator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BIN, trailhound, type Ended } from './run.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'trailhound-archive-'));
const archive = path.join(folder, 'archive');
const DAY = 86_400_000;
let simulator: Simulator;
let env: Record<string, string>;
const run = async (line: string): Promise<Ended> => trailhound([...line.split(' '), '--archive', archive], env);

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await delay(20);
}

beforeAll(async () => {
  simulator = await startSimulator({ events: 60, from: Date.now() - 6 * DAY, unlimited: true });
  env = {
    ASHBY_BASE_URL: simulator.baseUrl('ashby'),
    ASHBY_API_KEY: simulator.credentials('ashby')['api_key']?.['apiKey'] ?? '',
    XDG_STATE_HOME: path.join(folder, 'state'),
    TRAILHOUND_PROVIDERS: 'ashby',
  };
});
afterAll(async () => {
  await simulator.close();
  rmSync(folder, { recursive: true });
});

describe('An archive', () => {
  test('is filled by sync, which reports how far it got and the ledger head', async () => {
    const { code, out, err } = await run('sync --once --since 7d');
    expect(code).toBe(0);
    expect(out).toMatch(/^ashby\/\S+\.audit_log\t\d+ new events\t\d+ pages\n$/);
    expect(err).toMatch(/Checkpoint, to be kept away from the archive:\ntrailhound\/th-\w+\n\d+\n/);
    const again = await run('sync --once --since 7d --json');
    expect(JSON.parse(again.out)).toMatchObject({ complete: true, logs: [{ provider: 'ashby', fresh: 0 }] });
  });

  test('answers offline without any request', async () => {
    const before = simulator.stats('ashby').requests;
    const { code, out } = await run('summarize --since 5d --until 1d --by actor --offline --json');
    expect(code).toBe(0);
    expect((JSON.parse(out) as { total: number }).total).toBeGreaterThan(20);
    expect(simulator.stats('ashby').requests).toBe(before);
    const beyond = await run('search --since 30d --offline');
    expect(beyond.code).toBe(1);
    expect(beyond.err).toContain('not_archived');
  });

  test('reports its contents and exports them without an account', async () => {
    const status = await run('archive status --json');
    expect(status.code).toBe(0);
    expect(JSON.parse(status.out)).toMatchObject({ logs: [{ log: 'audit_log', gaps: [] }] });
    const file = path.join(folder, 'kept.ndjson');
    const args = ['archive', 'export', '--archive', archive, '--since', '5d', '--until', '1d', '--out', file];
    expect((await trailhound(args)).code).toBe(0);
    expect(readFileSync(file, 'utf8').trim().split('\n').length).toBeGreaterThan(20);
  });

  test('verifies until somebody alters it', async () => {
    expect((await run('archive verify')).code).toBe(0);
    const altered = path.join(folder, 'altered');
    await trailhound(['sync', '--once', '--since', '7d', '--archive', altered], env);
    const database = new DatabaseSync(path.join(altered, 'archive.db'));
    database.exec('update events set time = time + 1000 where id = (select min(id) from events)');
    database.close();
    const { code, out } = await trailhound(['archive', 'verify', '--archive', altered], env);
    expect(code).toBe(3);
    expect(out).toMatch(/^ALTERED: [^]*\naltered: /);
  });

  test('tells its operator what it holds and when it was verified, without asking a vendor', async () => {
    const before = simulator.stats('ashby').requests;
    const { code, out } = await run('doctor --offline');
    expect(code).toBe(0);
    expect(out).toMatch(
      /^✓ Archive th-\w+\n[^]*verified +20[^]* 0 problems\n[^]*ashby\/\S+ \d+ events from .*, no gaps\n/,
    );
    expect(JSON.parse((await run('sources --json --offline')).out)).toMatchObject({
      archive: { folder: archive },
      sources: [{ logs: [{ archived: { events: expect.any(Number) as number } }] }],
    });
    expect((await run('get zendesk:35436 --offline')).err).toContain('only the vendor can look up');
    expect(simulator.stats('ashby').requests).toBe(before);
  });

  test('can be verified on another machine without the key, and creates no key there', async () => {
    const state = path.join(folder, 'auditor');
    const { code, err } = await trailhound(['archive', 'verify', '--archive', archive], { XDG_STATE_HOME: state });
    expect(code).toBe(0);
    expect(err).toContain('signatures of checkpoints were not checked');
    expect(existsSync(state)).toBe(false);
  });

  test('refuses to export to a path that cannot be a file', async () => {
    const out = path.join(folder, 'no', 'such', 'folder.ndjson');
    const { code, err } = await run(`archive export --out ${out}`);
    expect([code, err]).toEqual([2, expect.stringMatching(/^trailhound: --out: .* cannot be written \(ENOENT\)/)]);
  });

  test('exits with 0 when a sync is interrupted in the middle of a round', async () => {
    const args = ['sync', '--since', '7d', '--archive', path.join(folder, 'stopped')];
    simulator.set('ashby', { latencyMs: 2000 });
    const child = spawn(process.execPath, [BIN, ...args], { env: { PATH: process.env['PATH'] ?? '', ...env } });
    await until(() => existsSync(path.join(folder, 'stopped', 'archive.db')));
    child.kill('SIGINT');
    expect(await once(child, 'close')).toEqual([0, null]);
    simulator.set('ashby', { latencyMs: 0 });
  });

  test('forgets what a person did when told to, and still verifies', async () => {
    const { out } = await run('summarize --since 7d --by actor --top 50 --offline --json');
    const [group] = (JSON.parse(out) as { groups: { top: { value: string }[] }[] }).groups;
    const who = group?.top.map(({ value }) => value).find((value) => value.includes('@')) ?? '';
    expect((await run(`archive erase ${who} --yes`)).out).toMatch(
      /^Deleted everything that .* did: record \d+ of the ledger\.\n$/,
    );
    expect((await run(`search --actor ${who} --since 5d --until 1d --offline`)).out).toBe('');
    expect((await run('archive verify')).code).toBe(0);
  });
});
