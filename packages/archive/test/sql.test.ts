import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openArchive, querySql } from '../src/index.ts';
import { runStatement } from '../src/sql/statement.ts';
import { VIEWS } from '../src/sql/views.ts';
import { COLUMNS } from '../src/table.ts';
import { event, hour, LOG } from './entries.ts';
import { HOUR, START } from './world.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'archive-sql-'));
const ask = (sql: string) => querySql(folder, sql);
const odd = event(9000, START + 1, {
  impersonator: { id: '1', company: 'Zendesk' },
  targets: [{ type: 'call' }, { type: 'user', id: '7' }],
  target: { type: 'call' },
  changes: [],
  ip: undefined,
  outcome: undefined,
  message: '日本語 "é"',
});
const EVENTS = [odd, ...hour(0, START).events];

beforeAll(async () => {
  const archive = openArchive(folder);
  await archive.put({ ...hour(0, START), events: EVENTS });
  await archive.lose(LOG, { from: START - HOUR, to: START, reason: 'beyond_retention' });
  await archive.close();
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('SQL over an archive', () => {
  test('gives every column of every event as a Parquet file does', async () => {
    const names = Object.keys(COLUMNS);
    expect(names).toEqual(Object.keys(VIEWS.events.columns));
    const { columns, rows, truncated } = await ask(`select ${names.join(', ')} from events order by time, uid`);
    expect([columns, truncated]).toEqual([names, false]);
    const expected = EVENTS.toSorted((a, b) => a.at - b.at || (a.uid < b.uid ? -1 : 1)).map(({ event: one }) =>
      Object.values(COLUMNS).map(({ of }) => {
        const value = of(one);
        return Array.isArray(value) ? JSON.stringify(value) : (value ?? null);
      }),
    );
    expect(rows).toEqual(expected);
  });

  test('counts, joins and takes JSON apart', async () => {
    const { rows } = await ask(
      "select verb, count(*), max(raw ->> '$.id') from events where actor_id = '3' group by verb",
    );
    expect(rows).toEqual([
      ['create', 4, 38],
      ['update', 2, 24],
    ]);
    const flagged = 'select count(*) from events, json_each(events.flags) as flag where flag.value = ?'.replace(
      '?',
      "'external'",
    );
    expect((await ask(flagged)).rows).toEqual([[9]]);
    const recent = 'with recursive n(x) as (select 1 union all select x + 1 from n where x < 5) select sum(x) from n';
    expect((await ask(recent)).rows).toEqual([[15]]);
  });

  test('counts the rows of each table', async () => {
    const counts = Object.keys(VIEWS).map((view) => `(select count(*) from ${view})`);
    expect((await ask(`select ${counts.join(', ')}`)).rows).toEqual([[EVENTS.length, 1, 1, 3]]);
    expect((await ask('select count(*) from events')).rows).toEqual([[EVENTS.length]]);
  });

  test('knows what is covered, what is lost, and the ledger', async () => {
    const { rows } = await ask('select provider, tenant, log, since, until from covered');
    expect(rows).toEqual([['zendesk', 'acme', 'audit_logs', '2026-11-15T12:00:00.000Z', '2026-11-15T13:00:00.000Z']]);
    expect((await ask('select since, reason from lost')).rows).toEqual([
      ['2026-11-15T11:00:00.000Z', 'beyond_retention'],
    ]);
    expect((await ask('select seq, kind, fresh from records')).rows).toEqual([
      [1, 'open', 0],
      [2, 'read', 41],
      [3, 'gap', 0],
    ]);
  });

  test('gives 500 rows at most, and says that there were more', async () => {
    const numbers = (to: number) =>
      `with recursive n(x) as (select 1 union all select x + 1 from n where x < ${to}) select x from n`;
    expect(await ask(numbers(500))).toMatchObject({ truncated: false, rows: { length: 500 } });
    expect(await ask(numbers(501))).toMatchObject({ truncated: true, rows: { length: 500 } });
    const wide = `select hex(zeroblob(1000000)) from (${numbers(50)})`;
    const { truncated, rows } = await ask(wide);
    expect([truncated, rows.length]).toEqual([true, 2]);
  });

  test('gives numbers that JSON cannot hold as texts, and bytes in hexadecimal', async () => {
    expect((await ask("select 9007199254740993, x'00ff', null, 1.5")).rows).toEqual([
      ['9007199254740993', '00ff', null, 1.5],
    ]);
  });

  test.each([
    'insert into events(uid) values (1)',
    'delete from main.events',
    'update main.events set time = 0',
    `attach '${path.join(folder, 'other.db')}' as other`,
    'pragma journal_mode = delete',
    'pragma writable_schema = 1',
    "select load_extension('x')",
    'create temp table z(a)',
    `vacuum into '${path.join(folder, 'copy.db')}'`,
    'select * from pragma_database_list',
    "select readfile('/etc/hostname')",
    'select * from sqlite_schema',
    'select count(*) from sqlite_temp_schema',
    "select fts3_tokenizer('simple')",
    'select uid from main.events',
    'select count(*) from main.names',
    'select text from main.names',
    'select * from main.text',
    'select value from about',
    "select packed(0, x'00', 'raw')",
    'drop view events',
    'begin',
    'select count(*) from names',
    'select count(*) from pragma_database_list',
    'select count(*) from sqlite_schema',
    'select count(*) from fts5vocab',
  ])('refuses %s', async (sql) => {
    await expect(ask(sql)).rejects.toMatchObject({ code: 'invalid_query', fault: { field: 'sql' } });
    expect(readdirSync(folder)).not.toContain('copy.db');
    expect(readdirSync(folder)).not.toContain('other.db');
  });

  test('refuses a second statement, which SQLite would leave out in silence', async () => {
    await expect(ask('select 1; delete from events')).rejects.toThrow(/more than one statement/);
    expect((await ask('select 1;\n')).rows).toEqual([[1]]);
  });

  test('says what is wrong with a statement, and which tables there are', async () => {
    await expect(ask('select nope from events')).rejects.toMatchObject({
      message: 'sql: no such column: nope',
      fault: { hint: expect.stringContaining('events (time, uid, provider') as string },
    });
  });

  test('kills a statement when its time is over, and when nobody wants it any more', async () => {
    const endless = 'with recursive n(x) as (select 1 union all select x + 1 from n) select count(*) from n';
    await expect(querySql(folder, endless, { ms: 1000 })).rejects.toThrow(/stopped after 1 seconds/);
    const signal = AbortSignal.timeout(500);
    await expect(querySql(folder, endless, { signal })).rejects.toMatchObject({ code: 'cancelled' });
  });

  test('takes no more memory than it may', async () => {
    const large =
      'with recursive n(x) as (select 1 union all select x + 1 from n where x < 100000) select x, hex(zeroblob(9000)) as y from n order by y || x';
    await expect(ask(large)).rejects.toThrow(/took more memory/);
  });

  test('of a folder without an archive is refused', async () => {
    await expect(querySql(path.join(folder, 'none'), 'select 1')).rejects.toMatchObject({ code: 'not_found' });
  });
});

test('A Node without an authorizer is told so, and runs nothing', () => {
  const authorizer = Object.getOwnPropertyDescriptor(DatabaseSync.prototype, 'setAuthorizer') ?? {};
  Reflect.deleteProperty(DatabaseSync.prototype, 'setAuthorizer');
  try {
    expect(runStatement({ folder, sql: 'select 1', rows: 1 })).toMatchObject({
      fault: {
        message: `sql: Node ${process.versions.node} cannot keep a statement from doing more than reading`,
        hint: 'SQL needs Node 24.10 or newer. Everything else works with this one.',
      },
    });
  } finally {
    Object.defineProperty(DatabaseSync.prototype, 'setAuthorizer', authorizer);
  }
});
