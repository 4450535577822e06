import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { openArchive, sync } from '@trailhound/archive';
import { providers, type Provider } from '@trailhound/core';
import { openAccounts, openArchiveOf } from '@trailhound/program';
import { startSimulator } from '@trailhound/simulator';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { clientOf } from './one-vendor.ts';
import { accountsOf, BIN, run, serve } from './processes.ts';
import { START, world, type World } from './world.ts';

const DAY = 86_400_000;
const HELD = { since: new Date(START - 6 * DAY).toISOString(), until: new Date(START - DAY).toISOString() };

const temporary = mkdtempSync(path.join(tmpdir(), 'trailhound-mcp-archive-'));
const folder = path.join(temporary, 'archive');
let made: World;

beforeAll(async () => {
  made = await world({ simulator: { events: 150 } });
  await fill(folder, made.service.connections, START - 7 * DAY);
});
afterAll(() => rmSync(temporary, { recursive: true }));

async function fill(where: string, connections: World['service']['connections'], since: number): Promise<void> {
  const archive = openArchive(where);
  await sync(archive, connections, { since, budget: 1 });
  await archive.close();
}

/** A client of a server that answers from the archive. */
async function reader({ offline = false } = {}): Promise<Client> {
  const archive = openArchiveOf({ archive: folder, offline, env: {} });
  onTestFinished(async () => archive?.close());
  const options = { ...made.service.options, offline, allowZendeskExport: true };
  return clientOf({ ...made.service, options, archive });
}

/** How many requests the vendors have had so far. */
function requests(): number {
  return made.simulator.vendors.reduce((sum, vendor) => sum + made.simulator.stats(vendor).requests, 0);
}

interface Answer extends Record<string, unknown> {
  readonly coverage: readonly Record<string, unknown>[];
}

async function ask(client: Client, name: string, given: object = {}): Promise<Answer> {
  const { structuredContent } = await client.callTool({ name, arguments: { ...given } });
  return structuredContent as Answer;
}

const CITED = {
  from: 'archive',
  read_at: expect.stringMatching(/^2026-/) as string,
  ledger: { seq: expect.any(Number) as number, hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
};

describe('A server with an archive', () => {
  test.each([
    ['query_audit_logs', { limit: 5 }],
    ['summarize_audit_logs', { by: ['actor'] }],
    ['summarize_audit_logs', { by: [] }],
    ['trace_audit_actor', { actor: 'dana.doe@example.com' }],
  ])('answers %s with %j of what it holds without any request, and cites where it is from', async (tool, given) => {
    const live = await ask(made.client, tool, { ...HELD, ...given });
    const client = await reader();
    const before = requests();
    const kept = await ask(client, tool, { ...HELD, ...given });
    expect(requests()).toBe(before);
    for (const one of kept.coverage) expect(one).toMatchObject(CITED);
    for (const name of ['rows', 'total', 'groups', 'events']) expect(kept[name]).toEqual(live[name]);
  });

  test('shows one event in full, as a tool and as a resource, without any request', async () => {
    const client = await reader();
    const { columns, rows } = await ask(client, 'query_audit_logs', { ...HELD, limit: 1 });
    const uid = (rows as string[][])[0]?.[(columns as string[]).indexOf('uid')] ?? '';
    const before = requests();
    const { event } = await ask(client, 'get_audit_log', { uid });
    expect(event).toMatchObject({ uid: expect.stringMatching(`^${uid}`) });
    await client.readResource({ uri: `audit://events/${uid}` });
    expect(requests()).toBe(before);
  });

  test('asks the vendors for the rest, counts both together, and says which part is which', async () => {
    const client = await reader();
    const query = { since: new Date(START - 9 * DAY).toISOString(), until: HELD.until, by: ['actor', 'log'] };
    const live = await ask(made.client, 'summarize_audit_logs', query);
    const before = requests();
    const mixed = await ask(client, 'summarize_audit_logs', query);
    expect(requests()).toBeGreaterThan(before);
    expect([mixed['total'], mixed['groups']]).toEqual([live['total'], live['groups']]);
    expect(mixed.coverage[0]).toMatchObject({
      from: 'archive and vendor',
      archived: [{ from: new Date(START - 7 * DAY).toISOString(), to: HELD.until }],
    });
  });

  test('lists what is held, its gaps, and when the vendor forgets the rest', async () => {
    const { sources, archive } = (await ask(await reader(), 'list_audit_sources')) as unknown as {
      sources: { logs: { log: string; archived: Record<string, unknown> }[] }[];
      archive: Record<string, unknown>;
    };
    expect(archive).toMatchObject({ folder, ledger: { seq: expect.any(Number) as number } });
    const access = sources.flatMap(({ logs }) => logs).find(({ log }) => log === 'gong.AccessLog');
    expect(access?.archived).toMatchObject({
      from: new Date(START - 7 * DAY).toISOString(),
      vendor_forgets_the_rest_in_days: expect.closeTo(14, 0) as number,
    });
  });
});

describe('Offline', () => {
  test('no tool asks a vendor, and what is not held is named', async () => {
    const client = await reader({ offline: true });
    const before = requests();
    const { coverage } = await ask(client, 'query_audit_logs', { since: '9d' });
    expect(coverage[0]).toMatchObject({ from: 'archive', complete: false });
    expect(JSON.stringify(coverage)).toContain('not_archived');
    expect(await ask(client, 'list_audit_sources')).toMatchObject({ offline: true });
    expect(await ask(client, 'get_audit_log', { uid: 'zendesk:35436' })).toMatchObject({
      error: { code: 'invalid_query', field: 'uid' },
    });
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).not.toContain('request_zendesk_audit_export');
    expect(requests()).toBe(before);
  });
});

