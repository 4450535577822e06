import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server as HttpServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { startSimulator, type Simulator } from '@trailhound/simulator';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accountsOf, run, serve, type Served } from '../../mcp-server/test/processes.ts';
import { openServerArchive } from '../../../packages/archive/src/index.ts';
import { event, hour } from '../../../packages/archive/test/entries.ts';
import { fakeClickHouse } from '../../../packages/archive/test/fake-clickhouse.ts';
import { createInstance, type Instance } from './instance.mts';
import { type Server } from './server.mts';
import { startSink, type Sink } from './sink.mts';
import { type Credential, type Node, type Workflow } from './workflows.mts';

const ROOT = path.join(import.meta.dirname, '../../..');
const CLI = path.join(ROOT, 'apps/cli/dist/trailhound.js');
const TOKEN = 'a-token-of-more-than-16-characters';
const READER = { user: 'reader', password: 'for-tests-only' };
const HOUR = 3_600_000;

let temporary: string;
let simulator: Simulator;
let archive: Served;
let clickHouse: HttpServer;
let sink: Sink;
let instance: Instance;
let server: Server;

/** The MCP server over an archive of everything that the vendors had, which asks them nothing. */
async function serveArchive(): Promise<Served> {
  const folder = path.join(temporary, 'archive');
  const env = { ...accountsOf(simulator), XDG_STATE_HOME: temporary };
  const synced = await run([CLI, 'sync', '--once', '--archive', folder, '--since', '20d'], env);
  expect(synced.code, synced.err).toBe(0);
  return serve(['--archive', folder, '--offline'], { ...env, TRAILHOUND_AUTH_TOKEN: TOKEN });
}

/** A ClickHouse server with an archive: three exports by two people, yesterday. */
async function serveClickHouse(): Promise<HttpServer> {
  const fake = fakeClickHouse(READER);
  const folder = path.join(temporary, 'checkpoints');
  const { user, password } = READER;
  const kept = await openServerArchive(`http://${user}@localhost:8123/trailhound`, {
    send: fake.send,
    password,
    folder,
  });
  // A whole hour of the clock, because a stretch never lies in two days.
  const thisHour = Date.now() - (Date.now() % HOUR);
  const { facts, log, window } = hour(0, thisHour - 24 * HOUR);
  const events = [1, 8, 2].map((number) => event(number, window.from + number, { verb: 'export' }));
  await kept.put({ facts, log, window, events: [...events, event(3, window.from + 3)] });
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const headers = { authorization: request.headers.authorization ?? '' };
    const asked = {
      method: 'POST',
      url: `http://localhost${request.url}`,
      headers,
      body: await text(request),
    } as const;
    const { status, body } = await fake.send(asked, { maxBytes: 1e6 });
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  };
  const served = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => served.listen(0, '127.0.0.1', resolve));
  return served;
}

/** What each node of somebody else becomes here. */
const HERE: Readonly<Record<string, (node: Node) => Partial<Node>>> = {
  '@n8n/n8n-nodes-langchain.mcpClient': ({ parameters }) => ({
    parameters: { ...parameters, endpointUrl: archive.url },
    credentials: { httpBearerAuth: { id: 'credential-mcp', name: 'mcp' } },
  }),
  'n8n-nodes-base.httpRequest': ({ parameters }) => ({
    parameters: { ...parameters, url: `http://127.0.0.1:${(clickHouse.address() as AddressInfo).port}/` },
    credentials: { httpBasicAuth: { id: 'credential-clickhouse', name: 'clickhouse' } },
  }),
  'n8n-nodes-base.emailSend': ({ parameters: { subject, text: body } }) => {
    const said = Object.entries({ subject, body }).map(([name, value]) => ({ name, value }));
    const parameters = { method: 'POST', url: sink.url, sendBody: true, bodyParameters: { parameters: said } };
    return { type: 'n8n-nodes-base.httpRequest', typeVersion: 4.2, parameters: { ...parameters, options: {} } };
  },
};

function prepared(id: string): Workflow {
  const template = JSON.parse(readFileSync(path.join(ROOT, 'docs/n8n-workflows', `${id}.json`), 'utf8')) as Workflow;
  return { ...template, id, name: id, active: false, nodes: template.nodes.map(replaced) };
}

function replaced(node: Node): Node {
  return { ...node, ...HERE[node.type]?.(node) };
}

beforeAll(async () => {
  temporary = mkdtempSync(path.join(tmpdir(), 'trailhound-archives-'));
  const now = Date.now();
  simulator = await startSimulator({ events: 100, from: now - 10 * 24 * HOUR, to: now - 3 * HOUR, unlimited: true });
  [archive, clickHouse, sink] = await Promise.all([serveArchive(), serveClickHouse(), startSink()]);
  instance = createInstance();
  const credentials: Credential[] = [
    { id: 'credential-mcp', name: 'mcp', type: 'httpBearerAuth', data: { token: TOKEN } },
    { id: 'credential-clickhouse', name: 'clickhouse', type: 'httpBasicAuth', data: READER },
  ];
  await instance.importAll(credentials, ['archive-year', 'archive-exports'].map(prepared));
  server = await instance.start();
});
afterAll(async () => {
  await server?.stop();
  instance?.remove();
  await archive?.stop();
  await simulator?.close();
  clickHouse?.close();
  sink?.close();
  rmSync(temporary, { recursive: true, force: true });
});

/** The subject and the text of the mail that a workflow sends. */
async function mailOf(workflow: string): Promise<{ subject: string; body: string }> {
  sink.received.length = 0;
  const { status, error } = await server.ended(await server.run(workflow, 'Schedule Trigger'));
  expect([status, error]).toEqual(['success', undefined]);
  expect(sink.received).toHaveLength(1);
  return JSON.parse(sink.received[0] ?? '') as { subject: string; body: string };
}

test('archive-year counts what an archive holds, and no vendor is asked', async () => {
  const asked = (): number => simulator.vendors.reduce((sum, vendor) => sum + simulator.stats(vendor).requests, 0);
  const before = asked();
  const { subject, body } = await mailOf('archive-year');
  expect(asked()).toBe(before);
  const [, total] = /^A year of audit logs: (\d+) events$/.exec(subject) ?? [];
  expect(Number(total)).toBeGreaterThan(200);
  for (const word of ['actor', 'action', 'provider', ...simulator.vendors]) expect(body).toContain(word);
  expect(body).toMatch(/\n {2}\d+ {2}\S+@example\.com\n/);
  // The archive holds twenty days of the year.
  expect(body).toContain('Partial: something is missing of ');
  expect(body).not.toContain('undefined');
});

test('archive-exports lists who exported how often, from ClickHouse', async () => {
  expect(await mailOf('archive-exports')).toEqual({
    subject: 'Exports in 90 days: 2 people',
    body: '  2  user1@example.com\n  1  user2@example.com',
  });
});
