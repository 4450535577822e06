import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startHttp, type RunningHttp } from '../src/http/serve.ts';
import { ashbyWith, serviceWith } from './one-vendor.ts';
import { BIN, ENV } from './processes.ts';

const METHODS = [
  'tools/list',
  'tools/call',
  'prompts/get',
  'resources/read',
  'ping',
  'completion/complete',
  'initialize',
  'nonsense',
];
const ODD = [null, [], [1], 'text', '', 0, 3, true, false];
const MANY = Object.fromEntries(Array.from({ length: 1001 }, (_, index) => [`name${index}`, 1]));
const DEEP = JSON.parse(`${'['.repeat(2000)}${']'.repeat(2000)}`) as unknown;
const WRONG = [
  ['tools/call', { name: 'query_audit_logs', arguments: { actor: DEEP } }],
  ['resources/read', { uri: 'audit://sources', more: DEEP }],
  ['ping', { _meta: { more: DEEP } }],
  ['tools/call', { name: 'query_audit_logs', arguments: MANY }],
  ['prompts/get', { name: 3 }],
  ['prompts/get', { name: 'investigate_actor', arguments: { actor: 3 } }],
  ['prompts/get', { name: 'investigate_actor', arguments: ['a'] }],
  ['prompts/get', { name: 'investigate_actor' }],
  ['prompts/get', { name: 'no_such_prompt' }],
  ['prompts/get', undefined],
  ['resources/read', {}],
  ['resources/read', { uri: 3 }],
  ['resources/read', { uri: 'no address' }],
  ['resources/read', { uri: 'audit://events/no-uid' }],
  ['resources/read', { uri: 'audit://events/gong-zzzzzzzzzzzzzz-aaaaaaaaaaaaaaaa' }],
  ['resources/read', { uri: 'audit://nobody/vocabulary' }],
] as const;

const messages = [
  ...METHODS.flatMap((method) => ODD.map((params) => ({ method, params: params as unknown }))),
  ...WRONG.map(([method, params]) => ({ method, params: params as unknown })),
].map((message, index) => ({ jsonrpc: '2.0', id: index + 1, ...message }));

type Answered = Readonly<{ id: number; error?: { code: number; message: string } }>;

describe('Params that no request takes are answered with -32602', () => {
  let server: RunningHttp;
  beforeAll(async () => {
    server = await startHttp(serviceWith(ashbyWith([]), { port: 0 }).service);
  });
  afterAll(() => server.close());

  test('over HTTP', async () => {
    for (const message of messages) {
      const answered = await fetch(server.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
        body: JSON.stringify(message),
      });
      const text = await answered.text();
      const said = JSON.parse(text.replace(/^[\s\S]*?data: /, '')) as Answered;
      expect(said, JSON.stringify(message)).toMatchObject({ id: message.id, error: { code: -32_602 } });
    }
  });

  test.each([
    [{ method: 'notifications/cancelled', params: { more: DEEP } }, 400, null, -32_600],
    [{ id: DEEP, method: 'ping' }, 400, null, -32_600],
    [{ id: 1, result: DEEP }, 400, null, -32_600],
    [{ id: 1, method: 'ping', more: DEEP }, 200, 1, -32_600],
  ])('as is a message that is nested too deeply anywhere else: %#', async (message, status, id, code) => {
    const answered = await fetch(server.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
      body: JSON.stringify({ jsonrpc: '2.0', ...message }),
    });
    expect(answered.status).toBe(status);
    expect(await answered.json()).toMatchObject({ id, error: { code } });
  });

  test('and extreme nesting is refused before parsing, whatever the strings contain', async () => {
    const send = async (actor: string): Promise<[number, unknown]> => {
      const answered = await fetch(server.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: `{"jsonrpc":"2.0","id":1,"method":"ping","params":{"a":"\\"","b":${actor}}}`,
      });
      return [answered.status, ((await answered.json()) as Answered).error?.code];
    };
    expect(await send(`${'['.repeat(400_000)}${']'.repeat(400_000)}`)).toEqual([400, -32_600]);
    expect(await send(`"${'['.repeat(400_000)}"`)).not.toEqual([400, -32_600]);
  });

  test('over stdio, and the next request is still answered', async () => {
    const child = spawn(process.execPath, [BIN, '--demo'], { env: ENV, stdio: ['pipe', 'pipe', 'ignore'] });
    const clientInfo = { name: 'test', version: '1.0.0' };
    const first = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo };
    const sent = [
      { jsonrpc: '2.0', id: 0, method: 'initialize', params: first },
      ...messages,
      [messages[0]],
      { jsonrpc: '2.0', id: 'last', method: 'ping' },
    ];
    for (const message of sent) child.stdin.write(`${JSON.stringify(message)}\n`);
    const answers = new Map<unknown, Answered>();
    for await (const line of createInterface({ input: child.stdout })) {
      const answer = JSON.parse(line) as Answered;
      answers.set(answer.id, answer);
      if (answers.size === messages.length + 3) break;
    }
    child.stdin.end();
    await once(child, 'exit');
    for (const { id, ...message } of messages)
      expect(answers.get(id)?.error?.code, JSON.stringify(message)).toBe(-32_602);
    expect(answers.get(null)?.error?.code).toBe(-32_600);
    expect(answers.get('last')).toMatchObject({ result: {} });
  });
});
