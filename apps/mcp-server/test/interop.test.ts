import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Client as SecondClient, StreamableHTTPClientTransport as SecondHttp } from '@modelcontextprotocol/client';
import { StdioClientTransport as SecondStdio } from '@modelcontextprotocol/client/stdio';
import { Client as FirstClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as FirstStdio } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport as FirstHttp } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { startSimulator, type ServerOptions, type Simulator } from '@trailhound/simulator';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startHttp } from '../src/http/serve.ts';
import { createLog } from '../src/log.ts';
import { Options } from '../src/options.ts';
import { startService } from '../src/service.ts';
import { BIN, ENV } from './processes.ts';

const WHO = { name: 'test', version: '1.0.0' };

/** A week that is over, so that every way of asking finds the same. */
const FROM = '2026-10-05T00:00:00.000Z';
const TO = '2026-10-12T00:00:00.000Z';
const WEEK = { since: FROM, until: TO } as const;
const ENTRIES = 150;

/** As far as both generations are alike. */
type AnyClient = Pick<
  FirstClient,
  | 'callTool'
  | 'complete'
  | 'listPrompts'
  | 'listResources'
  | 'listResourceTemplates'
  | 'listTools'
  | 'readResource'
  | 'getInstructions'
  | 'getServerCapabilities'
  | 'getServerVersion'
  | 'close'
>;
type Target = { readonly url: string; readonly env: Record<string, string> };
type Connect = (target: Target) => Promise<AnyClient>;

const program = (env: Record<string, string>) => ({
  command: process.execPath,
  args: [BIN, '--no-memory'],
  env,
  stderr: 'ignore' as const,
});

async function first(transport: FirstStdio | FirstHttp): Promise<AnyClient> {
  const client = new FirstClient(WHO);
  await client.connect(transport);
  return client;
}

async function second(mode: 'auto' | 'legacy', transport: SecondStdio | SecondHttp): Promise<AnyClient> {
  const client = new SecondClient(WHO, { versionNegotiation: { mode } });
  await client.connect(transport);
  return client as unknown as AnyClient;
}

const WAYS = {
  'the first SDK over stdio': ({ env }) => first(new FirstStdio(program(env))),
  'the first SDK over HTTP': ({ url }) => first(new FirstHttp(new URL(url))),
  'the second SDK over stdio, as of 2025': ({ env }) => second('legacy', new SecondStdio(program(env))),
  'the second SDK over stdio, as of 2026': ({ env }) => second('auto', new SecondStdio(program(env))),
  'the second SDK over HTTP, as of 2025': ({ url }) => second('legacy', new SecondHttp(new URL(url))),
  'the second SDK over HTTP, as of 2026': ({ url }) => second('auto', new SecondHttp(new URL(url))),
} satisfies Record<string, Connect>;
const ALL: readonly (readonly [string, Connect])[] = Object.entries(WAYS);
const [[, REFERENCE]] = ALL as [(typeof ALL)[number]];

/** Vendors, a server in this process on them, and the accounts for a server in another. */
interface World extends Target {
  readonly simulator: Simulator;
  readonly close: () => Promise<void>;
}

async function world(simulated: ServerOptions, options: Partial<Options> = {}): Promise<World> {
  const simulator = await startSimulator({ from: FROM, to: TO, ...simulated, vendors: ['ashby', 'zendesk'] });
  const env = {
    ...ENV,
    ASHBY_API_KEY: simulator.credentials('ashby')['api_key']?.['apiKey'] ?? '',
    ASHBY_BASE_URL: simulator.baseUrl('ashby'),
    ZENDESK_ACCESS_TOKEN: simulator.credentials('zendesk')['access_token']?.['accessToken'] ?? '',
    ZENDESK_BASE_URL: simulator.baseUrl('zendesk'),
  };
  const log = createLog({ level: 'error', format: 'text', write: () => undefined });
  const service = await startService({
    shared: false,
    options: Options.parse({ port: 0, drain: 0, memory: 0, ...options }),
    env,
    log,
    access: () => undefined,
  });
  const server = await startHttp(service);
  const close = async (): Promise<void> => {
    await server.close();
    await service.close();
    await simulator.close();
  };
  return { simulator, url: server.url, env, close };
}

const open: AnyClient[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((client) => client.close()));
});

async function connected(connect: Connect, target: Target): Promise<AnyClient> {
  const client = await connect(target);
  open.push(client);
  return client;
}

