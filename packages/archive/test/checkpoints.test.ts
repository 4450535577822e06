import { parseNote } from '@trailhound/core/ledger';
import { expect, test, vi } from 'vitest';
import { openArchive, readCheckpoints, signingKey, writeCheckpoint } from '../src/index.ts';
import { fill } from './conformance.ts';
import { hour } from './entries.ts';
import { folder, START } from './world.ts';

test('A process reads each record once for its checkpoints, and each is over all of them', async () => {
  const archive = await fill(openArchive(folder()), 3);
  const key = signingKey(folder());
  const records = vi.spyOn(archive, 'records');
  await writeCheckpoint(archive, key);
  await archive.put(hour(3, START));
  await writeCheckpoint(archive, key);
  expect(records.mock.calls).toEqual([[1], [5]]);
  const other = openArchive(archive.folder, { readOnly: true });
  expect(readCheckpoints(archive.folder).map((note) => parseNote(note)?.size)).toEqual([4, 5]);
  expect(await other.verify()).toMatchObject({ problems: [], checkpoints: 2 });
});
