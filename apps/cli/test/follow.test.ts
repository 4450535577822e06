import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startSimulator, type Simulator } from '@trailhound/simulator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BIN, trailhound } from './run.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'trailhound-follow-'));
const DAY = 86_400_000;
let simulator: Simulator;
let env: Record<string, string>;

beforeAll(async () => {
  simulator = await startSimulator({ events: 60, from: Date.now() - 6 * DAY, unlimited: true });
  const ashby = { ASHBY_BASE_URL: simulator.baseUrl('ashby'), ASHBY_API_KEY: '' };
  env = { ...ashby, ASHBY_API_KEY: simulator.credentials('ashby')['api_key']?.['apiKey'] ?? '' };
});
afterAll(async () => {
  await simulator.close();
  rmSync(folder, { recursive: true });
});

const uidsOf = (out: string): string[] =>
  out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as { uid: string }).uid);

describe('trailhound follow', () => {
  test('prints new events in order, and after a restart those since then, each once', async () => {
    const checkpoint = path.join(folder, 'trail.json');
    const args = ['follow', '--since', '7d', '--once', '--json', '--checkpoint', checkpoint];
    const first = await trailhound(args, env);
    const times = first.out
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { time: string }).time);
    expect([first.code, times.length]).toEqual([0, 60]);
    expect(times).toEqual(times.toSorted());
    expect((await trailhound(args, env)).out).toBe('');
    simulator.append('ashby', 'audit_log');
    const second = await trailhound(args, env);
    expect(uidsOf(second.out)).toHaveLength(1);
    expect(uidsOf(first.out)).not.toContain(uidsOf(second.out)[0]);
  });

  test('saves no checkpoint for events that could not be printed', async () => {
    const checkpoint = path.join(folder, 'closed.json');
    const child = spawn(process.execPath, [BIN, 'follow', '--since', '7d', '--once', '--checkpoint', checkpoint], {
      env: { PATH: process.env['PATH'] ?? '', ...env },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    child.stdout.destroy();
    await once(child, 'close');
    expect(existsSync(checkpoint)).toBe(false);
  });

  test.each(['SIGINT', 'SIGTERM'] as const)('exits with 0 on %s, with complete lines printed', async (signal) => {
    const child = spawn(process.execPath, [BIN, 'follow', '--since', '7d', '--json'], {
      env: { PATH: process.env['PATH'] ?? '', ...env },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      if (uidsOf(out.slice(0, out.lastIndexOf('\n'))).length >= 60) child.kill(signal);
    });
    expect(await once(child, 'close')).toEqual([0, null]);
    expect(new Set(uidsOf(out)).size).toBeGreaterThanOrEqual(60);
  });
});
