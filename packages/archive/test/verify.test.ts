import { copyFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { generateKeyPairSync } from 'node:crypto';
import { verifierKeyOf } from '@trailhound/core/ledger';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openArchive, originOf, readCheckpoints, signingKey, sync, type Archive } from '../src/index.ts';
import { DAY, folder, HOUR, START, world, type World } from './world.ts';

interface Kept extends World {
  readonly archive: Archive;
  readonly state: string;
  readonly run: () => Promise<unknown>;
}

async function kept(): Promise<Kept> {
  const made = world({ events: 1500, unlimited: true }, ['zendesk', 'ashby']);
  const archive = openArchive(folder());
  const state = folder();
  const run = (): Promise<unknown> =>
    sync(archive, made.connections, { since: START - 3 * DAY, freshMs: 0, signingKey: signingKey(state) });
  await run();
  made.simulator.clock.advance(2 * HOUR);
  await run();
  return { ...made, archive, state, run };
}

/** Changes the file behind the archive's back. */
function tamper({ archive }: Kept, ...statements: string[]): void {
  const database = new DatabaseSync(path.join(archive.folder, 'archive.db'));
  for (const statement of statements) database.exec(statement);
  database.close();
}

const READ = `(select seq from records where json ->> 'kind' = 'read' and json ->> 'fresh' > 1 limit 1)`;
const EVENT = `(select id from events where record = ${READ} order by time, uid limit 1)`;

test('An untouched archive verifies', async () => {
  const made = await kept();
  const key = verifierKeyOf(originOf(made.archive), signingKey(made.state));
  const { problems, gaps, records, events, checkpoints } = await made.archive.verify({ key });
  const status = await made.archive.status();
  expect([problems, gaps, records, checkpoints]).toEqual([[], [], status.ledger.seq, 2]);
  expect(events).toBe(status.logs.reduce((sum, log) => sum + log.events, 0));
});

const ALTERED: readonly (readonly [title: string, kind: string, ...statements: string[]])[] = [
  [
    'who did it',
    'event_altered',
    `update events set actor = (select max(id) from actors where id <> actor) where id = ${EVENT}`,
  ],
  [
    'a name that events share',
    'event_altered',
    `update actors set text = json_set(text, '$.name', 'Somebody Else') where id = (select actor from events limit 1)`,
  ],
  ['the time of an event', 'event_redated', `update events set time = time + 1 where id = ${EVENT}`],
  ['an event that is dropped', 'event_missing', `delete from events where id = ${EVENT}`],
  [
    'an event that is added',
    'event_added',
    `create temp table t as select * from events where id = ${EVENT}`,
    `update t set id = 999999, uid = replace(uid, 'k', 'q') || 'x'`,
    `insert into events select * from t`,
  ],
  ['an event of no record', 'event_added', `update events set record = 99999 where id = ${EVENT}`],
  [
    'events that are said to be pruned',
    'event_missing',
    `delete from events where record = ${READ}`,
    `update records set pruned = 1 where seq = ${READ}`,
  ],
  [
    'an event that is said to be erased',
    'event_missing',
    `insert into erased select uid, time, log, record, stated, zeroblob(32), 2 from events where id = ${EVENT}`,
    `delete from events where id = ${EVENT}`,
  ],
  [
    'a number of a record',
    'record_altered',
    `update records set json = replace(json, '"seen":', '"seen":1') where seq = 3`,
  ],
  ['a record that is dropped', 'record_missing', `delete from records where seq = 4`],
  [
    'two records that change places',
    'records_reordered',
    `update records set seq = -1 where seq = 3`,
    `update records set seq = 3 where seq = 4`,
    `update records set seq = 4 where seq = -1`,
  ],
  ['a record that is no JSON', 'record_altered', `update records set json = '{' where seq = 3`],
  ['what is covered', 'coverage_altered', `update covered set "to" = "to" + 3600000`],
  ['a stretch that is said to be covered', 'coverage_altered', `insert into covered values (1, 0, 1000, 0)`],
  [
    'an end that is cut off',
    'rolled_back',
    `delete from events where record = (select max(seq) from records)`,
    `delete from records where seq = (select max(seq) from records)`,
  ],
];

describe('Verification finds', () => {
  test.each(ALTERED)('%s', async (_, kind, ...statements) => {
    const made = await kept();
    tamper(made, ...statements);
    const { problems } = await made.archive.verify();
    expect(problems.map((one) => one.kind)).toContain(kind);
    expect(problems.every(({ text }) => /^[A-Z\d].*\.$/.test(text))).toBe(true);
  });

  test('any single flipped bit of the packed data', async () => {
    const made = await kept();
    const database = new DatabaseSync(path.join(made.archive.folder, 'archive.db'));
    const rows = database.prepare('select id, uid, body from events order by id').all();
    let found = 0;
    const change = database.prepare('update events set body = ? where id = ?');
    await fc.assert(
      fc.asyncProperty(fc.nat(rows.length - 1), fc.nat(), fc.nat(7), async (index, at, bit) => {
        const { id = 0, uid, body } = rows[index] ?? {};
        const bytes = Uint8Array.from(body as Uint8Array);
        const place = at % bytes.length;
        const whole = await made.archive.get(String(uid));
        bytes[place] = (bytes[place] ?? 0) ^ (1 << bit);
        change.run(bytes, id);
        const { problems } = await made.archive.verify();
        // Some bits of what is packed say nothing.
        if (problems.length === 0) expect(await made.archive.get(String(uid))).toEqual(whole);
        else expect(problems.map(({ kind }) => kind)).toEqual(['event_altered']);
        found += problems.length;
        change.run(body as Uint8Array, id);
      }),
      { numRuns: 40 },
    );
    expect(found).toBeGreaterThan(30);
    database.close();
  });

  test('an older copy, by a checkpoint stored elsewhere', async () => {
    const made = await kept();
    const copy = folder();
    tamper(made, 'pragma wal_checkpoint(truncate)');
    copyFileSync(path.join(made.archive.folder, 'archive.db'), path.join(copy, 'archive.db'));
    made.simulator.clock.advance(2 * HOUR);
    await made.run();
    const older = openArchive(copy, { readOnly: true });
    expect((await older.verify()).problems).toEqual([]);
    const { problems } = await older.verify({ checkpoints: readCheckpoints(made.archive.folder) });
    expect(problems.map(({ kind }) => kind)).toEqual(['rolled_back']);
    await older.close();
  });

  test('a rewritten history, by a checkpoint of the original', async () => {
    const [made, other] = [await kept(), await kept()];
    const { problems } = await other.archive.verify({ checkpoints: readCheckpoints(made.archive.folder).slice(0, 1) });
    expect(problems.map(({ kind }) => kind)).toEqual(['history_rewritten']);
  });

  test('a checkpoint signed by somebody else', async () => {
    const made = await kept();
    const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const { problems } = await made.archive.verify({ key: verifierKeyOf(originOf(made.archive), pem) });
    expect(problems.map(({ kind }) => kind)).toEqual(['checkpoint_forged', 'checkpoint_forged']);
  });

  test('a checkpoint that cannot be read', async () => {
    const made = await kept();
    const { problems } = await made.archive.verify({ checkpoints: ['x'] });
    expect(problems.map(({ kind }) => kind)).toEqual(['checkpoint_unreadable']);
  });
});
