import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EVENT_DIMENSIONS } from '@trailhound/core/source';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openArchive, readInThread, type ArchiveReader } from '../src/index.ts';
import { fill, read } from './conformance.ts';
import { LOG, PER_HOUR } from './entries.ts';
import { DAY, folder, START } from './world.ts';

const THREAD = new URL('./reading-thread.ts', import.meta.url);
const FAULTY = new URL('./faulty-thread.ts', import.meta.url);

function inThread(where: string, thread = THREAD): ArchiveReader {
  const reader = readInThread(thread, where);
  onTestFinished(() => reader.close());
  return reader;
}

describe('An archive that is read in a thread', () => {
  test('answers as it does in place', async () => {
    const where = folder();
    const archive = await fill(openArchive(where), 5);
    const reader = inThread(where);
    const all = { from: START, to: START + DAY };
    expect(await reader.covered(LOG)).toEqual(await archive.covered(LOG));
    expect(await reader.lost(LOG)).toEqual([]);
    expect(await reader.erased(LOG, all)).toBe(0);
    expect(await reader.position()).toEqual(await archive.position());
    expect(await reader.status()).toEqual(await archive.status());
    const ask = { log: LOG, window: all, by: EVENT_DIMENSIONS, starts: [START, START + DAY / 2] };
    expect(await reader.count?.(ask)).toEqual(await archive.count?.(ask));
    const events = await read(archive);
    const [one] = events as { uid: string }[];
    expect(await reader.get(one?.uid ?? '')).toEqual(one);
    expect(await read(reader)).toEqual(events);
    for (const detail of [{ raw: false }, { brief: true }, { raw: false, brief: true }]) {
      expect(await read(reader, detail)).toEqual(await read(archive, detail));
      const found = await read(reader, { ...detail, matches: ({ message }) => message.endsWith('7') });
      const kept = await read(archive, { ...detail, matches: ({ message }) => message.endsWith('7') });
      expect(found.map((event) => (event as { uid: string }).uid)).toEqual(
        kept.map((event) => (event as { uid: string }).uid),
      );
    }
  });

  test('stops a reading that nobody wants any more, and reads several at once', async () => {
    const where = folder();
    await fill(openArchive(where), 5);
    const reader = inThread(where);
    for await (const { events } of reader.read({
      log: LOG,
      window: { from: START, to: START + DAY },
      order: 'newest',
    })) {
      expect(events.length).toBeGreaterThan(0);
      break;
    }
    const several = await Promise.all([read(reader), read(reader, { order: 'newest' })]);
    expect(several.map(({ length }) => length)).toEqual([5 * PER_HOUR, 5 * PER_HOUR]);
  });

  test('fails with the words of the archive, and works once there is one', async () => {
    const where = folder();
    const reader = inThread(where);
    await expect(reader.covered(LOG)).rejects.toMatchObject({
      code: 'not_found',
      hint: expect.stringContaining('sync'),
    });
    await fill(openArchive(where), 1);
    expect(await reader.covered(LOG)).toHaveLength(1);
  });

  test('is read again after its thread has died', async () => {
    const where = folder();
    await fill(openArchive(where), 1);
    const reader = inThread(where, FAULTY);
    writeFileSync(join(where, 'dies'), '');
    await expect(reader.covered(LOG)).rejects.toMatchObject({ code: 'unavailable' });
    rmSync(join(where, 'dies'));
    expect(await reader.covered(LOG)).toHaveLength(1);
  });

  test('leaves no question without an answer when it is closed, and is read again', async () => {
    const where = folder();
    await fill(openArchive(where), 1);
    const reader = inThread(where, FAULTY);
    writeFileSync(join(where, 'silent'), '');
    const asked = Promise.allSettled([reader.covered(LOG)]);
    await reader.close();
    expect(await asked).toMatchObject([{ reason: { code: 'unavailable' } }]);
    rmSync(join(where, 'silent'));
    expect(await reader.covered(LOG)).toHaveLength(1);
  });

  test('does not take a reading for ended because its thread has', async () => {
    const where = folder();
    await fill(openArchive(where), 5);
    const reader = inThread(where);
    const pages = reader.read({ log: LOG, window: { from: START, to: START + DAY }, order: 'newest' });
    expect((await pages.next()).value?.events.length).toBeLessThan(5 * PER_HOUR);
    await reader.close();
    expect(await reader.covered(LOG)).toHaveLength(1);
    await expect(pages.next()).rejects.toMatchObject({ code: 'unavailable' });
  });
});
