import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client as ModernClient, StreamableHTTPClientTransport as ModernHttp } from '@modelcontextprotocol/client';
import { StdioClientTransport as ModernStdio } from '@modelcontextprotocol/client/stdio';
import { Client as FirstClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as FirstStdio } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport as FirstHttp } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startHttp } from '../src/http/serve.ts';
import { createLog } from '../src/log.ts';
import { Options } from '../src/options.ts';
import { startService, type Service } from '../src/service.ts';
import { BIN, ENV, serveDemo } from './processes.ts';

const WHO = { name: 'test', version: '1.0.0' };
const DEMO: Start = { command: process.execPath, args: [BIN, '--demo'], env: ENV, stderr: 'ignore' };

/** What both generations of clients have in common, as far as it is used here. */
type AnyClient = Pick<
  FirstClient,
  'listTools' | 'listPrompts' | 'listResources' | 'getPrompt' | 'readResource' | 'close'
> &
  Pick<FirstClient, 'callTool' | 'complete'>;

interface Start {
  readonly command: string;
  readonly args: string[];
  readonly env: Record<string, string>;
  readonly stderr: 'ignore';
}

/** Connects over HTTP to the address, or starts a server of its own. */
type Connect = (url: string, start: Start) => Promise<AnyClient>;

let demo: Awaited<ReturnType<typeof serveDemo>>;
beforeAll(async () => {
  demo = await serveDemo();
});
afterAll(() => demo.stop());

const open: AnyClient[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((client) => client.close()));
});

async function first(transport: FirstStdio | FirstHttp): Promise<AnyClient> {
  const client = new FirstClient(WHO);
  await client.connect(transport);
  open.push(client);
  return client;
}

async function second(mode: 'legacy' | 'auto', transport: ModernStdio | ModernHttp): Promise<AnyClient> {
  const client = new ModernClient(WHO, { versionNegotiation: { mode } });
  await client.connect(transport);
  expect(client.getProtocolEra()).toBe(mode === 'auto' ? 'modern' : 'legacy');
  open.push(client as unknown as AnyClient);
  return client as unknown as AnyClient;
}

const CLIENTS: readonly (readonly [string, Connect])[] = [
  ['the first generation over stdio', (_, start) => first(new FirstStdio(start))],
  ['the first generation over HTTP', (url) => first(new FirstHttp(new URL(url)))],
  ['the second generation over stdio, 2025', (_, start) => second('legacy', new ModernStdio(start))],
  ['the second generation over stdio, 2026', (_, start) => second('auto', new ModernStdio(start))],
  ['the second generation over HTTP, 2025', (url) => second('legacy', new ModernHttp(new URL(url)))],
  ['the second generation over HTTP, 2026', (url) => second('auto', new ModernHttp(new URL(url)))],
];

describe.each(CLIENTS)('A client of %s', (_, connect) => {
  test('finds the tools, in one order', async () => {
    const { tools } = await (await connect(demo.url, DEMO)).listTools();
    expect(tools.map(({ name }) => name)).toEqual([
      'query_audit_logs',
      'query_gong_audit_logs',
      'query_zendesk_audit_logs',
      'query_ashby_audit_logs',
      'summarize_audit_logs',
      'trace_audit_actor',
      'get_audit_log',
      'list_audit_sources',
    ]);
  });

  test('pages through the events to the end, each once', async () => {
    const client = await connect(demo.url, DEMO);
    const uids: string[] = [];
    let cursor: string | undefined;
    const args = { since: '2d', until: 'yesterday', providers: ['zendesk', 'ashby'], limit: 40 };
    do {
      const page = await client.callTool({
        name: 'query_audit_logs',
        arguments: { ...args, ...(cursor === undefined ? {} : { cursor }) },
      });
      const body = page.structuredContent as { rows?: string[][]; next_cursor?: string };
      uids.push(...(body.rows ?? []).map((row) => row.at(-1) ?? ''));
      cursor = body.next_cursor;
    } while (cursor !== undefined);
    const sum = await client.callTool({
      name: 'summarize_audit_logs',
      arguments: { since: '2d', until: 'yesterday', providers: ['zendesk', 'ashby'] },
    });
    expect(new Set(uids).size).toBe(uids.length);
    expect(uids.length).toBe((sum.structuredContent as { total: number }).total);
  });

  test('reads resources, prompts and completions', async () => {
    const client = await connect(demo.url, DEMO);
    const { resources } = await client.listResources();
    expect(resources.map(({ uri }) => uri)).toContain('audit://zendesk/vocabulary');
    const { contents } = await client.readResource({ uri: 'audit://sources' });
    expect(JSON.stringify(contents)).toContain('ashby');
    await expect(client.readResource({ uri: 'audit://nobody/vocabulary' })).rejects.toThrow(/audit:\/\/nobody/);
    expect((await client.listPrompts()).prompts).toHaveLength(10);
    const prompt = await client.getPrompt({ name: 'investigate_actor', arguments: { actor: 'dana@example.com' } });
    expect(JSON.stringify(prompt.messages)).toContain('dana@example.com');
    const ref = { type: 'ref/resource', uri: 'audit://{provider}/vocabulary' } as const;
    const provider = await client.complete({ ref, argument: { name: 'provider', value: 'z' } });
    expect(provider.completion.values).toContain('zendesk');
    const since = await client.complete({
      ref: { type: 'ref/prompt', name: 'daily_digest' },
      argument: { name: 'since', value: '3' },
    });
    expect(since.completion.values).toEqual(['30d']);
  });

  test('is told what is wrong with its arguments', async () => {
    const client = await connect(demo.url, DEMO);
    const wrong = await client.callTool({ name: 'query_audit_logs', arguments: { user: 'dana' } });
    expect(wrong.isError).toBe(true);
    expect(wrong.structuredContent).toMatchObject({
      error: { code: 'invalid_query', field: 'user', hint: expect.stringContaining('actor') as string },
    });
    await expect(client.callTool({ name: 'no_such_tool', arguments: {} })).rejects.toThrow(/no_such_tool/);
  });

  test('hears of progress', async () => {
    const client = await connect(demo.url, DEMO);
    const heard: number[] = [];
    const onprogress = ({ progress }: { progress: number }): number => heard.push(progress);
    await callWith(client, { name: 'summarize_audit_logs', arguments: { since: '7d' } }, { onprogress });
    expect(heard.length).toBeGreaterThan(2);
    expect(heard).toEqual(heard.toSorted((a, b) => a - b));
  });
});