describe.each(ALL)('With %s', (_, connect) => {
  let small: World;
  beforeAll(async () => {
    small = await world({ events: ENTRIES });
  });
  afterAll(() => small.close());

  test('a client sees exactly what every other client sees', async () => {
    const [one, other] = await Promise.all([connected(REFERENCE, small), connected(connect, small)]);
    expect(await surfaceOf(other)).toEqual(await surfaceOf(one));
    expect((await other.listTools()).tools.map(({ name }) => name)).toEqual([
      'query_audit_logs',
      'query_zendesk_audit_logs',
      'query_ashby_audit_logs',
      'summarize_audit_logs',
      'trace_audit_actor',
      'find_audit_risks',
      'get_audit_log',
      'list_audit_sources',
    ]);
  });

  test('the same question gets the same true answer, in text and structured content', async () => {
    const [one, other] = await Promise.all([connected(REFERENCE, small), connected(connect, small)]);
    for (const call of [
      { name: 'query_audit_logs', arguments: { ...WEEK, limit: 20 } },
      { name: 'summarize_audit_logs', arguments: { ...WEEK, by: ['actor', 'provider'] } },
    ]) {
      const answer = await other.callTool(call);
      expect(textOf(answer)).toEqual(answer.structuredContent);
      expect(answer.structuredContent).toEqual((await one.callTool(call)).structuredContent);
    }
    const { structuredContent } = await other.callTool({ name: 'summarize_audit_logs', arguments: WEEK });
    expect(structuredContent).toMatchObject({ total: truth(small), exact: true });
  });

  test('paging with cursors returns each event exactly once', async () => {
    const client = await connected(connect, small);
    const uids: unknown[] = [];
    let cursor: string | undefined;
    do {
      const { structuredContent } = await client.callTool({
        name: 'query_audit_logs',
        arguments: { ...WEEK, limit: 200, ...(cursor === undefined ? {} : { cursor }) },
      });
      const { columns, rows, next_cursor } = structuredContent as object as Page;
      uids.push(...rows.map((row) => row[columns.indexOf('uid')]));
      cursor = next_cursor;
    } while (cursor !== undefined);
    expect(uids).toHaveLength(truth(small));
    expect(new Set(uids).size).toBe(truth(small));
  });

  test('progress is reported with a message, and only on request', async () => {
    const client = await connected(connect, small);
    const heard: { progress: number; message?: string | undefined }[] = [];
    const call = { name: 'summarize_audit_logs', arguments: WEEK };
    await callWith(client, call, { onprogress: (progress) => heard.push(progress) });
    expect(heard.at(-1)?.progress).toBe(truth(small));
    for (const { message } of heard) expect(message).toMatch(/^\d+ entries read in \d+ pages, \d+ match$/);
    const before = heard.length;
    await client.callTool(call);
    expect(heard).toHaveLength(before);
  });

  test('an unknown name is refused with the valid ones', async () => {
    const client = await connected(connect, small);
    await expect(client.callTool({ name: 'no_such_tool', arguments: {} })).rejects.toMatchObject({ code: -32602 });
    await expect(client.readResource({ uri: 'audit://sources/none' })).rejects.toMatchObject({ code: -32602 });
    for (const { name, inputSchema } of (await client.listTools()).tools) {
      const required = Object.fromEntries((inputSchema.required ?? []).map((argument) => [argument, 'something']));
      const hint = await hintOf(client, { name, arguments: { ...required, no_such_argument: 1 } });
      for (const argument of Object.keys(inputSchema.properties ?? {})) expect(hint, name).toContain(argument);
    }
  });

  test('completion suggests providers and time ranges', async () => {
    const client = await connected(connect, small);
    const provider = async (value: string): Promise<readonly string[]> => {
      const ref = { type: 'ref/resource', uri: 'audit://{provider}/vocabulary' } as const;
      return (await client.complete({ ref, argument: { name: 'provider', value } })).completion.values;
    };
    expect(await provider('')).toEqual(['zendesk', 'ashby']);
    const { prompts } = await client.listPrompts();
    for (const { name } of prompts) {
      const ref = { type: 'ref/prompt', name } as const;
      const since = await client.complete({ ref, argument: { name: 'since', value: '' } });
      expect(since.completion.values, name).toContain('30d');
      const none = await client.complete({ ref, argument: { name: 'since', value: 'zz' } });
      expect(none.completion.values, name).toEqual([]);
    }
  });
});

/** A call that reads page after page, because nothing matches. */
const ENDLESS = { name: 'summarize_audit_logs', arguments: { ...WEEK, providers: ['ashby'], text: 'no such words' } };
const LATENCY = 100;
/** A reader sends Ashby at least one request in this time, at the provider's rate limit. */
const PACE = 1000 + 2 * LATENCY;

/** A server without sessions cannot know which call it is that such a client cancels by a message. */
const isDeaf = ([name]: (typeof ALL)[number]): boolean => /first SDK over HTTP|HTTP, as of 2025/.test(name);

