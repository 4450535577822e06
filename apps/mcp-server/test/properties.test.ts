import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { providers, type Provider } from '@trailhound/core';
import { hasHidden } from '@trailhound/core/reply';
import { HOSTILE_TEXT, SECRETS, startSimulator } from '@trailhound/simulator';
import type { CallToolResult, Client } from '@modelcontextprotocol/client';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { waysOf } from '@trailhound/program';
import { createLog } from '../src/log.ts';
import { Options } from '../src/options.ts';
import { startService } from '../src/service.ts';
import { ashbyWith, clientOf, NOW, serviceWith } from './one-vendor.ts';

const DAY = 86_400_000;

const text = fc.oneof(
  fc.string({ maxLength: 30 }),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(...HOSTILE_TEXT, '"'.repeat(400), '\\'.repeat(400), '😀'.repeat(200), '', '\n\n\n', '],["x"]]'),
  fc.string({ minLength: 100, maxLength: 5000 }),
);

const entry = fc.record({
  id: fc.uuid(),
  timestamp: fc.integer({ min: 1, max: DAY - 1 }).map((ago) => new Date(NOW - ago).toISOString()),
  category: text.map((name) => name.trim() || 'FixtureNamed'),
  actor: fc.option(fc.record({ type: text, id: fc.option(text), email: fc.option(text), name: fc.option(text) })),
  target: fc.option(fc.record({ type: text, id: fc.option(text) })),
  description: fc.option(text),
  request: fc.option(fc.record({ id: text, ipAddress: fc.option(text) })),
  changedFields: fc.option(fc.dictionary(text, fc.oneof(text, fc.record({ from: text, to: text })), { maxKeys: 80 })),
});

const entries = fc.uniqueArray(entry, { maxLength: 120, selector: ({ id }) => id });

describe('With any events', () => {
  test('an answer is within its budget, both channels say the same, and paging gives each event once', async () => {
    const asked = fc.record({
      entries,
      detail: fc.constantFrom('compact', 'full'),
      limit: fc.integer({ min: 1, max: 500 }),
      order: fc.constantFrom('newest', 'oldest'),
      maxResultChars: fc.constantFrom(5000, 8000, 25_000),
    });
    await fc.assert(
      fc.asyncProperty(asked, async ({ entries: held, maxResultChars, ...args }) => {
        const client = await clientOf(serviceWith(ashbyWith(held), { maxResultChars }).service);
        const given: string[] = [];
        let cursor: string | undefined;
        do {
          const body = await ask(
            client,
            'query_audit_logs',
            { ...args, ...(cursor === undefined ? {} : { cursor }) },
            maxResultChars,
          );
          const uids = uidsOf(body);
          expect(uids).toHaveLength(body.returned ?? -1);
          for (const row of body.rows ?? []) expect(row).toHaveLength(body.columns?.length ?? -1);
          given.push(...uids);
          cursor = body.next_cursor;
          expect(body.truncated).toBe(cursor !== undefined);
        } while (cursor !== undefined);
        expect(given).toHaveLength(held.length);
        expect(new Set(given).size).toBe(held.length);
      }),
      { numRuns: 120, endOnFailure: true },
    );
  });

  test('who may be the same person is said shortly, however long the names are', async () => {
    const name = '😀'.repeat(200);
    const held = [undefined, 'one', 'two'].map((id, index) => ({
      id: `entry-${index}`,
      timestamp: new Date(NOW - 1000 - index).toISOString(),
      category: 'FixtureNamed',
      actor: { type: 'x', id, name },
    }));
    const client = await clientOf(serviceWith(ashbyWith(held), { maxResultChars: 5000 }).service);
    const { same_people: same = [] } = await ask(client, 'query_audit_logs', { detail: 'full' }, 5000);
    expect(same).not.toEqual([]);
    for (const said of same) expect(said.length).toBeLessThanOrEqual(300);
  });

  test('a count is within its budget if a single row of each dimension is not', async () => {
    const long = '"'.repeat(400);
    const held = [1, 2].map((id) => ({
      id: `entry-${id}`,
      timestamp: new Date(NOW - 1000 * id).toISOString(),
      category: `${id}${long}`,
      actor: { type: 'x', id: `${id}${long}`, email: null, name: null },
      target: { type: long, id: `${id}${long}` },
      description: null,
      request: { id: 'r', ipAddress: `${id}${long}` },
      changedFields: null,
    }));
    const client = await clientOf(serviceWith(ashbyWith(held), { maxResultChars: 5000 }).service);
    const by = ['actor', 'action', 'target', 'ip', 'category'];
    const { total, groups = [] } = await ask(client, 'summarize_audit_logs', { by }, 5000);
    expect(total).toBe(2);
    expect(groups.map(({ top }) => top.length)).toEqual([1, 1, 1, 0, 0]);
  });

  test('summaries, timelines and single events are within their budget too', async () => {
    await fc.assert(
      fc.asyncProperty(entries, async (held) => {
        const maxResultChars = 5000;
        const client = await clientOf(serviceWith(ashbyWith(held), { maxResultChars }).service);
        const by = ['actor', 'action', 'target', 'ip', 'category', 'flags'];
        const sum = await ask(client, 'summarize_audit_logs', { by, top: 1000, bucket: 'hour' }, maxResultChars);
        expect(sum.total).toBe(held.length);
        await ask(client, 'list_audit_sources', {}, maxResultChars);
        const [row] = (await ask(client, 'query_audit_logs', {}, maxResultChars)).rows ?? [];
        if (row === undefined) return;
        const event = await ask(client, 'get_audit_log', { uid: row.at(-1) }, maxResultChars);
        expect((event as { event?: { uid?: string } }).event?.uid).toMatch(new RegExp(`^${String(row.at(-1))}`));
        if (typeof row[3] === 'string' && row[3].trim() !== '')
          await ask(client, 'trace_audit_actor', { actor: row[3] }, maxResultChars);
      }),
      { numRuns: 120, endOnFailure: true },
    );
  });

  test('nothing invisible gets through in any field', async () => {
    await fc.assert(
      fc.asyncProperty(entries, async (held) => {
        const client = await clientOf(serviceWith(ashbyWith(held)).service);
        for (const detail of ['compact', 'full']) {
          const result = await client.callTool({ name: 'query_audit_logs', arguments: { detail } });
          for (const one of stringsIn(result.structuredContent))
            expect(hasHidden(one), JSON.stringify(one)).toBe(false);
        }
      }),
      { numRuns: 60, endOnFailure: true },
    );
  });
});

