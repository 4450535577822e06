import { readFileSync } from 'node:fs';
import path from 'node:path';
import { AuditError, search, type HttpResponse } from '@trailhound/core';
import { describe, expect, test } from 'vitest';
import { archiveSource, openServerArchive, sync, type Archive } from '../src/index.ts';
import { conformance, fill, read } from './conformance.ts';
import { onServers, REAL, startReal } from './clickhouse-servers.ts';
import { event, hour, LOG, PER_HOUR } from './entries.ts';
import { fakeClickHouse } from './fake-clickhouse.ts';
import { DAY, folder, HOUR, START, world } from './world.ts';

/** The query that the workflow for n8n sends. */
function workflowQuery(): string {
  const file = path.join(import.meta.dirname, '../../../docs/n8n-workflows/archive-exports.json');
  const { nodes } = JSON.parse(readFileSync(file, 'utf8')) as { nodes: { parameters: { body?: string } }[] };
  return nodes.find(({ parameters }) => parameters.body !== undefined)?.parameters.body ?? '';
}

const WINDOW = { from: START, to: START + 9 * DAY };

describe.each(onServers())('An archive in ClickHouse, $name,', ({ start }) => {
  conformance(async (at) => (await start()).open(at));

  test('is the same for everybody who opens it, and is not made by those who only read', async () => {
    const server = await start();
    await expect(server.open(folder(), { readOnly: true })).rejects.toMatchObject({ code: 'not_found' });
    const [one, other] = [await server.open(folder()), await server.open(folder())];
    await fill(one, 2);
    expect(other.id).toBe(one.id);
    expect(await read(other)).toHaveLength(2 * PER_HOUR);
    expect(await other.covered(LOG)).toEqual(await one.covered(LOG));
    expect(await other.status()).toEqual(await one.status());
  });

  test('shows nothing of an insert that was interrupted, and takes it again', async () => {
    const server = await start();
    const archive = await server.open(folder());
    server.failOn(/insert into records/);
    await expect(archive.put(hour(0, START))).rejects.toMatchObject({ code: 'unavailable' });
    server.failOn(undefined);
    const again = await server.open(folder());
    expect([await read(again), await again.covered(LOG)]).toEqual([[], []]);
    expect(await again.put(hour(0, START))).toMatchObject({ fresh: PER_HOUR, repeated: 0 });
    expect(await read(again)).toHaveLength(PER_HOUR);
    expect((await again.verify()).problems).toEqual([]);
  });

  test('keeps one of two writers that come at the same time, and tells the other', async () => {
    const server = await start();
    const [one, other] = [await server.open(folder()), await server.open(folder())];
    const both = await Promise.allSettled([one.put(hour(0, START)), other.put(hour(0, START))]);
    const refused = both
      .filter(({ status }) => status === 'rejected')
      .map((result) => (result as PromiseRejectedResult).reason as unknown);
    expect(refused.map((thrown) => (thrown as AuditError).message)).toEqual(
      refused.map(() => 'Another process writes to this archive, and was first'),
    );
    expect(await read(one)).toHaveLength(PER_HOUR);
    expect((await other.verify()).problems).toEqual([]);
  });

  test('takes many puts of one process one after the other', async () => {
    const archive = await (await start()).open(folder());
    await Promise.all([0, 1, 2, 3].map((number) => archive.put(hour(number, START))));
    expect(await read(archive)).toHaveLength(4 * PER_HOUR);
    expect(await archive.verify()).toMatchObject({ problems: [], gaps: [], records: 5 });
  });

  test('finds what a filter wants, whatever the server thinks of letters', async () => {
    const archive = await (await start()).open(folder());
    const odd = ['Kelvin \u212A', 'ÉMILE', 'a.b+c@example.com', 'quote " back \\ slash'].map((name, number) =>
      event(9000 + number, START + number, { actor: { kind: 'user', name } }),
    );
    await archive.put({ ...hour(0, START), events: [...hour(0, START).events, ...odd] });
    for (const actor of ['kelvin k', 'émile', 'A.B+C', 'user3@', '" back \\']) {
      const part = actor.toLowerCase();
      const matches: NonNullable<Parameters<Archive['read']>[0]['matches']> = ({ actor: by }) =>
        [by.name, by.email].some((text) => text?.toLowerCase().includes(part));
      const found = await read(archive, { wanted: { actor }, matches });
      expect(found).toEqual(await read(archive, { matches }));
      expect(found.length).toBeGreaterThan(0);
    }
    const verbs = ['update'] as const;
    const updated = await read(archive, { wanted: { verbs }, matches: ({ verb }) => verb === 'update' });
    expect(updated).toEqual(await read(archive, { matches: ({ verb }) => verb === 'update' }));
  });

  test('leaves out what a question does not need', async () => {
    const archive = await fill(await (await start()).open(folder()), 1);
    const [whole] = await read(archive, {});
    expect((await read(archive, { raw: false }))[0]).toEqual({ ...(whole as object), raw: undefined });
    const ids = { nativeId: undefined, requestId: undefined };
    const [brief] = await read(archive, { raw: false, brief: true });
    expect(brief).toEqual({ ...(whole as object), raw: undefined, message: '', changes: [], ...ids });
  });

  test('prunes whole days, and keeps their evidence', async () => {
    const archive = await fill(await (await start()).open(folder()), 36);
    const midnight = START + 12 * HOUR;
    expect(await archive.forget({ before: midnight + HOUR, policy: 'keep 1d' })).toMatchObject({ gone: 12 * PER_HOUR });
    expect(await read(archive)).toHaveLength(24 * PER_HOUR);
    expect((await archive.covered(LOG)).map(({ from }) => from)).toEqual([midnight]);
    expect((await archive.verify()).problems).toEqual([]);
    expect(await archive.forget({ before: midnight, policy: 'keep 1d' })).toBeUndefined();
  });

  test('finishes a prune that was interrupted after its record', async () => {
    const server = await start();
    const archive = await fill(await server.open(folder()), 36);
    const prune = { before: START + 12 * HOUR, policy: 'keep 1d' };
    server.failOn(/alter table/);
    await expect(archive.forget(prune)).rejects.toMatchObject({ code: 'unavailable' });
    server.failOn(undefined);
    expect(await server.count('stored')).toBe(36 * PER_HOUR);
    const again = await server.open(folder());
    expect(await again.forget(prune)).toBeUndefined();
    expect(await server.count('stored')).toBe(24 * PER_HOUR);
    expect(await read(again)).toHaveLength(24 * PER_HOUR);
    expect((await again.verify()).problems).toEqual([]);
  });

  test('answers the query of the workflow for n8n', async () => {
    const server = await start();
    const archive = await server.open(folder());
    const exported = [1, 8, 2].map((number) => event(number, START + number, { verb: 'export' }));
    await archive.put({ ...hour(0, START), events: [...exported, event(3, START + 3), event(4, START + 4)] });
    const since = new Date(START).toISOString().slice(0, 19).replace('T', ' ');
    const found = await server.run(workflowQuery().replace("{since:DateTime64(3, 'UTC')}", `'${since}'`));
    const rows = found
      .trimEnd()
      .split('\n')
      .map((line) => Object.values(JSON.parse(line) as Record<string, unknown>).map(String));
    expect(rows).toEqual([
      ['user1@example.com', 'User 1', '2'],
      ['user2@example.com', 'User 2', '1'],
    ]);
  });

  test('erases a person, who does not come back, and keeps the hash of each event', async () => {
    const server = await start();
    const archive = await fill(await server.open(folder()), 2);
    const theirs = (await read(archive)).filter((one) => (one as { actor: { id: string } }).actor.id === '3').length;
    expect(await archive.forget({ actor: 'user3@example.com', policy: 'request' })).toMatchObject({ gone: theirs });
    expect(await archive.put({ ...hour(0, START), facts: { ...hour(0, START).facts, kind: 'sweep' } })).toMatchObject({
      fresh: 0,
    });
    expect(await read(archive)).toHaveLength(2 * PER_HOUR - theirs);
    expect(await archive.erased(LOG, WINDOW)).toBe(theirs);
    expect(await server.count("stored where actor like '%user3@example.com%'")).toBe(0);
    expect((await archive.verify()).problems).toEqual([]);
    expect(await archive.forget({ actor: 'user3@example.com', policy: 'request' })).toBeUndefined();
  });

  test('finds what somebody altered', async () => {
    const server = await start();
    const archive = await fill(await server.open(folder()), 3);
    await server.run(
      'alter table stored delete where uid in (select uid from stored order by uid limit 1) settings mutations_sync = 2',
    );
    const { problems } = await archive.verify();
    expect(problems.map(({ kind }) => kind)).toEqual(['event_missing']);
  });

  test('is synced and answers like any other, without asking a vendor again', async () => {
    const archive = await (await start()).open(folder());
    const { connections, requests } = world({ events: 200, unlimited: true });
    const { complete } = await sync(archive, connections, { since: START - 3 * DAY });
    expect(complete).toBe(true);
    const before = requests();
    const source = archiveSource(archive, { offline: true });
    const query = {
      since: new Date(START - 2 * DAY).toISOString(),
      until: new Date(START - DAY).toISOString(),
      limit: 1000,
    };
    const held = await search(connections, query, { source: () => source });
    expect(requests()).toBe(before);
    const live = await search(connections, query);
    expect(held.events).toEqual(live.events);
    expect(held.events.length).toBeGreaterThan(10);
    expect((await archive.verify()).problems).toEqual([]);
  });
});