describe('A canceled call', () => {
  let slow: World;
  beforeEach(async () => {
    slow = await world({ events: 5000, switches: { ashby: { latencyMs: LATENCY } } });
  });
  afterEach(() => slow.close());

  const asked = (): number => slow.simulator.stats('ashby').requests;

  /** Begins to read, and cancels that. */
  async function begun(connect: Connect): Promise<AnyClient> {
    const client = await connected(connect, slow);
    const stop = new AbortController();
    const called = Promise.allSettled([callWith(client, ENDLESS, { signal: stop.signal })]);
    await expect.poll(asked, { interval: 10, timeout: 10_000 }).toBeGreaterThan(1);
    // It must not matter when that happens to be.
    collectGarbage();
    stop.abort('enough');
    expect(await called).toMatchObject([{ status: 'rejected' }]);
    return client;
  }

  /** Whether the vendor is asked for more, after what was under way. */
  async function isReadOn(): Promise<boolean> {
    await delay(2 * LATENCY);
    const before = asked();
    await delay(PACE);
    return asked() > before;
  }

  test.each(ALL.filter((way) => !isDeaf(way)))('by %s is read no further', async (_, connect) => {
    await begun(connect);
    expect(await isReadOn()).toBe(false);
  });

  test.each(ALL.filter(isDeaf))('over %s keeps reading while the client is connected', async (_, connect) => {
    await begun(connect);
    expect(await isReadOn()).toBe(true);
  });

  // The SDK hands on a clone of a request of 2025, and once garbage has been collected nothing tells that it is gone.
  test.each(ALL.filter(isDeaf))('over %s stops reading when the client has disconnected', async (_, connect) => {
    const client = await begun(connect);
    await client.close();
    expect(await isReadOn()).toBe(false);
  });
});

describe('A misspelt argument', () => {
  // Of what is wrong only the first is told, and what is missing comes before what is not known.
  test('is answered with the valid names when a required one is missing', async () => {
    const small = await world({ events: 1 });
    const client = await connected(REFERENCE, small);
    const hint = await hintOf(client, { name: 'trace_audit_actor', arguments: { user: 'dana' } });
    await small.close();
    expect(hint).toContain('actor');
  });
});

describe('A client that subscribes to changes', () => {
  // Its stream lasts as long as the client, and takes one of the turns all the time.
  test('can call as many tools at once as any other client', async () => {
    const single = await world({ events: 1 }, { maxConcurrent: 1 });
    const client = new SecondClient(WHO, {
      versionNegotiation: { mode: 'auto' },
      listChanged: { tools: { onChanged: () => undefined } },
    });
    try {
      await client.connect(new SecondHttp(new URL(single.url)));
      expect((await client.listTools(undefined, { timeout: 2000 })).tools).toHaveLength(8);
    } finally {
      await client.close();
      await single.close();
    }
  });
});

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}

interface Page {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
  readonly next_cursor?: string;
}

function truth({ simulator }: World): number {
  const range = { from: Date.parse(FROM), to: Date.parse(TO) };
  const logs = (['ashby', 'zendesk'] as const).flatMap((vendor) =>
    simulator.logs(vendor).map((log) => ({ vendor, log })),
  );
  return logs.reduce((sum, log) => sum + simulator.truth({ ...log, ...range }).count, 0);
}

async function surfaceOf(client: AnyClient): Promise<object> {
  const { tools } = await client.listTools();
  const { prompts } = await client.listPrompts();
  const { resources } = await client.listResources();
  const { resourceTemplates } = await client.listResourceTemplates();
  const { contents } = await client.readResource({ uri: 'audit://zendesk/vocabulary' });
  const said = [client.getInstructions(), client.getServerVersion(), client.getServerCapabilities()];
  return { tools, prompts, resources, resourceTemplates, contents, said };
}

async function hintOf(client: AnyClient, call: Call): Promise<string> {
  const { isError, structuredContent } = await client.callTool(call);
  expect(isError, call.name).toBe(true);
  return (structuredContent as { error: { hint: string } }).error.hint;
}

function textOf(answer: object): unknown {
  const [{ text }] = (answer as { content: [{ text: string }] }).content;
  return JSON.parse(text);
}

/** The first generation takes a schema of the result before the options. */
async function callWith(client: AnyClient, call: Call, options: CallOptions): Promise<unknown> {
  return client instanceof FirstClient
    ? client.callTool(call, undefined, options)
    : (client as unknown as SecondClient).callTool(call, options);
}

type Call = Parameters<FirstClient['callTool']>[0];
type CallOptions = NonNullable<Parameters<FirstClient['callTool']>[2]>;