describe('The program', () => {
  test('answers over HTTP from a thread of its own what it answers in place, and asks no vendor', async () => {
    const simulator = await startSimulator({ events: 200, from: Date.now() - 6 * DAY, unlimited: true });
    onTestFinished(() => simulator.close());
    const env = accountsOf(simulator);
    // One log is enough, and soon there.
    const only = Object.values<Provider>(providers)
      .flatMap(({ id, logs }) => (logs.length === 1 ? [id] : []))
      .slice(0, 1);
    const accounts = await openAccounts({ env, only, demo: false, userAgent: 'test', defect: () => undefined });
    onTestFinished(() => accounts.close());
    const where = path.join(temporary, 'http');
    await fill(where, accounts.connections, Date.now() - 7 * DAY);
    const before = simulator.vendors.map((vendor) => simulator.stats(vendor).requests);
    const server = await serve(['--archive', where, '--offline', '--providers', only.join()], env);
    onTestFinished(() => server.stop());
    const client = new Client({ name: 'test', version: '1' });
    await client.connect(new StreamableHTTPClientTransport(new URL(server.url)));
    const held = {
      since: new Date(Date.now() - 5 * DAY).toISOString(),
      until: new Date(Date.now() - DAY).toISOString(),
    };
    const { total } = await ask(client, 'summarize_audit_logs', { ...held, by: ['verb'] });
    expect(total).toBeGreaterThan(100);
    const found = await ask(client, 'query_audit_logs', { ...held, text: 'a', limit: 500 });
    expect(found.coverage[0]).toMatchObject(CITED);
    expect(await ask(client, 'list_audit_sources')).toMatchObject({ archive: { folder: where } });
    expect(simulator.vendors.map((vendor) => simulator.stats(vendor).requests)).toEqual(before);
    await client.close();
  });

  test('refuses a folder that is not there, and --offline without one, and names the option', async () => {
    const missing = await run([BIN, '--archive', path.join(temporary, 'none')]);
    expect([missing.code, missing.err]).toEqual([2, expect.stringContaining('--archive: there is no folder')]);
    const without = await run([BIN, '--offline']);
    expect([without.code, without.err]).toEqual([2, expect.stringContaining('--offline: there is no archive')]);
  });

  test('says in its check-up what is held, and asks no vendor offline', async () => {
    const { out } = await run([BIN, 'doctor', '--demo', '--archive', folder, '--offline', '--json']);
    const { accounts, archive, warnings } = JSON.parse(out) as {
      accounts: unknown[];
      archive: { logs: { log: string; events: number }[] };
      warnings: string[];
    };
    expect(accounts).toEqual([]);
    expect(archive.logs.find(({ log }) => log === 'gong/default.AccessLog')?.events).toBeGreaterThan(0);
    expect(warnings.join()).toContain('No checkpoint is signed yet');
  });
});
