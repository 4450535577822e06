import { execFileSync, spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createServer } from 'node:tls';
import {
  Workflow,
  type IConnections,
  type INode,
  type INodeParameters,
  type INodeTypes,
  type NodeParameterValueType,
} from 'n8n-workflow';
import { describe, expect, test } from 'vitest';

const FOLDER = path.join(import.meta.dirname, '..', '..', '..', 'docs', 'n8n-workflows');
const TEMPLATES = globSync('*.json', { cwd: FOLDER }).map(
  (file) => [path.basename(file, '.json'), read(file)] as const,
);

interface Template {
  readonly name: string;
  readonly nodes: readonly INode[];
  readonly connections: IConnections;
}

function read(file: string): Template {
  return JSON.parse(readFileSync(path.join(FOLDER, file), 'utf8')) as Template;
}

/** Names that mean something where they are written. */
const HOSTILE =
  '=IMPORTXML("https://evil.example") <!channel> <https://evil.example|Sign in> <b>x</b> & {NoFormat}[~admin]\r\nBcc: everybody@example.com';

const EVENT = Object.fromEntries(
  ['time', 'actor', 'action', 'message', 'provider', 'log', 'category', 'target', 'ip', 'flags', 'uid'].map((name) => [
    name,
    HOSTILE,
  ]),
);
const FINDING = {
  ...Object.fromEntries(['id', 'rule', 'title', 'why', 'next'].map((name) => [name, HOSTILE])),
  level: 'high',
  who: [HOSTILE],
  first: '2099-11-20T09:00:00.000Z',
  last: '2099-11-20T10:00:00.000Z',
  count: 3,
  evidence: ['ashby-mi8x2k4p-Zk3v9QpX1aBc7dEf'],
};
/** The coverage item behind findings. */
const LOOKED = {
  rules: { rules: 44, ran: 42, learning: [{ rule: 'first-export', why: '7 of 30 days' }], blind: [] },
  suppressed: 2,
  complete: false,
  coverage: [{ provider: 'zendesk', complete: false }],
};
/** An event as ECS has its uid, too. */
const DOCUMENT = { ...EVENT, event: { id: HOSTILE } };
const SUMMARY = {
  total: 3,
  query: { since: '2025-11-21T23:00:00.000Z' },
  coverage: [{ provider: 'zendesk', complete: false }],
  groups: [{ by: 'actor', top: [[HOSTILE, 2], '… 3 more'] }],
};
const ITEM = {
  ...EVENT,
  ...FINDING,
  findings: [FINDING, { ...FINDING, last: '2020-01-01T00:00:00.000Z' }, LOOKED],
  structuredContent: SUMMARY,
  data: [{ actor_email: '', actor_name: HOSTILE, exports: 7 }],
  events: [DOCUMENT],
  items: [{ create: { status: 201 } }, { create: { status: 400, error: { type: 'document_parsing_exception' } } }],
  total: 3,
  complete: false,
  fileName: 'audit.ndjson',
  query: { since: '2026-11-19T23:00:00.000Z', until: '2026-11-20T23:00:00.000Z' },
  coverage: [{ provider: 'zendesk', complete: false }],
  groups: [
    { by: 'actor', top: [{ value: HOSTILE, count: 2 }] },
    { by: 'flags', top: [{ value: 'derived_action', count: 3 }] },
  ],
};

/** What a node before has made, for expressions that name the node. */
const MADE = { ...FINDING, day: '2026-11-20', class_uid: 3002, min_uid: 'ashby-mi8x2k4p-Zk3v9QpX1aBc7dEf' };

/** Of no type n8n knows a default, so that the parameters stay as they are written. */
const UNKNOWN = {
  getByName: () => undefined,
  getByNameAndVersion: () => undefined,
  getKnownTypes: () => ({}),
} as unknown as INodeTypes;

/** What n8n makes of the parameters of a node for that item. */
function evaluated(template: Template, node: INode): Record<string, unknown> {
  const settings = { timezone: 'Europe/Berlin' };
  const workflow = new Workflow({
    nodes: structuredClone([...template.nodes]),
    connections: {},
    active: false,
    nodeTypes: UNKNOWN,
    settings,
  });
  const resolve = (value: NodeParameterValueType): unknown => {
    if (typeof value === 'string' && value.startsWith('=')) {
      const items = [{ json: ITEM }];
      const named = { $: () => ({ item: { json: MADE } }) };
      return workflow.expression.resolveSimpleParameterValue(
        value,
        {},
        null,
        0,
        0,
        node.name,
        items,
        'internal',
        named,
      );
    }
    if (Array.isArray(value)) return value.map((one) => resolve(one as NodeParameterValueType));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, resolve(one as NodeParameterValueType)]));
  };
  return resolve(node.parameters) as Record<string, unknown>;
}

