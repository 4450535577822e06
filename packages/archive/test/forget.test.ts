import { readFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { openArchive, type Archive } from '../src/index.ts';
import { event, hour, LOG, PER_HOUR } from './entries.ts';
import { all, DAY, folder, HOUR, START } from './world.ts';

const HOURS = 36;

async function filled(): Promise<Archive> {
  const archive = openArchive(folder());
  for (let number = 0; number < HOURS; number += 1) await archive.put(hour(number, START));
  return archive;
}

async function count(archive: Archive): Promise<number> {
  const found = await all(archive.read({ log: LOG, window: { from: START, to: START + 9 * DAY }, order: 'newest' }));
  return found.reduce((sum, { events }) => sum + events.length, 0);
}

/** Whether any file of the archive still holds a text, or the text index a part of it. */
function holds({ folder: at }: Archive, text: string): boolean {
  const files = ['archive.db', 'archive.db-wal'].some((name) => readFileSync(path.join(at, name)).includes(text));
  const database = new DatabaseSync(path.join(at, 'archive.db'));
  database.exec("create virtual table temp.terms using fts5vocab('main', 'text', 'row')");
  const terms = text.startsWith('qzx')
    ? database.prepare("select 1 from temp.terms where term = 'qzx'").get()
    : undefined;
  database.close();
  return files || terms !== undefined;
}

describe('Pruning', () => {
  test('drops whole days, and keeps their evidence', async () => {
    const archive = await filled();
    const midnight = START + 12 * HOUR;
    const record = await archive.forget({ before: midnight + 5 * HOUR, policy: 'keep 1d' });
    expect(record).toMatchObject({
      kind: 'prune',
      reason: 'keep 1d',
      gone: 12 * PER_HOUR,
      to: new Date(midnight).toISOString(),
    });
    expect(await count(archive)).toBe((HOURS - 12) * PER_HOUR);
    expect((await archive.covered(LOG)).map(({ from }) => from)).toEqual([midnight]);
    expect(await archive.verify()).toMatchObject({ problems: [], records: HOURS + 2 });
    expect(await archive.forget({ before: midnight, policy: 'keep 1d' })).toBeUndefined();
  });

  test('during a read uncovers what was dropped meanwhile', async () => {
    const archive = await filled();
    await archive.forget({ before: START + 20 * DAY, policy: 'all' });
    expect([await count(archive), await archive.covered(LOG)]).toEqual([0, []]);
    expect((await archive.verify()).problems).toEqual([]);
  });
});

describe('Erasing a person', () => {
  const SECRET = 'qzxqzx';

  test('removes everything they did from the file, the log and the index, and keeps the evidence', async () => {
    const archive = await filled();
    const actor = { kind: 'user' as const, id: 'q-1', email: 'quentin@example.com', name: 'Quentin Zx' };
    const raw = { [SECRET]: SECRET };
    const put = hour(HOURS, START);
    const own = [1, 2, 3].map((number) =>
      event(9000 + number, put.window.from + number, {
        actor,
        message: `${SECRET} ${number}`,
        raw,
        changes: [],
        ip: '203.0.113.99',
        target: { type: 'ticket', id: 'own', name: 'Quentin Zx' },
      }),
    );
    await archive.put({ ...put, events: [...put.events, ...own] });
    const before = await count(archive);
    const record = await archive.forget({ actor: 'Quentin@Example.com', policy: 'request 7' });
    expect(record).toMatchObject({ kind: 'erase', gone: 3, reason: 'request 7' });
    expect(JSON.stringify(record)).not.toMatch(/quentin/i);
    expect(await count(archive)).toBe(before - 3);
    expect((await archive.verify()).problems).toEqual([]);
    expect(await archive.erased(LOG, put.window)).toBe(3);
    for (const text of [SECRET, 'quentin@example.com', 'Quentin Zx', '203.0.113.99'])
      expect(holds(archive, text)).toBe(false);
    const again = await archive.put({ ...put, events: own });
    expect([again.fresh, await count(archive)]).toEqual([0, before - 3]);
  });

  test('leaves nothing behind even if their entries were the very first', async () => {
    const archive = openArchive(folder());
    const actor = { kind: 'user' as const, id: 'q-1', email: 'quentin@example.com', name: 'Quentin Zx' };
    const put = hour(0, START);
    const own = Array.from({ length: 30 }, (_, number) =>
      event(9000 + number, put.window.from + number, { actor, message: SECRET, raw: { [SECRET]: actor } }),
    );
    await archive.put({ ...put, events: [...own, ...put.events] });
    await archive.forget({ actor: 'q-1', policy: 'request 8' });
    expect(await count(archive)).toBe(PER_HOUR);
    for (const text of [SECRET, 'quentin@example.com', 'Quentin']) expect(holds(archive, text)).toBe(false);
  });

  test('needs a full name', async () => {
    const archive = await filled();
    expect(await archive.forget({ actor: 'User', policy: 'none' })).toBeUndefined();
    expect(await count(archive)).toBe(HOURS * PER_HOUR);
  });
});
