import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { openArchive, sync } from '@trailhound/archive';
import { openArchiveOf } from '@trailhound/program';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { VIEWS } from '../../../packages/archive/src/sql/views.ts';
import { clientOf } from './one-vendor.ts';
import { BIN, run, serve } from './processes.ts';
import { START, world, type World } from './world.ts';

const DAY = 86_400_000;
const folder = mkdtempSync(path.join(tmpdir(), 'trailhound-mcp-sql-'));
let made: World;

beforeAll(async () => {
  made = await world({ simulator: { events: 60 } });
  const archive = openArchive(folder);
  await sync(archive, made.service.connections, { since: START - 7 * DAY, budget: 1 });
  await archive.close();
});
afterAll(() => rmSync(folder, { recursive: true }));

async function reader(): Promise<Client> {
  const archive = openArchiveOf({ archive: folder, offline: false, env: {} });
  onTestFinished(async () => archive?.close());
  return clientOf({ ...made.service, archive, options: { ...made.service.options, allowSql: true } });
}

async function ask(client: Client, sql: string): Promise<Record<string, unknown>> {
  const { structuredContent } = await client.callTool({ name: 'query_archive_sql', arguments: { sql } });
  return structuredContent as Record<string, unknown>;
}

describe('query_archive_sql', () => {
  test('is only offered with --allow-sql, and tells a model every column', async () => {
    const plain = await made.client.listTools();
    expect(plain.tools.map(({ name }) => name)).not.toContain('query_archive_sql');
    const { tools } = await (await reader()).listTools();
    const tool = tools.find(({ name }) => name === 'query_archive_sql');
    expect(tool?.annotations).toMatchObject({ readOnlyHint: true });
    for (const name of ['events', 'covered'] as const) {
      expect(tool?.description).toContain(`${name} (${Object.keys(VIEWS[name].columns).join(', ')})`);
    }
  });

  test('answers with columns, rows, and whether there are more', async () => {
    const client = await reader();
    const {
      columns,
      rows,
      more_rows: more,
    } = await ask(client, 'select provider, count(*) from events group by 1 order by 1');
    expect([columns, more]).toEqual([['provider', 'count(*)'], false]);
    expect(rows).toEqual(made.simulator.vendors.toSorted().map((vendor) => [vendor, expect.any(Number)]));
    const many = 'with recursive n(x) as (select 1 union all select x + 1 from n where x < 600) select x from n';
    expect(await ask(client, many)).toMatchObject({ more_rows: true });
  });

  test('says what is wrong with a statement, and does nothing but read', async () => {
    const client = await reader();
    expect(await ask(client, 'delete from events')).toMatchObject({ error: { code: 'invalid_query', field: 'sql' } });
    expect(await ask(client, 'select nope from events')).toMatchObject({
      error: { message: 'sql: no such column: nope', hint: expect.stringContaining('covered (') as string },
    });
  });

  test('keeps to the length of an answer, whatever a cell holds', async () => {
    const client = await reader();
    const { content } = await client.callTool({
      name: 'query_archive_sql',
      arguments: { sql: 'select e.*, hex(zeroblob(5000)) from events e' },
    });
    expect(JSON.stringify(content).length).toBeLessThan(60_000);
  });

  test('is answered by the program as it is built', async () => {
    const server = await serve(['--demo', '--archive', folder, '--allow-sql'], {});
    onTestFinished(() => server.stop());
    const client = new Client({ name: 'test', version: '1' });
    await client.connect(new StreamableHTTPClientTransport(new URL(server.url)));
    expect(await ask(client, 'select count(*) > 10 from events')).toMatchObject({ rows: [[1]] });
    await client.close();
  });

  test.each([[[]], [['--archive', 'http://localhost:8123/trailhound']]])(
    'is refused at the start with %j, which is no folder',
    async (more) => {
      const { code, err } = await run([BIN, '--demo', '--allow-sql', ...more]);
      expect([code, err]).toEqual([2, expect.stringContaining('--allow-sql: there is no archive in a folder')]);
    },
  );
});