describe('What a client gives up', () => {
  // Over HTTP a client of 2025 cancels by a message of its own, which a server without sessions cannot bring together
  // with the call: there a call ends with its connection, or at its deadline.
  const able = CLIENTS.filter(([name]) => !/HTTP$|HTTP, 2025/.test(name));

  test.each(able)('by %s reaches the request to the vendor', async (_, connect) => {
    const vendor = await silentVendor();
    const env = { ...ENV, ASHBY_API_KEY: 'key', ASHBY_BASE_URL: vendor.url };
    const server = await startHttp(await serviceOf(env));
    try {
      const client = await connect(server.url, { ...DEMO, args: [BIN], env });
      const stop = new AbortController();
      const called = callWith(client, { name: 'query_audit_logs', arguments: {} }, { signal: stop.signal });
      const ended = Promise.allSettled([called]);
      await vendor.asked;
      stop.abort('enough');
      expect((await ended)[0]?.status).toBe('rejected');
      await vendor.left;
    } finally {
      await server.close();
      await vendor.close();
    }
  });

  test.each(['2025-11-25', '2026-07-28'])(
    'by closing its connection, in revision %s, reaches it too',
    async (revision) => {
      const vendor = await silentVendor();
      const server = await startHttp(await serviceOf({ ASHBY_API_KEY: 'key', ASHBY_BASE_URL: vendor.url }));
      try {
        const stop = new AbortController();
        const called = fetch(server.url, { method: 'POST', signal: stop.signal, ...callIn(revision) });
        const ended = Promise.allSettled([called]);
        await vendor.asked;
        stop.abort();
        expect((await ended)[0]?.status).toBe('rejected');
        await vendor.left;
      } finally {
        await server.close();
        await vendor.close();
      }
    },
  );
});

/** A call of a tool as each revision writes it. */
function callIn(revision: string): { headers: Record<string, string>; body: string } {
  const meta = {
    'io.modelcontextprotocol/protocolVersion': revision,
    'io.modelcontextprotocol/clientInfo': WHO,
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  const params = { name: 'query_audit_logs', arguments: {}, ...(revision === '2025-11-25' ? {} : { _meta: meta }) };
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    'mcp-protocol-version': revision,
    'mcp-method': 'tools/call',
    'mcp-name': 'query_audit_logs',
  };
  return { headers, body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params }) };
}

async function serviceOf(env: Record<string, string>): Promise<Service> {
  const log = createLog({ level: 'error', format: 'text', write: () => undefined });
  return startService({ options: Options.parse({ port: 0, drain: 0 }), env, log });
}

/** The first generation takes a schema of the result before the options. */
async function callWith(client: AnyClient, call: Call, options: CallOptions): Promise<unknown> {
  return client instanceof FirstClient
    ? client.callTool(call, undefined, options)
    : (client as unknown as ModernClient).callTool(call, options);
}

type Call = Parameters<FirstClient['callTool']>[0];
type CallOptions = NonNullable<Parameters<FirstClient['callTool']>[2]>;

/** A vendor that never answers, and notices when whoever asked has gone. */
async function silentVendor(): Promise<{
  url: string;
  asked: Promise<void>;
  left: Promise<void>;
  close: () => Promise<void>;
}> {
  const asked = Promise.withResolvers<void>();
  const left = Promise.withResolvers<void>();
  const server = createServer((_, response) => {
    response.once('close', left.resolve);
    asked.resolve();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  };
  return { url, asked: asked.promise, left: left.promise, close };
}
