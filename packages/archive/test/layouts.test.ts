import { globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { openArchive, readCheckpoints, signingKey, writeCheckpoint } from '../src/index.ts';
import { event, hour, LOG, PER_HOUR } from './entries.ts';
import { all, folder, HOUR, START } from './world.ts';

const LAYOUTS = path.join(import.meta.dirname, 'layouts');
const NEWEST = path.join(LAYOUTS, '2.db.gz');
const GONE = { kind: 'user' as const, id: 'gone', email: 'gone@example.com' };

/** What every one of them holds: three hours, of which one has events of somebody who was erased. */
async function make(): Promise<void> {
  const archive = openArchive(folder());
  for (const number of [0, 1]) await archive.put(hour(number, START));
  const third = hour(2, START);
  const own = [event(5000, third.window.from + 7, { actor: GONE })];
  await archive.put({ ...third, events: [...third.events, ...own] });
  await archive.forget({ actor: 'gone', policy: 'asked for' });
  await archive.close();
  writeFileSync(NEWEST, gzipSync(readFileSync(path.join(archive.folder, 'archive.db')), { level: 9 }));
}

// A new layout adds a file to those of the older ones: UPDATE_LAYOUT=1 writes it.
test.runIf(process.env['UPDATE_LAYOUT'] === '1')('The newest layout is the one that is written', make);

test.each(globSync('*.db.gz', { cwd: LAYOUTS }))(
  'An archive of layout %s can be read, verified and continued',
  async (name) => {
    const at = folder();
    writeFileSync(path.join(at, 'archive.db'), gunzipSync(readFileSync(path.join(LAYOUTS, name))));
    const archive = openArchive(at);
    const window = { from: START, to: START + 4 * HOUR };
    const found = await all(archive.read({ log: LOG, window, order: 'oldest' }));
    const expected = [0, 1, 2].flatMap((number) => hour(number, START).events);
    expect(found.flatMap(({ events }) => events)).toEqual(expected);
    for (const one of expected.slice(0, 3)) expect(await archive.get(one.uid)).toEqual(one.event);
    expect(await archive.put(hour(2, START))).toMatchObject({ fresh: 0, repeated: PER_HOUR });
    await writeCheckpoint(archive, signingKey(folder()));
    await archive.put(hour(3, START));
    expect(await archive.verify()).toMatchObject({ problems: [], gaps: [], events: 4 * PER_HOUR + 1, checkpoints: 1 });
    expect(readCheckpoints(at)).toHaveLength(1);
    await archive.close();
  },
);
