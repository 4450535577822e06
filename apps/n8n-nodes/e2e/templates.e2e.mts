import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { startSimulator, type Simulator } from '@trailhound/simulator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { elastic, splunk, SPLUNK_TOKEN } from '../../../tools/receivers.ts';
import { s3, S3_KEY } from '../../../tools/s3.ts';
import { syslog } from '../../../tools/syslog.ts';
import { createInstance, type Instance } from './instance.mts';
import { type Server } from './server.mts';
import { startSink, type Sink } from './sink.mts';
import { TEMPLATES } from './templates.mts';
import { allGood, goodCredentials, type Node, type Workflow } from './workflows.mts';

const FOLDER = path.join(import.meta.dirname, '..', '..', '..', 'docs', 'n8n-workflows');

let simulator: Simulator;
let instance: Instance;
let server: Server;
let sink: Sink;
/** What stands for a SIEM, by the host that its template names, and what it wants to see in the header. */
let hec: Awaited<ReturnType<typeof splunk>>;
let bulk: Awaited<ReturnType<typeof elastic>>;
const siems = new Map<string, { readonly url: string; readonly authorization: string }>();
let bucket: Awaited<ReturnType<typeof s3>>;
let messages: Awaited<ReturnType<typeof syslog>>;
const FOR_SIEMS = ['splunk-hec', 'elastic-bulk', 's3-ocsf', 'syslog'];

/** The template with our credentials, and with calls of the sink instead of everything that is somebody else's. */
function prepared(id: string): Workflow {
  const template = JSON.parse(readFileSync(path.join(FOLDER, `${id}.json`), 'utf8')) as Workflow;
  return { ...template, id, name: id, active: false, nodes: template.nodes.map(replaced) };
}

/** Whatever happens in the simulator today, there is something to find. */
function withRule({ parameters }: Node): Node['parameters'] {
  if (parameters['emit'] !== 'findings' && parameters['operation'] !== 'risks') return {};
  const detection = { any: { 'verb|exists': true }, condition: 'any' };
  const rule = { title: 'Anything', name: 'anything', level: 'critical', logsource: {}, detection };
  const options = parameters['options'] as object | undefined;
  return { options: { ...options, rules: 'anything', ownRules: JSON.stringify([rule]) } };
}

function replaced(node: Node): Node {
  if (node.type.startsWith('n8n-nodes-trailhound.')) {
    const ways = { gongAuthentication: 'accessKey', zendeskAuthentication: 'apiToken' };
    return { ...node, parameters: { ...ways, ...node.parameters, ...withRule(node) }, credentials: allGood() };
  }
  return { ...node, ...REPLACEMENTS[node.type]?.(node) };
}

const callSink = (parameters: object): Partial<Node> => ({
  type: 'n8n-nodes-base.httpRequest',
  typeVersion: 4.2,
  parameters: { method: 'POST', url: sink.url, sendBody: true, options: {}, ...parameters },
});
const callWithItem = (): Partial<Node> => callSink({ specifyBody: 'json', jsonBody: '={{ JSON.stringify($json) }}' });

/** The call of a SIEM, at the receiver that stands for it, with a credential if it wants one. */
function callReceiver(parameters: Node['parameters']): Partial<Node> {
  const { hostname, pathname } = new URL(String(parameters['url']));
  const siem = siems.get(hostname);
  if (siem === undefined) return callSink({ ...parameters, url: sink.url });
  const credential = { id: `credential-${hostname}`, name: hostname };
  return {
    ...callSink({ ...parameters, url: `${siem.url}${pathname}` }),
    credentials: { httpHeaderAuth: credential },
  };
}

const asking = (): Node['parameters'] => ({ ...callWithItem().parameters, url: `${sink.url}/ask` });

