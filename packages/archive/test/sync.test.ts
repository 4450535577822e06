import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { search } from '@trailhound/core';
import { describe, expect, test } from 'vitest';
import {
  openArchive,
  readCheckpoints,
  signingKey,
  sync,
  type Archive,
  type SyncOptions,
  type SyncProgress,
  type SyncResult,
} from '../src/index.ts';
import { withSyncLock } from '../src/sync-lock.ts';
import { all, DAY, folder, HOUR, START, world, type World } from './world.ts';

const ZENDESK = { provider: 'zendesk', tenant: 'default', log: 'audit_logs' };
const ACCESS = { provider: 'gong', tenant: 'default', log: 'AccessLog' };
const LAG = 15 * 60_000;

interface Synced {
  readonly archive: Archive;
  readonly sync: (options?: Partial<SyncOptions>) => Promise<SyncResult>;
}

function archiveFor({ connections }: World, at = folder()): Synced {
  const archive = openArchive(at);
  return {
    archive,
    sync: (options = {}) => sync(archive, connections, { since: START - 3 * DAY, freshMs: 0, budget: 1, ...options }),
  };
}

/** The entries that are kept of a log, against those that there are. */
async function compared(
  { simulator }: World,
  archive: Archive,
  log: typeof ZENDESK,
): Promise<{ kept: number; true: number }> {
  const covered = await archive.covered(log);
  let [kept, truth] = [0, 0];
  for (const { from, to } of covered) {
    const found = await all(archive.read({ log, window: { from, to }, order: 'oldest' }));
    kept += found.reduce((sum, { events }) => sum + events.length, 0);
    truth += simulator.truth({ vendor: log.provider as 'gong', log: log.log, from, to }).count;
  }
  return { kept, true: truth };
}

describe('A sync', () => {
  test('stores every settled entry of every log, including logs that queries skip by default', async () => {
    const made = world({ events: 2000 });
    const { archive, sync: run } = archiveFor(made);
    expect((await run()).complete).toBe(true);
    const { logs } = await archive.status();
    expect(logs).toHaveLength(7);
    for (const log of logs) {
      const [stretch, more] = log.covered;
      expect([stretch?.from, more]).toEqual([START - 3 * DAY, undefined]);
      const counts = await compared(made, archive, log);
      expect(counts.kept).toBe(counts.true);
    }
    expect((await archive.covered(ACCESS)).at(-1)?.to).toBeLessThanOrEqual(made.simulator.clock.now() - LAG);
  });

  test('repeated at once asks only for the clock, and writes nothing', async () => {
    const made = world({ events: 500, unlimited: true });
    const { archive, sync: run } = archiveFor(made);
    await run();
    const [before, records] = [made.requests(), (await archive.status()).ledger.seq];
    expect((await run({ freshMs: HOUR })).logs.every(({ fresh, pages }) => fresh === 0 && pages === 0)).toBe(true);
    expect(made.requests() - before).toBe(made.connections.length);
    expect((await archive.status()).ledger.seq).toBe(records);
  });

  test('leaves a short newest stretch to the next sync', async () => {
    const made = world({ events: 500, unlimited: true });
    const { archive, sync: run } = archiveFor(made);
    await run();
    const before = await archive.covered(ZENDESK);
    made.simulator.clock.advance(30 * 60_000);
    await run({ freshMs: HOUR });
    expect(await archive.covered(ZENDESK)).toEqual(before);
    made.simulator.clock.advance(31 * 60_000);
    await run({ freshMs: HOUR });
    expect((await archive.covered(ZENDESK)).at(-1)?.to).toBeGreaterThan(before.at(-1)?.to ?? 0);
  });

  test('finds late entries within an hour, once each, and counts them', async () => {
    const made = world({ events: 3000, unlimited: true, switches: { zendesk: { lateEvery: 10, lateMs: 3 * HOUR } } });
    const { archive, sync: run } = archiveFor(made);
    await run({ logs: ['zendesk.audit_logs'] });
    made.simulator.clock.advance(4 * HOUR);
    const [zendesk] = (await run({ logs: ['zendesk.audit_logs'] })).logs;
    const counts = await compared(made, archive, ZENDESK);
    expect(counts.kept).toBe(counts.true);
    expect(zendesk?.late).toBeGreaterThan(0);
    const kinds = (await all(archive.records())).map(({ kind }) => kind);
    expect(kinds).toContain('sweep');
  });

  test('continues where it was interrupted, and asks for nothing twice', async () => {
    const made = world({ events: 3000, unlimited: true });
    const { archive, sync: run } = archiveFor(made);
    const stop = new AbortController();
    const stopped = run({ signal: stop.signal, progress: ({ share }) => share > 0.4 && stop.abort() });
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
    const kept = (await archive.status()).logs.reduce((sum, { events }) => sum + events, 0);
    expect(kept).toBeGreaterThan(0);
    const { complete, logs } = await run();
    expect(complete).toBe(true);
    const { logs: now } = await archive.status();
    const whole = now.reduce((sum, { events }) => sum + events, 0);
    expect(logs.reduce((sum, { fresh }) => sum + fresh, 0)).toBe(whole - kept);
  });

  test('reports its progress, which never goes back', async () => {
    const made = world({ events: 2000 });
    const told: SyncProgress[] = [];
    await archiveFor(made).sync({ progress: (progress) => told.push(progress) });
    expect(told.at(-1)).toMatchObject({ share: 1, leftMs: 0 });
    expect(told.every(({ share }, index) => share >= (told[index - 1]?.share ?? 0))).toBe(true);
  });
});

