import { startSimulator, type Simulator } from '@trailhound/simulator';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createInstance, type Instance } from './instance.mts';
import { memoryOf } from './process.mts';
import { type Server } from './server.mts';
import {
  allGood,
  auditLogs,
  fan,
  goodCredentials,
  manual,
  node,
  oauthCredentials,
  simulatedTokens,
  trigger,
  type Credential,
  type Workflow,
  credentialsOf,
} from './workflows.mts';
import { WAYS } from '../test/ways.mts';

const MANY = 100_000;

let simulator: Simulator;
let instance: Instance;
let server: Server;

const TOOL: Workflow = {
  id: 'tool',
  name: 'tool',
  active: false,
  settings: { executionOrder: 'v1' },
  nodes: [
    node(
      'MCP',
      '@n8n/n8n-nodes-langchain.mcpTrigger',
      { path: 'audit', authentication: 'none' },
      { typeVersion: 2, webhookId: 'audit' },
    ),
    node(
      'Audit Logs',
      'n8n-nodes-trailhound.auditLogsTool',
      {
        ...WAYS,
        descriptionType: 'manual',
        toolDescription: 'Read audit events',
        resource: 'ashby',
        operation: 'getAll',
        since: '30d',
        limit: "={{ $fromAI('limit', 'max number of events', 'number') }}",
      },
      { credentials: allGood() },
    ),
  ],
  connections: { 'Audit Logs': { ai_tool: [[{ node: 'MCP', type: 'ai_tool', index: 0 }]] } },
};

beforeAll(async () => {
  const to = Date.now() - 3_600_000;
  const switches = {
    gong: { limitPerSecond: 0 },
    ashby: { limitPerSecond: 100_000 },
    zendesk: { limitPerMinute: 1_000_000 },
  };
  simulator = await startSimulator({ events: MANY, from: to - 20 * 86_400_000, to, switches });
  instance = createInstance(simulatedTokens(simulator));
  await instance.importAll(
    [...good(), ...bad()],
    [
      TOOL,
      fan(
        'oauth-gong',
        manual,
        auditLogs(
          'Some',
          { resource: 'gong', gongAuthentication: 'oAuth2', operation: 'getAll', since: '30d', limit: 5 },
          { credentials: credentialsOf(...oauthCredentials(simulator)) },
        ),
      ),
      fan(
        'unconnected',
        trigger(
          { resource: 'all' },
          { credentials: credentialsOf(...goodCredentials(simulator).filter(({ name }) => name === 'gong')) },
        ),
        node('Then', 'n8n-nodes-base.noOp', {}),
      ),
      fan('long', manual, auditLogs('All', { resource: 'ashby', operation: 'getAll', since: '30d', returnAll: true })),
      fan(
        'items',
        manual,
        auditLogs('All', { resource: 'zendesk', operation: 'getAll', since: '30d', returnAll: true }),
      ),
      fan(
        'file',
        manual,
        auditLogs('File', { resource: 'zendesk', operation: 'export', since: '30d', fileName: 'audit.ndjson' }),
      ),
    ],
  );
  server = await instance.start();
});
afterAll(async () => {
  await server?.stop();
  instance?.remove();
  await simulator?.close();
});

/** What makes each credential wrong. */
const BREAK: Readonly<Record<string, object>> = {
  gongAuditLogsApi: { accessKey: 'wrong' },
  gongAuditLogsOAuth2Api: { oauthTokenData: { access_token: 'wrong', refresh_token: 'wrong' } },
  zendeskAuditLogsApi: { apiToken: 'wrong' },
  zendeskAuditLogsOAuth2Api: { clientSecret: 'wrong' },
  ashbyAuditLogsApi: { apiKey: 'wrong' },
};

const good = (): Credential[] => [...goodCredentials(simulator), ...oauthCredentials(simulator)];

/** Stored under ids of their own: n8n would take the tokens that it has renewed under the id of a good one. */
const bad = (): Credential[] =>
  good().map(({ id, name, type, data }) => ({ id: `${id}-bad`, name, type, data: { ...data, ...BREAK[type] } }));

describe('The Test button of', () => {
  test.each(Object.keys(BREAK))('%s tells good from bad', async (type) => {
    const credential = good().find((one) => one.type === type);
    if (credential === undefined) throw new Error(`There is no ${type}`);
    expect(await server.testCredential(credential)).toEqual({ status: 'OK', message: 'Connection successful!' });
    const broken = bad().find((one) => one.type === type);
    const { status, message } = await server.testCredential(broken ?? credential);
    expect(status).toBe('Error');
    expect(message.length).toBeGreaterThan(20);
  });

  test.each([
    ['zendeskAuditLogsApi', 'zendesk', { noAccess: true }, /Enterprise/],
    ['gongAuditLogsApi', 'gong', { untrustedAddress: true }, /IP address/],
    ['ashbyAuditLogsApi', 'ashby', { notEnabled: true }, /not enabled audit logs/],
  ] as const)('%s says what is missing', async (type, vendor, switches, message) => {
    const credential = good().find((one) => one.type === type);
    simulator.set(vendor, switches);
    const answer = await server.testCredential(credential as Credential);
    simulator.reset(vendor);
    expect(answer).toMatchObject({ status: 'Error', message: expect.stringMatching(message) });
  });
});

