import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fakeClickHouse } from '../../../packages/archive/test/fake-clickhouse.ts';
import { trailhound, type Ended } from './run.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'trailhound-clickhouse-'));
const clickhouse = fakeClickHouse({ user: 'sync', password: 'hunter2' });
const env = { XDG_STATE_HOME: folder, CLICKHOUSE_PASSWORD: 'hunter2' };
let server: Server;
let url = '';
const run = async (line: string, more: Record<string, string> = {}): Promise<Ended> =>
  trailhound([...line.split(' '), '--archive', url], { ...env, ...more });

beforeAll(async () => {
  server = createServer((request, response) => {
    void (async () => {
      const given = { method: 'POST', url: `http://localhost${request.url}`, body: await text(request) } as const;
      const headers = { authorization: request.headers.authorization ?? '' };
      const { status, headers: sent, body } = await clickhouse.send({ ...given, headers }, { maxBytes: Infinity });
      response.writeHead(status, sent).end(body);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://sync@127.0.0.1:${(server.address() as AddressInfo).port}/trailhound`;
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

describe('--archive with the URL of a ClickHouse server', () => {
  test('is synced, asked, verified, exported and pruned as a folder is', async () => {
    const synced = await run('sync --demo --once --since 3d');
    expect([synced.code, synced.err]).toEqual([0, expect.stringContaining('Checkpoint, to be kept')]);
    const found = await run('summarize --demo --since 2d --until 1d --offline --json');
    expect(found.code).toBe(0);
    expect((JSON.parse(found.out) as { total: number }).total).toBeGreaterThan(5);
    expect(await run('archive verify')).toMatchObject({ code: 0, out: expect.stringMatching(/^Whole: /) as string });
    expect(await run('archive status')).toMatchObject({ code: 0, out: expect.stringContaining('AccessLog') as string });
    const out = path.join(folder, 'kept.ndjson');
    expect((await run(`archive export --since 2d --until 1d --out ${out}`)).code).toBe(0);
    expect((await run('archive prune --keep 1d --yes')).out).toMatch(/^Deleted everything before .*: record \d+/);
    expect((await run('archive verify')).code).toBe(0);
  });

  test('keeps its signed checkpoints on this machine', () => {
    const [name = ''] = readdirSync(path.join(folder, 'trailhound', 'archives'));
    expect(readdirSync(path.join(folder, 'trailhound', 'archives', name))).toContain('checkpoints.txt');
  });

  test('says what is wrong without the password', async () => {
    const refused = await run('archive status', { CLICKHOUSE_PASSWORD: 'wrong-one' });
    expect(refused.code).toBe(2);
    expect(refused.err).toMatch(/refused a statement \(code 516.*Check the user in the URL, and CLICKHOUSE_PASSWORD/);
    expect(refused.err).not.toMatch(/wrong-one|hunter2/);
    const open = await trailhound(
      ['archive', 'status', '--archive', 'http://sync:hunter2@127.0.0.1:1/trailhound'],
      env,
    );
    expect([open.code, open.err]).toEqual([2, expect.stringContaining('the URL holds a password')]);
    expect(open.err).not.toContain('hunter2');
    const asked = await trailhound(
      ['archive', 'prune', '--keep', '1d', '--archive', 'http://sync:hunter2@127.0.0.1:1/a'],
      env,
    );
    expect(asked.err).toMatch(/from http:\/\/127\.0\.0\.1:1\/a, and it does not come back/);
  });

  test('answers no SQL of ours', async () => {
    const { code, err } = await trailhound(['archive', 'sql', 'select 1', '--archive', url], env);
    expect([code, err]).toEqual([2, expect.stringContaining('Ask ClickHouse itself')]);
  });
});