const REPLACEMENTS: Readonly<Record<string, (node: Node) => Partial<Node>>> = {
  // Whoever is asked says yes.
  'n8n-nodes-base.slack': ({ parameters }) =>
    parameters['operation'] === 'sendAndWait' ? { ...callWithItem(), parameters: asking() } : callWithItem(),
  'n8n-nodes-base.emailSend': callWithItem,
  'n8n-nodes-base.jira': callWithItem,
  'n8n-nodes-base.googleSheets': callWithItem,
  'n8n-nodes-base.googleDrive': () => callSink({ contentType: 'binaryData', inputDataFieldName: 'data' }),
  'n8n-nodes-base.httpRequest': ({ parameters }) => callReceiver(parameters),
  'n8n-nodes-base.code': ({ parameters: { jsCode } }) => ({
    parameters: {
      jsCode: String(jsCode).replace("'syslog.example.com', port: 601", `'127.0.0.1', port: ${messages.port}`),
    },
  }),
  'n8n-nodes-base.s3': () => ({ credentials: { s3: { id: 'credential-s3', name: 's3' } } }),
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

beforeAll(async () => {
  sink = await startSink();
  hec = await splunk();
  bulk = await elastic();
  bucket = await s3('audit-logs');
  messages = await syslog();
  siems.set('splunk.example.com', { url: hec.url, authorization: `Splunk ${SPLUNK_TOKEN}` });
  siems.set('elastic.example.com', { url: bulk.url, authorization: 'ApiKey key' });
  const now = Date.now();
  simulator = await startSimulator({ events: 200, from: now - 20 * 86_400_000, to: now - 60_000 });
  instance = createInstance();
  const model = {
    id: 'credential-model',
    name: 'model',
    type: 'openAiApi',
    data: { apiKey: 'none', url: `${sink.url}/v1` },
  };
  const storage = {
    id: 'credential-s3',
    name: 's3',
    type: 's3',
    data: { ...S3_KEY, endpoint: bucket.url, forcePathStyle: true },
  };
  const headers = [...siems].map(([name, { authorization: value }]) => ({
    id: `credential-${name}`,
    name,
    type: 'httpHeaderAuth',
    data: { name: 'Authorization', value },
  }));
  const workflows = [...Object.keys(TEMPLATES), ...FOR_SIEMS].map(prepared);
  await instance.importAll([...goodCredentials(simulator), model, storage, ...headers], workflows);
  server = await instance.start({ NODE_FUNCTION_ALLOW_BUILTIN: 'net,tls' });
});
afterAll(async () => {
  await server?.stop();
  instance?.remove();
  await simulator?.close();
  sink?.close();
  await hec?.close();
  await bulk?.close();
  await bucket?.close();
});

describe('The template', () => {
  test.each(Object.entries(TEMPLATES))('%s imports and runs', async (id, { start, arrives }) => {
    sink.received.length = 0;
    simulator.set('ashby', { hostileText: id === 'ai-agent' });
    const execution = await server.ended(await server.run(id, start));
    expect(execution.error).toBeUndefined();
    expect(execution.status).toBe('success');
    arrives(sink.received);
  });

  test('splunk-hec sends every event to the collector', async () => {
    const { status } = await server.ended(await server.run('splunk-hec', 'Audit Logs Trigger'));
    expect(status).toBe('success');
    expect(hec.received.map(({ sourcetype }) => sourcetype)).toEqual(Array(5).fill('trailhound:ocsf'));
  });

  test('syslog sends a message for every event, and fails if nobody listens', async () => {
    const { status, error } = await server.ended(await server.run('syslog', 'Audit Logs Trigger'));
    expect([status, error]).toEqual(['success', undefined]);
    const sent = messages.messages();
    expect(sent).toHaveLength(5);
    for (const { priority, time, program, id, text } of sent) {
      expect(JSON.parse(text)).toMatchObject({ uid: expect.any(String), time, provider: id });
      expect([priority, program]).toEqual(['110', 'trailhound']);
    }
    await messages.close();
    const again = await server.ended(await server.run('syslog', 'Audit Logs Trigger'));
    expect([again.status, JSON.stringify(again.error)]).toEqual(['error', expect.stringContaining('ECONNREFUSED')]);
  });

  test('s3-ocsf writes every event into the file of its day and class, and the same files again if repeated', async () => {
    for (let times = 0; times < 2; times += 1) {
      const { status, error } = await server.ended(await server.run('s3-ocsf', 'Audit Logs Trigger'));
      expect([status, error]).toEqual(['success', undefined]);
      const written = [...bucket.received].flatMap(([file, content]) =>
        gunzipSync(content)
          .toString()
          .split(/(?<=\n)/)
          .map((line) => [file, JSON.parse(line) as { time_dt: string; class_uid: number }] as const),
      );
      expect(written).toHaveLength(5);
      for (const [file, { time_dt: time, class_uid: uid }] of written)
        expect(file).toMatch(
          new RegExp(`^trailhound/day=${time.slice(0, 10)}/class_uid=${uid}/[\\w-]+\\.ndjson\\.gz$`),
        );
    }
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