test('An OAuth token of Gong that is spent is renewed by n8n', async () => {
  const { status, outputs } = await server.ended(await server.run('oauth-gong', 'Start'));
  expect(status).toBe('success');
  expect(outputs['Some']).toHaveLength(5);
});

describe('As a tool', () => {
  async function ask(
    method: string,
    params: object,
    session?: string,
  ): Promise<{ result: Record<string, unknown>; session: string }> {
    const response = await fetch(`${server.url}/mcp/audit`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        ...(session === undefined ? {} : { 'mcp-session-id': session }),
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    });
    const text = await response.text();
    const json = /^data: (.*)$/m.exec(text)?.[1] ?? text;
    const { result, error } = JSON.parse(json) as { result?: Record<string, unknown>; error?: unknown };
    if (result === undefined) throw new Error(`${method}: ${response.status} ${JSON.stringify(error ?? text)}`);
    return { result, session: response.headers.get('mcp-session-id') ?? session ?? '' };
  }

  test('it takes what $fromAI names, and answers with one table', async () => {
    await server.activate('tool');
    await delay(3000);
    const clientInfo = { name: 'e2e', version: '1' };
    const { session } = await ask('initialize', { protocolVersion: '2025-06-18', capabilities: {}, clientInfo });
    const { result: listed } = await ask('tools/list', {}, session);
    expect(JSON.stringify(listed)).toContain('max number of events');
    const [tool] = listed['tools'] as { name: string }[];
    const { result } = await ask('tools/call', { name: tool?.name, arguments: { limit: 2 } }, session);
    const text = JSON.stringify(result).replaceAll('\\', '');
    expect(text).toContain('"columns":["time"');
    expect(new Set(text.match(/"ashby-[0-9a-z]+-[\w-]{4,}"/g)).size).toBe(2);
  });
});

test('The menu of actors lists who did something lately', async () => {
  const actors = await server.menu({
    type: 'n8n-nodes-trailhound.auditLogs',
    method: 'searchActors',
    parameters: { ...WAYS, resource: 'ashby', operation: 'trace' },
    credentials: allGood(),
  });
  expect(actors.length).toBeGreaterThan(3);
  expect(actors.map(({ value }) => value)).toContainEqual(expect.stringContaining('@'));
});

test('A product without a credential cannot be published, and n8n names it', async () => {
  await expect(server.activate('unconnected')).rejects.toThrow(/Zendesk Credential[^]*Ashby Credential/);
});

describe('A long Return All', () => {
  test('that is stopped stops asking', async () => {
    simulator.set('ashby', { latencyMs: 100 });
    const id = await server.run('long', 'Start');
    while (simulator.stats('ashby').requests < 3) await delay(50);
    await server.stopExecution(id);
    const { status } = await server.ended(id);
    await delay(1000);
    const asked = simulator.stats('ashby').requests;
    await delay(2000);
    simulator.reset('ashby');
    expect(status).toBe('canceled');
    expect(simulator.stats('ashby').requests).toBeLessThanOrEqual(asked);
    expect(asked).toBeLessThan(100);
  });
});

describe(`${MANY.toLocaleString('en')} events`, () => {
  async function peakOf(id: string): Promise<{ grown: number; seconds: number; execution: string }> {
    const before = memoryOf(server.pid);
    const begun = Date.now();
    const execution = await server.run(id, 'Start');
    let peak = before;
    for (let running = true; running;) {
      await delay(250);
      peak = Math.max(peak, memoryOf(server.pid));
      const [found] = await server.executionsOf(id);
      running = found?.status === 'running' || found?.status === 'new';
    }
    return { grown: peak - before, seconds: Math.round((Date.now() - begun) / 1000), execution };
  }

  /** What another run has left is not counted. */
  async function anew(): Promise<void> {
    await server.stop();
    // So that what grows is what is held, and not what has not been collected yet.
    server = await instance.start({ NODE_OPTIONS: '--max-old-space-size=1024 --max-semi-space-size=8' });
  }

  test('take less memory as a file than as items', async () => {
    await anew();
    const file = await peakOf('file');
    const { outputs, status } = await server.execution(file.execution);
    expect(status).toBe('success');
    expect(outputs['File']?.[0]?.json).toMatchObject({ events: MANY, complete: true });
    await anew();
    const items = await peakOf('items');
    console.log(
      `Export to File: +${file.grown} MB, ${file.seconds} s; Return All: +${items.grown} MB, ${items.seconds} s`,
    );
    expect(file.grown).toBeLessThan(items.grown);
  }, 900_000);
});