describe('What cannot be read', () => {
  test.each([
    ['gong', { missingScope: true }, 'forbidden'],
    ['zendesk', { missingScope: true }, 'forbidden'],
    ['ashby', { permissionShape: 'errorInfo' }, 'forbidden'],
    ['ashby', { permissionShape: 'errors' }, 'forbidden'],
    ['zendesk', { failForever: true }, 'unavailable'],
  ] as const)('of %s with %j is missing, never covered', async (vendor, switches, reason) => {
    const made = world({ events: 300, unlimited: true, switches: { [vendor]: switches } });
    const { archive, sync: run } = archiveFor(made);
    const { complete, logs } = await run();
    expect(complete).toBe(false);
    const failed = logs.filter(({ provider }) => provider === vendor);
    expect(failed.flatMap(({ missing }) => missing.map((one) => one.reason))).toContain(reason);
    for (const log of failed) expect(await archive.covered(log)).toEqual([]);
    for (const log of logs.filter(({ provider }) => provider !== vendor)) expect(log.missing).toEqual([]);
  });

  test('an empty log is covered, and its records say how certain that is', async () => {
    const made = world({ events: 0, unlimited: true });
    const { archive, sync: run } = archiveFor(made);
    expect((await run({ logs: ['zendesk.audit_logs'] })).complete).toBe(true);
    const read = (await all(archive.records())).filter(({ kind }) => kind === 'read');
    expect(new Set(read.map(({ empty }) => empty))).toEqual(new Set(['unproven']));
  });

  test('what the vendor no longer keeps is recorded once, with the reason, and not requested again', async () => {
    const made = world({ events: 2000, unlimited: true });
    const { archive, sync: run } = archiveFor(made);
    const since = START - 20 * DAY;
    const { complete, logs } = await run({ since, logs: ['AccessLog'] });
    expect([complete, logs[0]?.lost.at(0)?.from]).toEqual([true, since]);
    await run({ since, logs: ['AccessLog'] });
    const gaps = (await all(archive.records())).filter(({ kind }) => kind === 'gap');
    expect(gaps.every(({ reason }) => reason === 'beyond_retention')).toBe(true);
    const lost = await archive.lost(ACCESS);
    const [covered] = await archive.covered(ACCESS);
    expect(lost).toEqual([{ from: since, to: covered?.from, reason: 'beyond_retention' }]);
    expect(logs[0]?.lost).toHaveLength(1);
    expect((await archive.verify()).gaps.map(({ reason }) => reason)).toContain('beyond_retention');
  });

  test("a clock ahead of the vendor's settles nothing too early", async () => {
    const made = world({ events: 500, unlimited: true });
    const ahead = made.connections.map((connection) => ({
      ...connection,
      ports: { ...connection.ports, now: () => made.simulator.clock.now() + 2 * HOUR },
    }));
    const archive = openArchive(folder());
    await sync(archive, ahead, { since: START - DAY, freshMs: 0, logs: ['zendesk.audit_logs'] });
    expect((await archive.covered(ZENDESK)).at(-1)?.to).toBeLessThanOrEqual(made.simulator.clock.now());
  });
});