const VENDORS = ['gong', 'zendesk', 'ashby'] as const;
const POISON = { secrets: true, hostileText: true };
const POISONED = { gong: { ...POISON, limitPerSecond: 0 }, zendesk: POISON, ashby: POISON };

describe('With any question', () => {
  test('an answer is within its budget, and an error too', async () => {
    const long = fc.oneof(
      text,
      fc.string({ unit: 'binary', maxLength: 1000 }),
      fc.constantFrom('"'.repeat(1000), '\\'.repeat(1000)),
    );
    const many = fc.array(long, { maxLength: 100 });
    const asked = fc.record(
      {
        actions: many,
        logs: many,
        flags: many,
        actor: long,
        target: long,
        ip: long,
        text: long,
        since: long,
        uid: long,
      },
      { requiredKeys: [] },
    );
    const native = fc.record(
      { actor_ids: many, target_ids: many, target_types: many, categories: many },
      { requiredKeys: [] },
    );
    const maxResultChars = 5000;
    const client = await clientOf(serviceWith(ashbyWith([]), { maxResultChars }).service);
    await fc.assert(
      fc.asyncProperty(asked, native, async (wild, filters) => {
        const { actions, actor, target, ip, text: words } = wild;
        const good = { actions, actor, target, ip, text: words };
        for (const [name, args] of [
          ['query_audit_logs', wild],
          ['get_audit_log', { uid: wild.uid }],
          ['query_audit_logs', good],
          ['query_ashby_audit_logs', filters],
          ['summarize_audit_logs', good],
          ['trace_audit_actor', { actor: good.actor }],
        ] as const) {
          const { content, structuredContent } = await client.callTool({
            name,
            arguments: args,
          });
          const [said] = content;
          expect(said?.type === 'text' ? said.text.length : 0, name).toBeLessThanOrEqual(maxResultChars);
          expect(structuredContent).toBeDefined();
        }
      }),
      { numRuns: 100, endOnFailure: true },
    );
  });
});

