import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server as HttpServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { startSimulator, type Simulator } from '@trailhound/simulator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { elastic, splunk, SPLUNK_TOKEN } from '../../../tools/receivers.ts';
import { createInstance, type Instance } from './instance.mts';
import { type Server } from './server.mts';
import { allGood, goodCredentials, type Node, type Workflow } from './workflows.mts';

const FOLDER = path.join(import.meta.dirname, '..', '..', '..', 'docs', 'n8n-workflows');

/** What each template starts with, and what has to arrive at its end. */
const TEMPLATES: Readonly<
  Record<string, { readonly start: string; readonly arrives: (bodies: readonly string[]) => void }>
> = {
  'admin-change-to-slack': {
    start: 'Audit Logs Trigger',
    arrives: (bodies) => {
      for (const body of bodies) expect(body).toMatch(/admin|owner|role|permission|privilege/i);
    },
  },
  'external-share-alert': {
    start: 'Audit Logs Trigger',
    arrives: (bodies) => expect(bodies).toHaveLength(5),
  },
  'vendor-access-to-ticket': {
    start: 'Audit Logs Trigger',
    arrives: (bodies) => {
      expect(bodies.length).toBeGreaterThan(0);
      for (const body of bodies) expect(body).toMatch(/impersonated|vendor_staff/);
    },
  },
  'daily-digest': {
    start: 'Schedule Trigger',
    arrives: ([body = '']) => expect(JSON.parse(body)).toMatchObject({ total: expect.any(Number), complete: true }),
  },
  'weekly-access-review': {
    start: 'Schedule Trigger',
    arrives: (bodies) => {
      expect(bodies.length).toBeGreaterThan(20);
      for (const body of bodies) expect(JSON.parse(body)).toMatchObject({ uid: expect.any(String) });
    },
  },
  'siem-forward': {
    start: 'Audit Logs Trigger',
    arrives: ([body = '', ...others]) => {
      expect(others).toEqual([]);
      const lines = body.trim().split('\n');
      expect(lines).toHaveLength(5);
      for (const line of lines) expect(JSON.parse(line)).toMatchObject({ uid: expect.any(String) });
    },
  },
  'quarterly-evidence': {
    start: 'Schedule Trigger',
    arrives: ([body = '']) => {
      const lines = body.trim().split('\n');
      expect(lines.length).toBeGreaterThan(100);
      expect(JSON.parse(lines[0] ?? '')).toHaveProperty('raw');
    },
  },
  'ai-agent': {
    start: 'Chat',
    arrives: ([counted = '', found = '', ...others]) => {
      expect(others).toEqual([]);
      expect(counted).toMatch(/"total":\d+/);
      expect(found).toContain('http:// evil.example');
      expect(`${counted} ${found}`).not.toMatch(/:\/\/\w|<script/);
    },
  },
};

let simulator: Simulator;
let instance: Instance;
let server: Server;
let sink: HttpServer;
let sinkUrl = '';
let received: string[] = [];
/** What stands for a SIEM, by the host that its template names, and what it wants to see in the header. */
let hec: Awaited<ReturnType<typeof splunk>>;
let bulk: Awaited<ReturnType<typeof elastic>>;
const siems = new Map<string, { readonly url: string; readonly authorization: string }>();
const FOR_SIEMS = ['splunk-hec', 'elastic-bulk'];

/** The template with our credentials, and with calls of the sink instead of everything that is somebody else's. */
function prepared(id: string): Workflow {
  const template = JSON.parse(readFileSync(path.join(FOLDER, `${id}.json`), 'utf8')) as Workflow;
  return { ...template, id, name: id, active: false, nodes: template.nodes.map(replaced) };
}

function replaced(node: Node): Node {
  if (node.type.startsWith('n8n-nodes-trailhound.')) {
    const ways = { gongAuthentication: 'accessKey', zendeskAuthentication: 'apiToken' };
    return { ...node, parameters: { ...ways, ...node.parameters }, credentials: allGood() };
  }
  return { ...node, ...REPLACEMENTS[node.type]?.(node) };
}

const callSink = (parameters: object): Partial<Node> => ({
  type: 'n8n-nodes-base.httpRequest',
  typeVersion: 4.2,
  parameters: { method: 'POST', url: sinkUrl, sendBody: true, options: {}, ...parameters },
});
const callWithItem = (): Partial<Node> => callSink({ specifyBody: 'json', jsonBody: '={{ JSON.stringify($json) }}' });

/** The call of a SIEM, at the receiver that stands for it, with a credential if it wants one. */
function callReceiver(parameters: Node['parameters']): Partial<Node> {
  const { hostname, pathname } = new URL(String(parameters['url']));
  const siem = siems.get(hostname);
  if (siem === undefined) return callSink({ ...parameters, url: sinkUrl });
  const credential = { id: `credential-${hostname}`, name: hostname };
  return {
    ...callSink({ ...parameters, url: `${siem.url}${pathname}` }),
    credentials: { httpHeaderAuth: credential },
  };
}

