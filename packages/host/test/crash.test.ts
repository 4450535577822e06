import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startSimulator, type Simulator } from '@trailhound/simulator';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

vi.setConfig({ testTimeout: 60_000 });

const FOLLOWER = path.join(import.meta.dirname, 'crash-follower.ts');
const HOUR = 3_600_000;
const EVENTS = 260;
const BATCH = 60;

/** How many requests it takes when nothing happens. */
const REQUESTS = 10;

const MOMENTS = [
  ...Array.from({ length: REQUESTS }, (_, index) => `request ${index + 1}`),
  ...['before delivery', 'before acknowledgement', 'behind acknowledgement'].flatMap((moment) =>
    [1, 2, 3, 4, 5].map((batch) => `${moment} ${batch}`),
  ),
];

describe('A process that follows and is killed', () => {
  let simulator: Simulator;
  beforeAll(async () => {
    const now = Date.now();
    simulator = await startSimulator({
      events: EVENTS,
      from: now - 2 * HOUR,
      to: now,
      switches: { ashby: { limitPerSecond: 10_000, burst: 7 } },
    });
  });
  afterAll(() => simulator.close());

  function run(folder: string, dieAt: string): Promise<NodeJS.Signals | number | null> {
    const { apiKey = '' } = simulator.credentials('ashby')['api_key'] ?? {};
    const { promise, resolve } = Promise.withResolvers<NodeJS.Signals | number | null>();
    const child = spawn(process.execPath, [FOLLOWER, folder, simulator.baseUrl('ashby'), apiKey, dieAt], {
      stdio: 'ignore',
    });
    child.on('exit', (code, signal) => resolve(signal ?? code));
    return promise;
  }

  test('is killed at each of its requests in turn', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'crash-'));
    expect(await run(folder, `request ${REQUESTS + 1}`)).toBe(0);
    rmSync(folder, { recursive: true });
  });

  test.each(MOMENTS)('at %s loses nothing, and repeats at most the unacknowledged batch', async (moment) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'crash-'));
    expect(await run(folder, moment)).toBe('SIGKILL');
    expect(await run(folder, '')).toBe(0);
    const delivered = readFileSync(path.join(folder, 'delivered'), 'utf8').trim().split('\n');
    const range = { vendor: 'ashby', log: 'audit_log', from: 0, to: simulator.clock.now() } as const;
    const truth = [...simulator.truth(range).entries()].map(({ entry }) => JSON.stringify(entry));
    const given = new Set(delivered.map((line) => JSON.stringify((JSON.parse(line) as { raw: unknown }).raw)));
    expect([...given].toSorted()).toEqual(truth.toSorted());
    const uids = delivered.map((line) => (JSON.parse(line) as { uid: string }).uid);
    const repeated = uids.length - new Set(uids).size;
    expect(repeated).toBeLessThanOrEqual(moment.startsWith('before acknowledgement') ? BATCH : 0);
    rmSync(folder, { recursive: true });
  });
});