describe('Planted secrets', () => {
  test('appear in no answer, no error and no line of the log', async () => {
    const lines: string[] = [];
    const log = createLog({ level: 'debug', format: 'text', write: (line) => lines.push(line) });
    const simulator = await startSimulator({ events: 120, switches: POISONED });
    const state = mkdtempSync(path.join(tmpdir(), 'trailhound-'));
    const env = environmentOf(simulator, state);
    const started = await startService({
      shared: false,
      options: { ...Options.parse({}), deadline: 6 },
      env,
      log,
      access: (line) => lines.push(JSON.stringify(line)),
    });
    // No rate limit, because this test sends many requests.
    const take = async (): Promise<() => void> => () => undefined;
    const connections = started.connections.map((one) => ({ ...one, pace: { ...one.pace, take } }));
    const service = { ...started, connections };
    try {
      const client = await clientOf(service);
      const seen: unknown[] = [await client.listTools(), await client.listResources()];
      const logs = service.connections.flatMap(({ provider }) => provider.logs.map(({ id }) => id));
      for (const detail of ['compact', 'full']) {
        const found = await client.callTool({
          name: 'query_audit_logs',
          arguments: { since: '7d', logs, limit: 60, detail },
        });
        seen.push(found);
        const rows = (found.structuredContent as Body | undefined)?.rows ?? [];
        for (const row of onePerLog(rows)) {
          seen.push(await client.callTool({ name: 'get_audit_log', arguments: { uid: row.at(-1) } }));
          seen.push(await client.readResource({ uri: `audit://events/${String(row.at(-1))}` }));
        }
      }
      seen.push(await client.callTool({ name: 'summarize_audit_logs', arguments: { since: '7d', logs, top: 100 } }));
      seen.push(await client.callTool({ name: 'list_audit_sources', arguments: {} }));
      for (const vendor of VENDORS) simulator.set(vendor, { failForever: true });
      seen.push(await client.callTool({ name: 'query_audit_logs', arguments: { since: '1h' } }));
      const all = JSON.stringify(seen) + lines.join('\n');
      const own = service.connections.flatMap(({ provider: { id } }) => secretsOf(env, id.toUpperCase()));
      expect(own.length).toBeGreaterThan(2);
      for (const secret of [...Object.values(SECRETS), ...own]) expect(all).not.toContain(secret);
    } finally {
      await service.close();
      await simulator.close();
      rmSync(state, { recursive: true });
    }
  });
});

function onePerLog(rows: NonNullable<Body['rows']>): NonNullable<Body['rows']> {
  return [...new Map(rows.map((row) => [`${String(row[1])} ${String(row[2])}`, row])).values()];
}

interface Body {
  readonly returned?: number;
  readonly total?: number;
  readonly truncated?: boolean;
  readonly next_cursor?: string;
  readonly columns?: readonly string[];
  readonly rows?: readonly (readonly unknown[])[];
  readonly events?: readonly { readonly uid: string }[];
  readonly groups?: readonly { readonly top: readonly unknown[] }[];
  readonly same_people?: readonly string[];
}

function uidsOf({ rows = [], events = [] }: Body): string[] {
  return [...rows.map((row) => row.at(-1) as string), ...events.map(({ uid }) => uid)];
}

async function ask(client: Client, name: string, args: Record<string, unknown>, budget: number): Promise<Body> {
  const result: CallToolResult = await client.callTool({ name, arguments: args });
  const [content] = result.content;
  const said = content?.type === 'text' ? content.text : '';
  expect(result.isError, said).not.toBe(true);
  expect(said.length).toBeLessThanOrEqual(budget);
  expect(JSON.parse(said)).toEqual(result.structuredContent);
  return result.structuredContent as Body;
}

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null
    ? [...Object.keys(value), ...Object.values(value).flatMap(stringsIn)]
    : [];
}

/** The accounts of the simulated vendors, configured with the first authentication method of each. */
function environmentOf(simulator: Awaited<ReturnType<typeof startSimulator>>, state: string): Record<string, string> {
  const env: Record<string, string> = { XDG_STATE_HOME: state };
  for (const provider of Object.values<Provider>(providers)) {
    const [way] = waysOf(provider);
    const id = provider.id as keyof typeof providers;
    env[provider.site.env[0]] = simulator.baseUrl(id);
    const values = simulator.credentials(id)[way?.kind ?? ''] ?? {};
    for (const { name, env: variable } of way?.fields ?? []) env[variable] = values[name] ?? '';
  }
  return env;
}

function secretsOf(env: Record<string, string>, prefix: string): string[] {
  return Object.entries(env).flatMap(([name, value]) =>
    name.startsWith(prefix) && /SECRET|KEY/.test(name) ? [value] : [],
  );
}