test.skipIf(REAL === undefined)('The view of an archive in ClickHouse shows plain columns', async () => {
  const server = await startReal(REAL ?? '');
  await (await server.open(folder())).put({ ...hour(0, START), events: [event(5, START)] });
  expect(JSON.parse(await server.run('select * from events'))).toMatchObject({
    actor_email: 'user5@example.com',
    verb: 'create',
    message: 'Changed ticket number 5',
    flags: ['external'],
  });
});

test.skipIf(REAL === undefined)(
  'An archive in ClickHouse takes at most 140 bytes an event',
  async () => {
    const server = await startReal(REAL ?? '');
    const archive = await server.open(folder());
    const { connections } = world({ events: 20_000, unlimited: true });
    await sync(archive, connections, { since: START - 40 * DAY });
    await server.run('optimize table stored final');
    const { logs, bytes } = await archive.status();
    const events = logs.reduce((sum, log) => sum + log.events, 0);
    expect(events).toBeGreaterThan(50_000);
    expect(bytes / events).toBeLessThanOrEqual(140);
  },
  300_000,
);

describe('A ClickHouse server', () => {
  const refused = (response: HttpResponse): Promise<Archive> =>
    openServerArchive('http://dana@localhost:8123/trailhound', {
      send: async () => response,
      folder: folder(),
      password: 'hunter2',
    });

  test('is asked with a password that no URL, statement or error holds', async () => {
    const { send, requests } = fakeClickHouse({ user: 'dana', password: 'hunter2' });
    const options = { send, folder: folder() };
    await openServerArchive('http://dana@localhost:8123/trailhound', { ...options, password: 'hunter2' });
    for (const { url, body } of requests()) expect(`${url} ${body}`).not.toMatch(/hunter2|dana/);
    await expect(openServerArchive('http://dana@localhost:8123/trailhound', options)).rejects.toMatchObject({
      code: 'unavailable',
      fault: { hint: 'Check the user in the URL, and CLICKHOUSE_PASSWORD.' },
    });
    const login = Buffer.from('dana:hunter2').toString('base64');
    const headers = { 'x-clickhouse-exception-code': '62' };
    const body = `Code: 62. Syntax error near hunter2 and ${login}`;
    const thrown = await refused({ status: 400, headers, body }).catch((failed: unknown) => JSON.stringify(failed));
    expect(thrown).toContain('Syntax error near *** and ***');
  });

  test('that is none, cuts its answer off or cannot be reached is named', async () => {
    await expect(refused({ status: 404, headers: {}, body: 'Not found' })).rejects.toThrow(
      'ClickHouse at http://localhost:8123/ refused a statement (status 404: Not found)',
    );
    const { send, answerWith } = fakeClickHouse();
    const archive = await openServerArchive('http://localhost:8123/trailhound', { send, folder: folder() });
    answerWith(() => ({ status: 200, headers: {}, body: '{"seq":' }));
    await expect(archive.covered(LOG)).rejects.toThrow(/is not ClickHouse, or its answer was cut off/);
    const gone = async (): Promise<never> => {
      throw Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    };
    await expect(
      openServerArchive('http://localhost:8123/trailhound', { send: gone, folder: folder() }),
    ).rejects.toThrow('ClickHouse at http://localhost:8123/ cannot be reached (ECONNREFUSED)');
  });

  test.each([
    ['http://dana:hunter2@localhost:8123/trailhound', 'holds a password'],
    ['http://localhost:8123/', 'names no database'],
    ['http://localhost:8123/a/b', 'names no database'],
    ['http://localhost:8123/a?user=dana', 'holds more than a database'],
    ['http://', 'is no URL of a ClickHouse server'],
    ['ftp://localhost/a', 'is no URL of a ClickHouse server'],
  ])('at %s: the URL %s', async (url, what) => {
    const opening = openServerArchive(url, { send: fakeClickHouse().send, folder: folder() });
    await expect(opening).rejects.toMatchObject({
      code: 'invalid_query',
      message: expect.stringContaining(`archive: the URL ${what}`) as string,
    });
    await expect(opening).rejects.not.toThrow(/hunter2/);
  });
});
