import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startSimulator, type Simulator } from '@trailhound/simulator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BIN, trailhound, type Ended } from './run.ts';

const temporary = mkdtempSync(path.join(tmpdir(), 'trailhound-sync-'));
const DAY = 86_400_000;
let simulator: Simulator;
let env: Record<string, string>;
const at = (name: string): string => path.join(temporary, name);
const run = async (line: string): Promise<Ended> => trailhound(line.split(' '), env);
const requests = (): number => simulator.stats('ashby').requests;

interface Status {
  readonly ledger: { readonly seq: number };
  readonly warnings: readonly string[];
  readonly logs: readonly { readonly covered: readonly { readonly from: number }[]; readonly events: number }[];
}

async function statusOf(archive: string): Promise<Status> {
  return JSON.parse((await run(`archive status --archive ${archive} --json`)).out) as Status;
}

function uidsOf({ out }: Ended): string[] {
  const lines = out.split('\n').filter((line) => line !== '');
  return lines.map((line) => (JSON.parse(line) as { uid: string }).uid);
}

beforeAll(async () => {
  simulator = await startSimulator({ events: 60, from: Date.now() - 6 * DAY, unlimited: true });
  env = {
    ASHBY_BASE_URL: simulator.baseUrl('ashby'),
    ASHBY_API_KEY: simulator.credentials('ashby')['api_key']?.['apiKey'] ?? '',
    XDG_STATE_HOME: at('state'),
    TRAILHOUND_PROVIDERS: 'ashby',
  };
});
afterAll(async () => {
  await simulator.close();
  rmSync(temporary, { recursive: true });
});

describe('sync --keep', () => {
  test('deletes what is older, and does not ask for it again', async () => {
    const archive = at('kept');
    await run(`sync --once --since 7d --archive ${archive}`);
    expect((await run(`sync --once --since 7d --keep 3d --archive ${archive}`)).code).toBe(0);
    const { ledger, logs } = await statusOf(archive);
    const first = Math.floor((Date.now() - 3 * DAY) / DAY) * DAY;
    expect(logs[0]?.covered.map(({ from }) => from)).toEqual([first]);
    await run(`sync --once --since 7d --keep 3d --archive ${archive}`);
    expect((await statusOf(archive)).ledger.seq).toBe(ledger.seq);
    expect((await run(`archive verify --archive ${archive}`)).code).toBe(0);
  });
});

describe('sync --budget', () => {
  test.each(['0%', '101%', '50', 'half'])('does not take %s for a share, and says what is one', async (share) => {
    const before = requests();
    const { code, err } = await run(`sync --once --budget ${share} --archive ${at('never')}`);
    expect([code, err]).toEqual([2, expect.stringContaining('--budget: ')]);
    expect(err).toContain('from 1% to 100%');
    expect(requests()).toBe(before);
  });
});

describe('sync --every', () => {
  test('goes on round after round until it is told to end', async () => {
    const args = ['sync', '--every', '1s', '--since', '2d', '--json', '--archive', at('often')];
    const child = spawn(process.execPath, [BIN, ...args], { env: { PATH: process.env['PATH'] ?? '', ...env } });
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      if (out.split('\n').length > 3) child.kill('SIGTERM');
    });
    expect(await once(child, 'close')).toEqual([0, null]);
    const rounds = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { complete: boolean });
    expect(rounds.length).toBeGreaterThanOrEqual(3);
    expect(rounds.every(({ complete }) => complete)).toBe(true);
  });
});

describe('sync --checkpoint-to', () => {
  test('writes a copy that shows later when the archive was rolled back', async () => {
    const [archive, witness, older] = [at('witnessed'), at('witness'), at('older')];
    mkdirSync(witness);
    await run(`sync --once --since 3d --archive ${archive}`);
    expect((await statusOf(archive)).warnings.join()).toContain('copied elsewhere');
    cpSync(archive, older, { recursive: true });
    await run(`sync --once --since 5d --archive ${archive} --checkpoint-to ${witness}`);
    await run(`sync --once --since 5d --archive ${archive} --checkpoint-to ${witness}`);
    const [file = ''] = readdirSync(witness);
    const copy = path.join(witness, file);
    expect(readFileSync(copy, 'utf8').match(/^trailhound\//gm)).toHaveLength(1);
    expect((await statusOf(archive)).warnings.join()).not.toContain('copied elsewhere');
    expect((await run(`archive verify --archive ${archive} --checkpoint ${copy}`)).code).toBe(0);
    expect((await run(`archive verify --archive ${older} --checkpoint ${copy}`)).code).toBe(3);
  });

  test('refuses a copy within the archive, and a place that cannot be written, by name', async () => {
    const archive = at('within');
    const inside = await run(
      `sync --once --since 1d --archive ${archive} --checkpoint-to ${path.join(archive, 'copy.txt')}`,
    );
    expect([inside.code, inside.err]).toEqual([2, expect.stringContaining('--checkpoint-to: ')]);
    const nowhere = await run(`sync --once --since 1d --archive ${archive} --checkpoint-to ${at('no/such/file')}`);
    expect([nowhere.code, nowhere.err]).toEqual([2, expect.stringContaining('cannot be written (ENOENT)')]);
  });
});

describe('archive prune', () => {
  test('deletes only when it is confirmed, whole days, and still verifies', async () => {
    const archive = at('pruned');
    await run(`sync --once --since 7d --archive ${archive}`);
    const before = await statusOf(archive);
    const asked = await run(`archive prune --keep 2d --archive ${archive}`);
    expect([asked.code, asked.err]).toEqual([2, expect.stringContaining('Add --yes')]);
    expect((await run(`archive prune --archive ${archive} --yes`)).err).toContain('--keep is missing');
    expect(await statusOf(archive)).toEqual(before);
    expect((await run(`archive prune --keep 2d --archive ${archive} --yes`)).code).toBe(0);
    const { logs } = await statusOf(archive);
    expect(logs[0]?.covered[0]?.from).toBe(Math.floor((Date.now() - 2 * DAY) / DAY) * DAY);
    expect((await run(`archive verify --archive ${archive}`)).code).toBe(0);
    expect((await run(`archive prune --keep 2d --archive ${archive} --yes`)).out).toContain('nothing to delete');
  });
});

describe('follow --settled', () => {
  test('holds back what late events may still come before', async () => {
    simulator.append('ashby', 'audit_log');
    const all = uidsOf(await run('follow --since 1d --once --json'));
    const settled = uidsOf(await run('follow --since 1d --once --json --settled'));
    expect(settled).toEqual(all.slice(0, settled.length));
    expect(settled.length).toBeLessThan(all.length);
  });
});
