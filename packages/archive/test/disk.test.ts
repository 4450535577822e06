import { DatabaseSync } from 'node:sqlite';
import { expect, test, vi } from 'vitest';
import { openArchive } from '../src/index.ts';
import { hour, LOG } from './entries.ts';
import { folder, HOUR, START } from './world.ts';

test('A full disk leaves nothing half-written, is reported with the free space, and can be recovered from', async () => {
  const opened: DatabaseSync[] = [];
  const exec = Reflect.get(DatabaseSync.prototype, 'exec');
  const spy = vi.spyOn(DatabaseSync.prototype, 'exec').mockImplementation(function spied(this: DatabaseSync, sql) {
    opened.push(this);
    exec.call(this, sql);
  });
  const archive = openArchive(folder());
  spy.mockRestore();
  const [database] = opened;
  await archive.put(hour(0, START));
  database?.exec(`pragma max_page_count = ${Number(database.prepare('pragma page_count').get()?.['page_count']) + 3}`);
  let kept = 1;
  const filling = async (): Promise<void> => {
    for (; kept < 100; kept += 1) await archive.put(hour(kept, START));
  };
  await expect(filling()).rejects.toMatchObject({
    code: 'unavailable',
    hint: expect.stringMatching(/disk is full: \d+ MB/),
  });
  expect(await archive.covered(LOG)).toMatchObject([{ from: START, to: START + kept * HOUR }]);
  expect((await archive.verify()).problems).toEqual([]);
  database?.exec('pragma max_page_count = 100000');
  await archive.put(hour(kept, START));
  expect(await archive.verify()).toMatchObject({ problems: [], gaps: [] });
});