describe('A quota', () => {
  test('is used up to the share for syncing, and the next day continues', async () => {
    const made = world({ events: 300_000, switches: { gong: { limitPerSecond: 0 } } }, ['gong']);
    const { archive, sync: run } = archiveFor(made);
    const budget = 0.01;
    const first = await run({ budget, logs: ['AccessLog'] });
    expect(first.complete).toBe(false);
    expect(first.logs[0]?.missing[0]).toMatchObject({ reason: 'budget' });
    expect(first.logs[0]?.lostFrom).toBeGreaterThan(START);
    expect(made.simulator.stats('gong').requests).toBeLessThanOrEqual(100);
    const before = made.requests();
    expect((await run({ budget, logs: ['AccessLog'] })).logs[0]?.missing[0]).toMatchObject({ reason: 'budget' });
    expect(made.requests()).toBe(before);
    made.simulator.clock.advance(DAY);
    const kept = (await archive.status()).logs[0]?.events ?? 0;
    await run({ budget, logs: ['AccessLog'] });
    expect((await archive.status()).logs[0]?.events).toBeGreaterThan(kept);
  });

  test('suffices to catch up on two weeks before the vendor drops them', async () => {
    const made = world({ events: 8000 }, ['gong']);
    const { archive, sync: run } = archiveFor(made);
    const { complete, logs } = await run({ since: START - 13 * DAY, budget: 0.5, logs: ['AccessLog'] });
    expect([complete, logs.flatMap(({ lost }) => lost)]).toEqual([true, []]);
    const counts = await compared(made, archive, ACCESS);
    expect(counts.kept).toBe(counts.true);
  });
});

test('Of two concurrent syncs one is refused, and the other is named', async () => {
  const made = world({ events: 100 });
  const { archive, sync: run } = archiveFor(made);
  await withSyncLock(archive.folder, async () => {
    await expect(run()).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining(`process ${process.pid}`),
    });
  });
  expect((await run()).complete).toBe(true);
});

test('The lock of a killed process blocks nobody', async () => {
  const made = world({ events: 100 });
  const { archive, sync: run } = archiveFor(made);
  const lock = new URL('../src/sync-lock.ts', import.meta.url).href;
  const code = `const { withSyncLock } = await import(${JSON.stringify(lock)});
    await withSyncLock(${JSON.stringify(archive.folder)}, async () => { console.log('held'); await new Promise(() => setInterval(() => {}, 1000)); });`;
  const holder = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(holder.stdout, 'data');
  await expect(run()).rejects.toMatchObject({ message: expect.stringContaining(`process ${holder.pid}`) });
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  expect((await run()).complete).toBe(true);
});

test('Each sync that adds something signs a checkpoint, and the key is stored elsewhere', async () => {
  const made = world({ events: 200, unlimited: true });
  const { archive, sync: run } = archiveFor(made);
  const state = folder();
  const { checkpoint } = await run({ signingKey: signingKey(state) });
  await run({ signingKey: signingKey(state), freshMs: HOUR });
  expect(readCheckpoints(archive.folder)).toEqual([checkpoint]);
  made.simulator.clock.advance(2 * HOUR);
  await run({ signingKey: signingKey(state) });
  expect(readCheckpoints(archive.folder)).toHaveLength(2);
  expect((await archive.verify()).problems).toEqual([]);
});

test('An account that changes hosts stores its events once, because they are keyed by tenant', async () => {
  const made = world({ events: 300, unlimited: true }, ['gong']);
  const { archive, sync: run } = archiveFor(made);
  await run();
  const before = (await archive.status()).logs.map(({ events }) => events);
  const { events } = await search(made.connections, { since: '3d', limit: 5 });
  expect(await archive.get(events.at(-1)?.uid ?? '')).toEqual(events.at(-1));
  await run();
  expect((await archive.status()).logs.map((log) => log.events)).toEqual(before);
});
