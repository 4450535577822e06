import { meeting } from '@trailhound/core/source';
import { expect, test } from 'vitest';
import { openArchive } from '../src/index.ts';
import { fill, read } from './conformance.ts';
import { event, hour } from './entries.ts';
import { folder, START } from './world.ts';

/** What the message, the actor, the action, the category, the target or a change alone have. */
const TEXTS = ['number 77', 'user3@', 'USER 3', 'updat', 'tick', 'ticket 17', 'priority', 'high'];
const NOWHERE = ['ser 3\n', 'nobody'];

test.each([...TEXTS, ...NOWHERE].flatMap((text) => [undefined, 'ticket:17'].map((target) => ({ text, target }))))(
  'A filter finds the same with indexes as without: $text, $target',
  async (given) => {
    const archive = await fill(openArchive(folder()), 4);
    const matches = meeting(given);
    const all = await read(archive, { matches });
    if (given.target === undefined) expect(all.length > 0).toBe(TEXTS.includes(given.text));
    expect(await read(archive, { wanted: given, matches })).toEqual(all);
  },
);

test('A text that very many events have is found as well', async () => {
  const archive = openArchive(folder());
  const put = hour(0, START);
  const events = Array.from({ length: 20_500 }, (_, number) => event(number, START + number));
  await archive.put({ ...put, events });
  for (const text of ['@example', 'user3@']) {
    const matches = meeting({ text });
    expect(await read(archive, { wanted: { text }, matches })).toEqual(await read(archive, { matches }));
  }
});
