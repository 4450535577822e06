import type { Dated, Order } from '@trailhound/core/source';
import { describe, expect, onTestFinished, test } from 'vitest';
import { rememberInThread, type LetGo, type Piece } from '../src/index.ts';
import { openMemory, type Memory } from '../src/memory/store.ts';
import { read } from './conformance.ts';
import { event, hour, LOG } from './entries.ts';
import { all, DAY, HOUR, START } from './world.ts';

const THREAD = new URL('./reading-thread.ts', import.meta.url);
const MEGABYTE = 1024 * 1024;

function pieceOf(from: number, to: number, events: readonly Dated[]): Piece {
  const packed = new TextEncoder().encode(JSON.stringify(events));
  return { log: LOG, windows: [{ from, to }], events: [packed], readAt: to };
}

function hours(count: number): Piece {
  const events = Array.from({ length: count }, (_, number) => hour(number, START).events).flat();
  return pieceOf(START, START + count * HOUR, events);
}

/** A quarter of a day with so many events. */
function busy(number: number, count = 400): Piece {
  const from = START + number * 6 * HOUR;
  const events = Array.from({ length: count }, (_, at) => event(number * count + at, from + at * 1000));
  return pieceOf(from, from + 6 * HOUR, events);
}

async function readWindow(memory: Memory, number: number, order: Order = 'oldest'): Promise<number> {
  const from = START + number * 6 * HOUR;
  return (await read(memory, { window: { from, to: from + 6 * HOUR }, order })).length;
}

describe('A store in memory', () => {
  test('returns every event exactly as an archive does, over days and in both orders', async () => {
    const memory = openMemory(8 * MEGABYTE);
    const taken = await memory.put(hours(30));
    expect(taken.gone).toEqual([]);
    const window = { from: START, to: START + 30 * HOUR };
    const put = Array.from({ length: 30 }, (_, number) => hour(number, START).events).flat();
    expect(await read(memory, { window })).toEqual(put.map((one) => one.event));
    const newest = put.toSorted((a, b) => b.at - a.at || (a.uid < b.uid ? 1 : -1));
    expect(await read(memory, { window, order: 'newest' })).toEqual(newest.map((one) => one.event));
  });

  test('keeps events of the same time together, however many they are', async () => {
    const memory = openMemory(8 * MEGABYTE);
    const events = Array.from({ length: 700 }, (_, number) => event(number, START + HOUR));
    await memory.put(pieceOf(START, START + DAY, events));
    expect(await read(memory, { window: { from: START, to: START + DAY } })).toHaveLength(700);
  });

  test('never gives a stretch that it does not hold whole', async () => {
    const memory = openMemory(8 * MEGABYTE);
    await memory.put(busy(1));
    await expect(readWindow(memory, 0)).rejects.toMatchObject({ code: 'unavailable' });
    await expect(read(memory, { window: { from: START, to: START + 12 * HOUR } })).rejects.toThrow('not in memory');
    expect(await readWindow(memory, 1)).toBe(400);
  });

  test('stays within its bound: lets go what was read first, and names it', async () => {
    const memory = openMemory(MEGABYTE);
    const gone: LetGo[] = [];
    for (let number = 19; number >= 0; number -= 1) {
      const taken = await memory.put(busy(number));
      gone.push(...taken.gone);
      expect(taken.bytes).toBeLessThanOrEqual(MEGABYTE);
    }
    expect(gone[0]).toMatchObject({ log: LOG, from: START + 19 * 6 * HOUR });
    const held = Array.from({ length: 20 }, (_, number) => number).filter((number) =>
      gone.every(({ from, to }) => to <= START + number * 6 * HOUR || from >= START + (number + 1) * 6 * HOUR),
    );
    expect(held.length).toBeGreaterThan(1);
    expect(held).not.toContain(19);
    for (const number of held) expect(await readWindow(memory, number)).toBe(400);
    await expect(readWindow(memory, 19, 'newest')).rejects.toThrow('not in memory');
  });

  test('lets go a stretch that was read again, if its events came with the first reading', async () => {
    const memory = openMemory(MEGABYTE);
    await memory.put(busy(0));
    await memory.put(busy(0));
    let gone: readonly LetGo[] = [];
    for (let number = 1; gone.length === 0; number += 1) ({ gone } = await memory.put(busy(number)));
    await expect(readWindow(memory, 0)).rejects.toThrow('not in memory');
  });

  test('fails a reading under way when a part of its stretch is let go, instead of leaving events out', async () => {
    const memory = openMemory(MEGABYTE);
    await memory.put(busy(0));
    const reading = memory.read({ log: LOG, window: { from: START, to: START + 6 * HOUR }, order: 'oldest' });
    expect((await reading.next()).value?.events.length).toBeGreaterThan(0);
    let gone: readonly LetGo[] = [];
    for (let number = 1; gone.length === 0; number += 1) ({ gone } = await memory.put(busy(number)));
    await expect(all(reading)).rejects.toThrow('not in memory');
  });
});

describe('A store in the memory of a thread', () => {
  test('gives what it was given, and has forgotten it after the thread has died', async () => {
    const memory = rememberInThread(THREAD, 8 * MEGABYTE);
    onTestFinished(() => memory.close());
    const { bytes } = await memory.put(busy(0));
    expect(bytes).toBeGreaterThan(0);
    expect(await readWindow(memory, 0)).toBe(400);
    const matches = ({ verb }: { verb: string }): boolean => verb === 'update';
    const window = { from: START, to: START + 6 * HOUR };
    expect(await read(memory, { window, matches })).toHaveLength(134);
    await memory.close();
    await expect(readWindow(memory, 0)).rejects.toMatchObject({ code: 'unavailable' });
    await memory.put(busy(0));
    expect(await readWindow(memory, 0)).toBe(400);
  });
});
