import { statSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { EVENT_DIMENSIONS, iso } from '@trailhound/core/source';
import { describe, expect, test } from 'vitest';
import { openArchive, type Archive } from '../src/index.ts';
import { conformance, fill, read } from './conformance.ts';
import { addedUp, several } from './counting.ts';
import { event, hour, LOG, PER_HOUR } from './entries.ts';
import { folder, HOUR, START } from './world.ts';

const opened = (hours: number): Promise<Archive> => fill(openArchive(folder()), hours);

describe('An archive in SQLite', () => {
  conformance((at) => openArchive(at));

  test.each([7, 1000])('counts many events of %i people along its indexes as it counts few', async (people) => {
    const archive = openArchive(folder());
    const put = hour(0, START);
    const many = Array.from({ length: 20_500 }, (_, number) => {
      const actor = { kind: 'user' as const, id: String(number % people), email: undefined, name: undefined };
      return event(number, START + number, { actor });
    });
    const events = [...many, ...several(START + 20)].toSorted((a, b) => a.at - b.at);
    await archive.put({ ...put, events });
    const window = { from: START + 10, to: START + 20_450 };
    const ask = { log: LOG, window, by: EVENT_DIMENSIONS, starts: [START, START + 999] };
    const found = events.filter(({ at }) => at >= window.from && at < window.to).map((one) => one.event);
    expect(await archive.count?.(ask)).toEqual(addedUp(found, ask.starts));
  });

  test.each([1, 300, 1000])('keeps long targets in any script (%i)', async (times) => {
    const archive = openArchive(folder());
    const target = { type: 'ticket', id: '1', name: 'aé€😀'.repeat(times) };
    const put = { ...hour(0, START), events: [0, 1].map((at) => event(at, START + at, { target })) };
    await archive.put(put);
    expect(await read(archive)).toEqual(put.events.map((one) => one.event));
    expect(await archive.verify()).toMatchObject({ problems: [], events: 2 });
  });

  test('stores an event once and finds it by its uid, even if its entry has no time of its own', async () => {
    const archive = openArchive(folder());
    const put = hour(0, START);
    const guessed = { ...event(1, START), at: START + 60_000, stated: false };
    expect(await archive.put({ ...put, events: [guessed, guessed] })).toMatchObject({ fresh: 1, repeated: 1 });
    const again = { ...guessed, at: START + 120_000 };
    expect(await archive.put({ ...put, events: [again] })).toMatchObject({ fresh: 0, repeated: 1 });
    expect(await archive.get(guessed.uid)).toMatchObject({ uid: guessed.uid, time: iso(guessed.at) });
    expect(await archive.get('zendesk-1-AAAAAAAAAAAAAAAA')).toBeUndefined();
    expect(await archive.get('no uid')).toBeUndefined();
  });

  test('is verified as it was at one point in time, whatever is written meanwhile', async () => {
    const archive = await opened(3);
    let next = 3;
    const progress = (): void => void (next < 6 && archive.put(hour(next++, START)));
    expect(await archive.verify({ progress })).toMatchObject({ problems: [], records: 4, events: 3 * PER_HOUR });
    expect(await archive.verify()).toMatchObject({ problems: [], records: 7, events: 6 * PER_HOUR });
  });

  test('is readable only by its owner', async () => {
    const { folder: at } = await opened(1);
    for (const name of ['archive.db', 'archive.db-wal', 'archive.db-shm']) {
      expect(statSync(path.join(at, name)).mode & 0o077).toBe(0);
    }
  });

  test('is not created by a reader', () => {
    expect(() => openArchive(path.join(folder(), 'none'), { readOnly: true })).toThrow(/There is no archive/);
  });

  test('with a layout of a later version is refused and left unchanged', async () => {
    const archive = await opened(1);
    await archive.close();
    const database = new DatabaseSync(path.join(archive.folder, 'archive.db'));
    database.exec('pragma user_version = 7');
    database.close();
    for (const readOnly of [true, false]) {
      expect(() => openArchive(archive.folder, { readOnly })).toThrow(/layout 7.*up to 2/);
    }
  });

  test('can be opened by many readers while it is written', async () => {
    const archive = await opened(1);
    const readers = [1, 2, 3].map(() => openArchive(archive.folder, { readOnly: true }));
    await archive.put(hour(1, START));
    for (const reader of readers) expect(await read(reader)).toHaveLength(2 * PER_HOUR);
    const [reader] = readers;
    await expect(reader?.put(hour(2, START))).rejects.toMatchObject({ code: 'unavailable' });
  });
});

describe('Incompressible data', () => {
  test('takes little more than its own size', async () => {
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