/** Runs the code of a Code node on one item with these events. */
async function runCode(code: string, events: readonly object[], requires: (name: string) => unknown): Promise<void> {
  // oxlint-disable-next-line no-implied-eval, no-new-func
  const run = new Function('require', '$input', `return (async () => {${code}})()`) as (
    ...given: unknown[]
  ) => Promise<unknown>;
  await run(requires, { all: () => [{ json: { events } }] });
}

/** What a Code node writes into the connection that it opens. */
async function sentBy(code: string, events: readonly object[]): Promise<string> {
  let sent = '';
  const socket = {
    setTimeout: () => socket,
    on: (event: string, listener: () => void) => (event === 'close' && setImmediate(listener), socket),
    end: (stream: string) => {
      sent += stream;
    },
  };
  await runCode(code, events, () => ({ connect: () => socket }));
  return sent;
}

type Check = (parameters: Record<string, unknown>) => void | Promise<void>;

const oneLine = ({ subject }: Record<string, unknown>): void => expect(subject).not.toMatch(/[\r\n]/);

/** How each kind of node is kept from taking a name for more than a name. */
const WRITING: Readonly<Record<string, Check>> = {
  'n8n-nodes-base.slack': ({ text: said, message: text = said }) => {
    expect(text).toContain('&lt;!channel&gt;');
    expect(text).not.toMatch(/[<>]|&(?!(?:amp|lt|gt);)/);
  },
  'n8n-nodes-base.jira': ({ summary, additionalFields }) => {
    expect(String(summary)).not.toMatch(/[\r\n]/);
    expect(String(summary).length).toBeLessThan(255);
    const { description } = additionalFields as { description: string };
    // One block without markup, which nothing inside of it ends.
    expect(description).toMatch(/^\{noformat\}\n[^]*\n\{noformat\}$/);
    expect(description.match(/\{noformat/gi)).toHaveLength(2);
  },
  'n8n-nodes-base.emailSend': (parameters) => {
    expect(parameters).toMatchObject({ emailFormat: 'text' });
    expect(parameters).not.toHaveProperty('html');
    oneLine(parameters);
  },
  'n8n-nodes-base.googleSheets': ({ options }) => expect(options).toMatchObject({ cellFormat: 'RAW' }),
  'n8n-nodes-base.httpRequest': ({ body, url }) => {
    // A query is the same whatever was read before.
    if (String(url).includes('clickhouse')) return expect(body).not.toMatch(/^=|\$json|IMPORTXML/);
    const lines = String(body)
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    // Before an event may stand what is to be done with it.
    expect([[DOCUMENT], [{ create: { _id: HOSTILE } }, DOCUMENT]]).toContainEqual(lines);
  },
  'n8n-nodes-base.stopAndError': ({ errorMessage }) =>
    expect(errorMessage).toBe('Elastic refused 1 of 2 events: {"type":"document_parsing_exception"}'),
  // What stands before the event is ours: a time and a product.
  'n8n-nodes-base.code': async ({ jsCode }) => {
    const event = { ...EVENT, time: '2026-11-20T09:00:00.000Z', provider: 'zendesk' };
    const sent = await sentBy(String(jsCode), [event, event]);
    const message = `<110>1 2026-11-20T09:00:00.000Z - trailhound - zendesk - ${JSON.stringify(event)}`;
    expect(sent).toBe(`${message.length} ${message}`.repeat(2));
    expect(sent).not.toMatch(/[\r\n]/);
  },
  // What the name is made of is ours: a day, a number and a uid.
  'n8n-nodes-base.s3': ({ fileName }) =>
    expect(fileName).toBe('trailhound/day=2026-11-20/class_uid=3002/ashby-mi8x2k4p-Zk3v9QpX1aBc7dEf.ndjson.gz'),
  'n8n-nodes-base.googleDrive': ({ name }) => expect(name).toBe('audit.ndjson'),
};

/** What writes nothing anywhere. */
const QUIET =
  /^n8n-nodes-trailhound\.|^n8n-nodes-base\.(?:stickyNote|scheduleTrigger|filter|if|set|summarize|aggregate|splitInBatches|convertToFile|compression)$|^@n8n\/n8n-nodes-langchain\./;

describe.each(TEMPLATES)('The template %s', (file, template) => {
  const others = template.nodes.filter(({ type }) => !QUIET.test(type));

  test('writes names as plain text, whatever they contain', async () => {
    for (const node of others) {
      const check = WRITING[node.type];
      expect(check, `${node.type} has a rule`).toBeDefined();
      await check?.(evaluated(template, node));
    }
  });

  test('names the products that it reads', () => {
    const ours = template.nodes.filter(({ type }) => type.startsWith('n8n-nodes-trailhound.'));
    // An archive has the products of whoever syncs it.
    expect(ours.length > 0).toBe(!file.startsWith('archive-'));
    for (const { parameters } of ours) {
      if (parameters['resource'] === 'all') expect(parameters['products']).toEqual(['gong', 'zendesk', 'ashby']);
    }
  });

  test('has a sticky note that covers no node and fits its text', () => {
    const note = template.nodes.find(({ type }) => type === 'n8n-nodes-base.stickyNote');
    const { content, width, height } = (note?.parameters ?? {}) as INodeParameters & NoteSize;
    const [left = 0, top = 0] = note?.position ?? [];
    for (const { position } of template.nodes.filter((node) => node !== note)) {
      // A node is 96 wide, and a trigger has its button on the left.
      const isBeside = position[0] + 96 < left || position[0] - 180 > left + width;
      expect(isBeside || position[1] >= top + height, `${template.name} at ${position.join()}`).toBe(true);
    }
    const needed = heightOf(content, width);
    expect(height).toBeGreaterThanOrEqual(needed);
    expect(height).toBeLessThan(needed + 60);
  });
});

interface NoteSize {
  readonly content: string;
  readonly width: number;
  readonly height: number;
}

/** About what n8n's font takes. */
function heightOf(content: string, width: number): number {
  const perLine = (width - 32) / 7;
  const lines = content.split('\n').map((line) => (line.startsWith('#') ? 1.5 : Math.ceil(line.length / perLine)));
  return 24 + 20 * lines.reduce((sum, count) => sum + count, 0) + 8 * content.split('\n').length;
}

test('The digest uses the date of the workflow, and omits what is irrelevant to the day', () => {
  const digest = read('daily-digest.json');
  const mail = digest.nodes.find(({ type }) => type === 'n8n-nodes-base.emailSend');
  const { subject, text } = evaluated(digest, mail as INode);
  expect(subject).toBe('Audit digest of Friday, 20 November 2026: 3 events');
  expect(text).toContain('3 events on Friday, 20 November 2026');
  expect(text).toContain('Partial: something is missing of zendesk');
  expect(text).not.toMatch(/derived_action|T23:00/);
});

test('The risks of the week tell of the last seven days only, and of what could not be looked at', () => {
  const mail = read('weekly-risks.json').nodes.find(({ type }) => type === 'n8n-nodes-base.emailSend');
  const { subject, text } = evaluated(read('weekly-risks.json'), mail as INode);
  expect(subject).toMatch(/^Risks of the week until .*: 1$/);
  expect(String(text).match(/HIGH/g)).toHaveLength(1);
  for (const said of ['42 of 44 rules ran.', 'Learning: first-export, 7 of 30 days', '2 findings are suppressed.'])
    expect(text).toContain(said);
  expect(text).toContain('Partial: something is missing of zendesk');
});

test.skipIf(spawnSync('openssl', ['version']).status !== 0)(
  'The syslog workflow sends the same over TLS, with one word changed (skipped where there is no openssl)',
  async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'trailhound-tls-'));
    const [key, cert] = ['key.pem', 'cert.pem'].map((name) => path.join(folder, name)) as [string, string];
    const named = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
    const made = ['-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert, '-days', '2', ...named];
    execFileSync('openssl', ['req', '-x509', ...made], { stdio: 'ignore' });
    const ca = readFileSync(cert, 'utf8');
    let received = '';
    const server = createServer({ key: readFileSync(key), cert: ca }, (socket) =>
      socket.on('data', (chunk) => (received += chunk.toString())),
    );
    await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
    const { port } = server.address() as AddressInfo;
    const node = read('syslog.json').nodes.find(({ type }) => type === 'n8n-nodes-base.code');
    const written = node?.parameters['jsCode'] as string;
    const code = written
      .replace("require('net')", "require('tls')")
      .replace("{ host: 'syslog.example.com', port: 601 }", JSON.stringify({ host: 'localhost', port, ca }));
    const events = [{ ...EVENT, time: '2026-11-20T09:00:00.000Z', provider: 'zendesk' }];
    await runCode(code, events, createRequire(import.meta.url));
    server.close();
    rmSync(folder, { recursive: true });
    expect(received).toBe(await sentBy(written, events));
  },
);
