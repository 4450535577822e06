import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { expect, test, vi } from 'vitest';
import { openArchive, type Ask } from '../src/index.ts';
import { hour, LOG } from './entries.ts';
import { all, DAY, folder, START } from './world.ts';

const ASKED: Readonly<Record<string, Partial<Ask>>> = {
  everything: {},
  'the newest first': { order: 'newest' },
  'one person': { wanted: { actor: 'user1@example.com' } },
  'many people': { wanted: { actor: 'user' } },
  'some verbs': { wanted: { verbs: ['create', 'update'] } },
  'an address': { wanted: { ip: '192.0.2.3' } },
  'a text': { wanted: { text: 'number 77' } },
  'a text of names and actions': { wanted: { text: 'user1@' } },
  'a text of actions': { wanted: { text: 'updat' } },
  'a target': { wanted: { target: 'ticket:17' } },
  'an action and flags': { wanted: { actions: ['Update'], flags: ['external'] } },
  'all of it at once': {
    wanted: { actor: 'user1', verbs: ['create'], ip: '192.0.2.3', text: 'number', flags: ['external'] },
  },
};

test.each(Object.entries(ASKED))('Reading %s scans no whole table', async (_, ask) => {
  const archive = openArchive(folder());
  for (let number = 0; number < 3; number += 1) await archive.put(hour(number, START));
  const asked: string[] = [];
  const prepare = Reflect.get(DatabaseSync.prototype, 'prepare');
  const spy = vi.spyOn(DatabaseSync.prototype, 'prepare').mockImplementation(function spied(
    this: DatabaseSync,
    sql: string,
  ): StatementSync {
    asked.push(sql);
    return prepare.call(this, sql);
  });
  await all(archive.read({ log: LOG, window: { from: START, to: START + DAY }, order: 'oldest', ...ask }));
  await archive.get('zendesk-1-AAAAAAAAAAAAAAAA');
  spy.mockRestore();
  const database = new DatabaseSync(`${archive.folder}/archive.db`);
  const plans = asked.flatMap((sql) =>
    database
      .prepare(`explain query plan ${sql}`)
      .all()
      .map(({ detail }) => String(detail)),
  );
  expect(
    plans.filter((detail) => /^SCAN (?!\(|json_each|text VIRTUAL|few$)/.test(detail) && !/\bsubquery\b/i.test(detail)),
  ).toEqual([]);
  expect(plans.length).toBeGreaterThan(0);
});
