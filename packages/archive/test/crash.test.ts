import { spawn, type ChildProcess } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openArchive, type Archive } from '../src/index.ts';
import { hour, LOG, PER_HOUR } from './entries.ts';
import { all, DAY, folder, HOUR, START } from './world.ts';

const WRITER = path.join(import.meta.dirname, 'writer.ts');
/** More of them: `KILLS=200`. */
const KILLS = Number(process.env['KILLS'] ?? 20);

interface Writer {
  readonly child: ChildProcess;
  /** How many hours it has said to be kept. */
  readonly said: () => number;
  readonly ended: Promise<void>;
}

/** Another process that writes until it is killed. */
async function write(archive: string): Promise<Writer> {
  const child = spawn(process.execPath, [WRITER, archive, String(START)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const up = Promise.withResolvers<void>();
  let [text, said] = ['', 0];
  child.stdout?.on('data', (data: Buffer) => {
    const lines = (text + String(data)).split('\n');
    text = lines.pop() ?? '';
    for (const line of lines) {
      if (line === 'up') up.resolve();
      else said = Number(line);
    }
  });
  const ended = new Promise<void>((resolve) => child.on('exit', () => resolve()));
  await Promise.race([up.promise, ended]);
  return { child, said: () => said, ended };
}

/** Whole hours from the start, their events once each, and a ledger in which nothing is wrong. Gives how many hours. */
async function wholeHours(archive: Archive): Promise<number> {
  const { problems, events } = await archive.verify();
  const [stretch, more] = await archive.covered(LOG);
  expect([problems, more]).toEqual([[], undefined]);
  const hours = stretch === undefined ? 0 : (stretch.to - START) / HOUR;
  expect([stretch?.from ?? START, events]).toEqual([START, hours * PER_HOUR]);
  return hours;
}

test(`Killed ${KILLS} times at random, it loses and duplicates nothing that was acknowledged`, async () => {
  const at = folder();
  for (let kill = 0; kill < KILLS; kill += 1) {
    const { child, said, ended } = await write(at);
    await new Promise((resolve) => setTimeout(resolve, 5 + ((kill * 37) % 90)));
    child.kill('SIGKILL');
    await ended;
    const archive = openArchive(at);
    expect(await wholeHours(archive)).toBeGreaterThanOrEqual(said());
    await archive.close();
  }
});

describe('A damaged log', () => {
  test('at any of 100 places opens with whole hours, and the rest can be filled again', async () => {
    const source = folder();
    const archive = openArchive(source);
    await archive.put(hour(0, START));
    for (let number = 1; number < 8; number += 1) await archive.put(hour(number, START));
    const wal = readFileSync(path.join(source, 'archive.db-wal'));
    const file = readFileSync(path.join(source, 'archive.db'));
    await archive.close();
    const damage = fc.record({ place: fc.nat(wal.length - 1), cut: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(damage, async ({ place, cut }) => {
        const at = folder();
        writeFileSync(path.join(at, 'archive.db'), file);
        const torn = Buffer.from(wal);
        torn[place] = (torn[place] ?? 0) ^ 0x55;
        writeFileSync(path.join(at, 'archive.db-wal'), torn);
        if (cut) truncateSync(path.join(at, 'archive.db-wal'), place);
        await heals(at);
      }),
      { numRuns: 100 },
    );
  });
});

async function heals(at: string): Promise<void> {
  const archive = openArchive(at);
  const hours = await wholeHours(archive);
  expect(hours).toBeLessThanOrEqual(8);
  for (let number = hours; number < 8; number += 1) await archive.put(hour(number, START));
  expect(await wholeHours(archive)).toBe(8);
  await archive.close();
}

test('A reader sees whole hours and no error while another process writes', async () => {
  const at = folder();
  const { child, ended } = await write(at);
  const reader = openArchive(at, { readOnly: true });
  const window = { from: START, to: START + 365 * DAY };
  try {
    for (let round = 0; round < 40; round += 1) {
      const [covered] = await reader.covered(LOG);
      const found = await all(
        reader.read({ log: LOG, window: { from: START, to: covered?.to ?? START + 1 }, order: 'oldest' }),
      );
      const count = found.reduce((sum, { events }) => sum + events.length, 0);
      expect(count).toBe(covered === undefined ? 0 : ((covered.to - START) / HOUR) * PER_HOUR);
    }
    expect((await all(reader.read({ log: LOG, window, order: 'newest' }))).length).toBeGreaterThan(0);
  } finally {
    child.kill('SIGKILL');
    await ended;
  }
  await reader.close();
});

test('A copy with its write-ahead log is complete', async () => {
  const [at, copy] = [folder(), folder()];
  const archive = openArchive(at);
  for (let number = 0; number < 3; number += 1) await archive.put(hour(number, START));
  for (const name of ['archive.db', 'archive.db-wal']) {
    if (existsSync(path.join(at, name))) copyFileSync(path.join(at, name), path.join(copy, name));
  }
  await archive.close();
  const other = openArchive(copy);
  expect(await wholeHours(other)).toBe(3);
  await other.close();
});
