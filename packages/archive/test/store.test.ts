import { statSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { openArchive, type Archive, type Ask } from '../src/index.ts';
import { event, hour, LOG, PER_HOUR } from './entries.ts';
import { all, DAY, folder, HOUR, START } from './world.ts';

function opened(hours = 0): Promise<Archive> {
  const archive = openArchive(folder());
  const puts = Array.from({ length: hours }, (_, number) => hour(number, START));
  return puts.reduce(async (before, put) => (await before, await archive.put(put), archive), Promise.resolve(archive));
}

async function read(archive: Archive, ask: Partial<Ask> = {}): Promise<unknown[]> {
  const window = { from: START, to: START + 9 * DAY };
  const found = await all(archive.read({ log: LOG, window, order: 'oldest', ...ask }));
  return found.flatMap(({ events }) => events.map(({ event: one }) => one));
}

describe('An archive', () => {
  test('gives back every event as it was put, to the last odd character', async () => {
    const archive = await opened(3);
    const put = [0, 1, 2].flatMap((number) => hour(number, START).events.map((one) => one.event));
    expect(await read(archive)).toEqual(put);
    expect(await archive.get(put[7]?.uid ?? '')).toEqual(put[7]);
    expect(await archive.get('zendesk-1-AAAAAAAAAAAAAAAA')).toBeUndefined();
  });

  test('keeps what it has when the same comes again, and writes what is new of it', async () => {
    const archive = await opened(1);
    const again = hour(0, START);
    const extra = event(77_777, START + 30_000);
    const receipt = await archive.put({ ...again, events: [...again.events, extra] });
    expect(receipt).toMatchObject({ fresh: 1, repeated: PER_HOUR, late: 1 });
    expect(await read(archive)).toHaveLength(PER_HOUR + 1);
    expect((await archive.verify()).problems).toEqual([]);
  });

  test('joins stretches that touch', async () => {
    const archive = openArchive(folder());
    for (const number of [0, 2, 1, 4]) await archive.put(hour(number, START));
    const covered = (await archive.covered(LOG)).map(({ from, to }) => [(from - START) / HOUR, (to - START) / HOUR]);
    expect(covered).toEqual([
      [0, 3],
      [4, 5],
    ]);
  });

  test('takes nothing that lies outside of its stretch, and no stretch across two days', async () => {
    const archive = openArchive(folder());
    const put = hour(0, START);
    await expect(archive.put({ ...put, events: [event(1, START - 1)] })).rejects.toMatchObject({ code: 'internal' });
    const window = { from: START, to: START + DAY };
    await expect(archive.put({ ...put, window })).rejects.toMatchObject({ code: 'internal' });
    expect(await archive.covered(LOG)).toEqual([]);
  });

  test('is for its owner alone', async () => {
    const { folder: at } = await opened(1);
    for (const name of ['archive.db', 'archive.db-wal', 'archive.db-shm']) {
      expect(statSync(path.join(at, name)).mode & 0o077).toBe(0);
    }
  });

  test('is not made by who only reads', () => {
    expect(() => openArchive(path.join(folder(), 'none'), { readOnly: true })).toThrow(/There is no archive/);
  });

  test('of a layout that a later version made is refused, and left as it is', async () => {
    const archive = await opened(1);
    await archive.close();
    const database = new DatabaseSync(path.join(archive.folder, 'archive.db'));
    database.exec('pragma user_version = 7');
    database.close();
    for (const readOnly of [true, false]) {
      expect(() => openArchive(archive.folder, { readOnly })).toThrow(/layout 7.*up to 1/);
    }
  });

  test('that is read can be opened again and again, and written beside', async () => {
    const archive = await opened(1);
    const readers = [1, 2, 3].map(() => openArchive(archive.folder, { readOnly: true }));
    await archive.put(hour(1, START));
    for (const reader of readers) expect(await read(reader)).toHaveLength(2 * PER_HOUR);
    const [reader] = readers;
    await expect(reader?.put(hour(2, START))).rejects.toMatchObject({ code: 'unavailable' });
  });
});

describe('What is unlike anything else', () => {
  test('costs room for itself and little more', async () => {
    const archive = openArchive(folder());
    const events = Array.from({ length: 2000 }, (_, number) =>
      event(number, START + number * 1000, {
        target: { type: 'ticket', id: `${number}-${'ab'.repeat(8)}`, name: `Only ${number}` },
        ip: `198.51.${number % 250}.${Math.floor(number / 250)}`,
      }),
    );
    await archive.put({ ...hour(0, START), window: { from: START, to: START + HOUR }, events });
    await archive.close();
    const reopened = openArchive(archive.folder);
    expect((await reopened.status()).bytes / events.length).toBeLessThan(1200);
    expect(await read(reopened)).toHaveLength(2000);
  });
});