const REPLACEMENTS: Readonly<Record<string, (node: Node) => Partial<Node>>> = {
  'n8n-nodes-base.slack': callWithItem,
  'n8n-nodes-base.emailSend': callWithItem,
  'n8n-nodes-base.jira': callWithItem,
  'n8n-nodes-base.googleSheets': callWithItem,
  'n8n-nodes-base.googleDrive': () => callSink({ contentType: 'binaryData', inputDataFieldName: 'data' }),
  'n8n-nodes-base.httpRequest': ({ parameters }) => callReceiver(parameters),
  '@n8n/n8n-nodes-langchain.chatTrigger': () => ({
    type: 'n8n-nodes-base.manualTrigger',
    typeVersion: 1,
    parameters: {},
  }),
  '@n8n/n8n-nodes-langchain.agent': ({ parameters }) => ({
    parameters: { ...parameters, promptType: 'define', text: 'How much happened?' },
  }),
  '@n8n/n8n-nodes-langchain.lmChatOpenAi': () => ({
    credentials: { openAiApi: { id: 'credential-model', name: 'model' } },
  }),
};

interface Asked {
  readonly messages: readonly { readonly role: string; readonly content: unknown }[];
  readonly tools: readonly { readonly function: { readonly name: string } }[];
}

const CALLS = { Count: '{"since":"30d"}', Search: '{"since":"30d","limit":200,"actor":""}' };

/** A model that counts and searches, and then says what it was told. */
function think({ messages, tools }: Asked): object {
  const told = messages.filter(({ role }) => role === 'tool');
  if (told.length > 0) {
    const texts = told.map(({ content }) => (typeof content === 'string' ? content : JSON.stringify(content)));
    received.push(...texts);
    return { role: 'assistant', content: texts.join('\n') };
  }
  const names = tools.map((tool) => tool.function.name);
  const calls = Object.entries(CALLS).map(([word, args]) => {
    const called = { name: names.find((name) => name.includes(word)) ?? '', arguments: args };
    return { id: `call_${word}`, type: 'function', function: called };
  });
  return { role: 'assistant', content: null, tool_calls: calls };
}

async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const body = Buffer.concat(chunks).toString('utf8');
  response.setHeader('content-type', 'application/json');
  if (request.url?.endsWith('/chat/completions') === true) {
    const message = think(JSON.parse(body) as Asked);
    const finish = 'tool_calls' in message ? 'tool_calls' : 'stop';
    const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
    const choices = [{ index: 0, message, finish_reason: finish }];
    response.end(JSON.stringify({ id: 'c', object: 'chat.completion', created: 0, model: 'm', choices, usage }));
    return;
  }
  received.push(body);
  response.end('{}');
}

beforeAll(async () => {
  sink = createServer((request, response) => void receive(request, response));
  await new Promise<void>((resolve) => sink.listen(0, '127.0.0.1', resolve));
  sinkUrl = `http://127.0.0.1:${(sink.address() as AddressInfo).port}`;
  hec = await splunk();
  bulk = await elastic();
  siems.set('splunk.example.com', { url: hec.url, authorization: `Splunk ${SPLUNK_TOKEN}` });
  siems.set('elastic.example.com', { url: bulk.url, authorization: 'ApiKey key' });
  const now = Date.now();
  simulator = await startSimulator({ events: 200, from: now - 20 * 86_400_000, to: now - 60_000 });
  instance = createInstance();
  const model = {
    id: 'credential-model',
    name: 'model',
    type: 'openAiApi',
    data: { apiKey: 'none', url: `${sinkUrl}/v1` },
  };
  const headers = [...siems].map(([name, { authorization: value }]) => ({
    id: `credential-${name}`,
    name,
    type: 'httpHeaderAuth',
    data: { name: 'Authorization', value },
  }));
  const workflows = [...Object.keys(TEMPLATES), ...FOR_SIEMS].map(prepared);
  await instance.importAll([...goodCredentials(simulator), model, ...headers], workflows);
  server = await instance.start();
});
afterAll(async () => {
  await server?.stop();
  instance?.remove();
  await simulator?.close();
  sink?.close();
  await hec?.close();
  await bulk?.close();
});

describe('The template', () => {
  test.each(Object.entries(TEMPLATES))('%s imports and runs', async (id, { start, arrives }) => {
    received = [];
    simulator.set('ashby', { hostileText: id === 'ai-agent' });
    const execution = await server.ended(await server.run(id, start));
    expect(execution.error).toBeUndefined();
    expect(execution.status).toBe('success');
    arrives(received);
  });

  test('splunk-hec sends every event to the collector', async () => {
    const { status } = await server.ended(await server.run('splunk-hec', 'Audit Logs Trigger'));
    expect(status).toBe('success');
    expect(hec.received.map(({ sourcetype }) => sourcetype)).toEqual(Array(5).fill('trailhound:ocsf'));
  });

  test('elastic-bulk stores every event once, and fails if one is refused', async () => {
    for (let times = 0; times < 2; times += 1) {
      const { status } = await server.ended(await server.run('elastic-bulk', 'Audit Logs Trigger'));
      expect(status).toBe('success');
      expect(bulk.received.size).toBe(5);
    }
    bulk.received.clear();
    bulk.refuseNext(2);
    const { status, error } = await server.ended(await server.run('elastic-bulk', 'Audit Logs Trigger'));
    expect([status, bulk.received.size]).toEqual(['error', 3]);
    expect(JSON.stringify(error)).toContain('Elastic refused 2 of 5 events');
  });
});
