import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { HttpResponse, OutgoingRequest } from '@trailhound/core';
import { SignJWT } from 'jose';
import { afterAll, describe, expect, test } from 'vitest';
import { createAccessLog, type Access } from '../src/access-log.ts';
import { startHttp } from '../src/http/serve.ts';
import { createLog } from '../src/log.ts';
import { ashbyWith, clientOf, NOW, serviceWith } from './one-vendor.ts';
import { BIN, ENV, run } from './processes.ts';
import { world } from './world.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'trailhound-access-'));
afterAll(() => rmSync(folder, { recursive: true }));

const CALL: Access = {
  subject: 'stdio',
  tool: 'query_audit_logs',
  filters: [],
  logs: [],
  scanned: 0,
  events: 0,
  bytes: 0,
  ms: 0,
  outcome: 'ok',
};
const SECRET = 'ghp_a1B2c3D4e5a1B2c3D4e5a1B2c3D4e5a1B2c3';
const ENTRY = {
  id: 'one',
  timestamp: new Date(NOW - 1000).toISOString(),
  category: 'FixtureThing',
  description: 'fixture-words',
};

describe('Each call', () => {
  test('is logged with what was asked and how it ended', async () => {
    const { client, accessed } = await world({ simulator: { events: 50 }, options: { exportDir: folder } });
    const window = { since: '2026-10-07T12:00:00Z', until: '2026-10-14T12:00:00Z' };
    const answers = [
      await client.callTool({ name: 'query_audit_logs', arguments: { ...window, verbs: ['update'], actor: SECRET } }),
      await client.callTool({ name: 'query_zendesk_audit_logs', arguments: { ...window, source_type: 'user' } }),
      await client.callTool({
        name: 'summarize_audit_logs',
        arguments: { ...window, logs: ['audit_logs'], by: ['actor'] },
      }),
      await client.callTool({ name: 'trace_audit_actor', arguments: { ...window, actor: 'nobody@example.com' } }),
      await client.callTool({ name: 'export_audit_logs', arguments: window }),
      await client.callTool({ name: 'list_audit_sources' }),
    ];
    const times = { since: '2026-10-07T12:00:00.000Z', until: '2026-10-14T12:00:00.000Z' };
    const six = expect.arrayContaining(['gong.UserActivityLog', 'zendesk.audit_logs', 'ashby.audit_log']) as string[];
    expect(accessed).toMatchObject([
      { tool: 'query_audit_logs', ...times, filters: ['actor', 'verbs'], logs: six, events: 0, outcome: 'ok' },
      { tool: 'query_zendesk_audit_logs', ...times, filters: ['source_type'], logs: ['zendesk.audit_logs'] },
      {
        tool: 'summarize_audit_logs',
        ...times,
        filters: [],
        logs: ['zendesk.audit_logs'],
        scanned: 11,
        events: 11,
      },
      { tool: 'trace_audit_actor', ...times, filters: ['actor'], logs: six, events: 0 },
      { tool: 'export_audit_logs', ...times, filters: [], file: expect.stringMatching(/^audit-.*\.ndjson$/) as string },
      { tool: 'list_audit_sources', filters: [], logs: [], scanned: 0, events: 0, outcome: 'ok' },
    ]);
    for (const [index, { subject, bytes, ms }] of accessed.entries()) {
      const [content] = answers[index]?.content ?? [];
      expect(bytes).toBe(content?.type === 'text' ? Buffer.byteLength(content.text) : -1);
      expect(ms).toBeGreaterThanOrEqual(0);
      expect(subject).toBe('local');
    }
  });

  test('that is refused, fails or is partial is logged as such, with the error code', async () => {
    const { client, accessed, simulator } = await world({ simulator: { events: 50 } });
    await client.callTool({ name: 'query_audit_logs', arguments: { since: 'never' } });
    await client.callTool({ name: 'get_audit_log', arguments: { uid: 'nonsense' } });
    simulator.set('zendesk', { failForever: true });
    await client.callTool({ name: 'query_audit_logs', arguments: {} });
    await client.callTool({ name: 'query_zendesk_audit_logs', arguments: {} });
    expect(accessed.map(({ outcome }) => outcome)).toEqual([
      'invalid_query',
      'invalid_query',
      'partial',
      'unavailable',
    ]);
  });

  test('leaves no argument value, no entry value and no made-up name in the log', async () => {
    const { service, accessed } = serviceWith(ashbyWith([ENTRY]));
    const client = await clientOf(service);
    const found = await client.callTool({ name: 'query_audit_logs', arguments: { text: 'fixture' } });
    const { rows } = found.structuredContent as { rows: unknown[][] };
    const uid = String(rows[0]?.at(-1));
    await client.callTool({ name: 'get_audit_log', arguments: { uid } });
    await client.readResource({ uri: `audit://events/${uid}` });
    await client.readResource({ uri: 'audit://events/nonsense' }).catch(() => undefined);
    for (const name of ['actor', 'target', 'ip', 'text', 'cursor', 'since', SECRET])
      await client.callTool({ name: 'query_audit_logs', arguments: { [name]: SECRET } });
    expect(accessed.map(({ tool, filters, events }) => [tool, filters, events]).slice(0, 4)).toEqual([
      ['query_audit_logs', ['text'], 1],
      ['get_audit_log', ['uid'], 1],
      ['resource:event', ['uid'], 1],
      ['resource:event', ['uid'], 0],
    ]);
    expect(accessed).toHaveLength(11);
    expect(JSON.stringify(accessed)).not.toMatch(/ghp_|fixture|FixtureThing/);
    expect(JSON.stringify(accessed)).not.toContain(uid);
  });
});

async function post(url: string, message: object, headers: Record<string, string> = {}): Promise<Response> {
  const accept = 'application/json, text/event-stream';
  const given = { 'content-type': 'application/json', accept, 'mcp-protocol-version': '2025-11-25', ...headers };
  const answered = await fetch(url, { method: 'POST', headers: given, body: JSON.stringify(message) });
  await answered.arrayBuffer();
  return answered;
}

describe('A call that reaches no tool', () => {
  const TOKEN = 'a-token-of-more-than-16-characters';
  const NOBODY = 'nobody-made-this-up';
  const call = (params: object): object => ({ jsonrpc: '2.0', id: 1, method: 'tools/call', params });
  const authorization = `Bearer ${TOKEN}`;

  test.each([
    ['without a token', 401, {}, call({ name: 'list_audit_sources' }), 'unknown', 'unauthorized'],
    ['with a wrong one', 401, { authorization: `Bearer ${SECRET}` }, call({}), 'unknown', 'unauthorized'],
    ['under a foreign name', 403, { authorization, origin: 'https://evil.example' }, call({}), 'unknown', 'forbidden'],
    ['of a tool that there is not', 200, { authorization }, call({ name: NOBODY }), 'token', 'not_found'],
    ['without the name of a tool', 200, { authorization }, call({ arguments: {} }), 'token', 'not_found'],
    [
      'with arguments that are none',
      200,
      { authorization },
      call({ name: NOBODY, arguments: 7 }),
      'token',
      'not_found',
    ],
    ['with params that are none', 200, { authorization }, { ...call({}), params: NOBODY }, 'token', 'invalid_query'],
    ['in a batch', 400, { authorization }, [call({ name: 'list_audit_sources' })], 'token', 'invalid_query'],
    ['that is no JSON', 400, { authorization }, `{${NOBODY}`, 'token', 'invalid_query'],
    ['that is too large', 413, { authorization }, `"${NOBODY.repeat(70_000)}"`, 'token', 'too_large'],
    [
      'that is no JSON by its type',
      415,
      { authorization, 'content-type': 'text/plain' },
      NOBODY,
      'token',
      'invalid_query',
    ],
  ] as const)(
    '%s leaves a line that contains nothing from the caller',
    async (_, status, headers, body, subject, outcome) => {
      const { service, accessed } = serviceWith(ashbyWith([ENTRY]), { port: 0, authToken: TOKEN });
      const server = await startHttp(service);
      const accept = 'application/json, text/event-stream';
      const answered = await fetch(server.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept, 'mcp-protocol-version': '2025-11-25', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      });
      await answered.text();
      await server.close();
      expect(answered.status).toBe(status);
      expect(accessed).toEqual([
        {
          subject,
          tool: 'none',
          filters: [],
          logs: [],
          scanned: 0,
          events: 0,
          outcome,
          bytes: expect.any(Number) as number,
          ms: expect.any(Number) as number,
        },
      ]);
      expect(JSON.stringify(accessed)).not.toMatch(/nobody-made|ghp_|evil/);
    },
  );

  test('because too many wait leaves a line', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const hung = async (request: OutgoingRequest): Promise<HttpResponse> => {
      await promise;
      return ashbyWith([])(request);
    };
    const { service, accessed } = serviceWith(hung, { port: 0, maxConcurrent: 1 });
    const server = await startHttp(service);
    const statuses: number[] = [];
    // One runs and 256 wait.
    const all = Array.from({ length: 258 }, async () => {
      const { status } = await post(server.url, call({ name: 'query_audit_logs', arguments: {} }));
      if (statuses.push(status) === 1) resolve();
    });
    await Promise.all(all);
    await server.close();
    expect(statuses[0]).toBe(429);
    expect(accessed[0]).toMatchObject({ subject: 'local', tool: 'none', outcome: 'rate_limited' });
    expect(accessed.filter(({ outcome }) => outcome === 'rate_limited')).toHaveLength(1);
    expect(accessed).toHaveLength(258);
  });

  test('because the issuer cannot be reached leaves a line', async () => {
    const oauth = { oauthIssuer: 'http://127.0.0.1:9', oauthAudience: 'trailhound' };
    const { service, accessed } = serviceWith(ashbyWith([]), { port: 0, ...oauth });
    const server = await startHttp(service);
    const token = await new SignJWT({}).setProtectedHeader({ alg: 'HS256' }).sign(Buffer.from(TOKEN));
    const { status } = await post(server.url, call({ name: NOBODY }), { authorization: `Bearer ${token}` });
    await server.close();
    expect(status).toBe(503);
    expect(accessed).toMatchObject([{ subject: 'unknown', tool: 'none', outcome: 'unavailable' }]);
    expect(JSON.stringify(accessed)).not.toContain(token);
  });

  test('because the server is stopping leaves a line', async () => {
    const begun = Promise.withResolvers<void>();
    const go = Promise.withResolvers<void>();
    const slow = async (request: OutgoingRequest): Promise<HttpResponse> => {
      begun.resolve();
      await go.promise;
      return ashbyWith([])(request);
    };
    const { service, accessed } = serviceWith(slow, { port: 0 });
    const server = await startHttp(service);
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    const said: Buffer[] = [];
    socket.on('data', (piece: Buffer) => said.push(piece));
    const body = JSON.stringify(call({ name: 'query_audit_logs', arguments: {} }));
    const head =
      'POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAccept: application/json, text/event-stream\r\n';
    const request = `${head}Content-Length: ${body.length}\r\n\r\n${body}`;
    socket.write(request);
    await begun.promise;
    const closed = server.close();
    socket.write(request);
    await expect.poll(() => accessed).toMatchObject([{ subject: 'unknown', tool: 'none', outcome: 'unavailable' }]);
    go.resolve();
    await Promise.all([closed, once(socket, 'close')]);
    expect(accessed).toHaveLength(2);
    expect(Buffer.concat(said).toString()).toMatch(/^HTTP\/1\.1 200/);
  });

  test('over stdio leaves a line as well', async () => {
    const file = path.join(folder, 'refused.log');
    const lines = [[call({})], { ...call({}), params: 7 }, call({ name: NOBODY })].map((one) => JSON.stringify(one));
    const child = spawn(process.execPath, [BIN, '--demo', '--access-log', file], {
      env: ENV,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    child.stdin.end(`${lines.join('\n')}\n`);
    await new Promise((resolve) => void child.once('exit', resolve));
    const written = readFileSync(file, 'utf8').trimEnd().split('\n');
    expect(written.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { subject: 'stdio', tool: 'none', outcome: 'invalid_query' },
      { subject: 'stdio', tool: 'none', outcome: 'invalid_query' },
      { subject: 'stdio', tool: 'none', outcome: 'not_found' },
    ]);
    expect(written.join()).not.toContain(NOBODY);
  });
});

describe('The access log', () => {
  const lines: string[] = [];
  const log = createLog({ level: 'debug', format: 'json', write: (line) => lines.push(line) });
  const open = (file?: string): ReturnType<typeof createAccessLog> =>
    createAccessLog({ file, log, toStderr: (line) => lines.push(line) });
  const read = (file: string): unknown[] =>
    readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);

  test('is lines of JSON on stderr unless there is a file', () => {
    open()(CALL);
    expect(JSON.parse(lines.splice(0)[0] ?? '')).toMatchObject({
      type: 'access',
      time: expect.stringMatching(/Z$/) as string,
      ...CALL,
    });
  });

  test('is appended to a file that only its owner can read', () => {
    const file = path.join(folder, 'access.log');
    open(file)(CALL);
    open(file)({ ...CALL, tool: 'second' });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(read(file)).toMatchObject([CALL, { tool: 'second' }]);
    expect(lines).toEqual([]);
  });

  test('continues in a new file after a rename, and at the start after truncation', () => {
    const file = path.join(folder, 'rotated.log');
    const access = open(file);
    access(CALL);
    renameSync(file, `${file}.1`);
    access({ ...CALL, tool: 'second' });
    expect(read(`${file}.1`)).toHaveLength(1);
    expect(read(file)).toMatchObject([{ tool: 'second' }]);
    writeFileSync(file, '');
    access({ ...CALL, tool: 'third' });
    expect(read(file)).toMatchObject([{ tool: 'third' }]);
  });

  test('warns about a file that others can read', () => {
    const file = path.join(folder, 'open.log');
    appendFileSync(file, '');
    chmodSync(file, 0o644);
    open(file);
    expect(lines.splice(0)).toEqual([expect.stringMatching(/Others can read .*open\.log.*chmod 600/)]);
  });

  test('loses no line when the file can no longer be written', () => {
    const file = path.join(folder, 'gone', 'access.log');
    mkdirSync(path.dirname(file));
    const access = open(file);
    rmSync(path.dirname(file), { recursive: true });
    access(CALL);
    expect(lines.splice(0).map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { level: 'error', reason: 'ENOENT' },
      CALL,
    ]);
  });

  test('that cannot be written is refused at the start', async () => {
    const file = path.join(folder, 'nowhere', 'access.log');
    expect(() => open(file)).toThrow(/--access-log: .*ENOENT/);
    expect(await run([BIN, '--demo', '--access-log', file])).toMatchObject({ code: 2, out: '' });
    expect(existsSync(file)).toBe(false);
  });

  test('of the built program names stdio as the transport', async () => {
    const file = path.join(folder, 'stdio.log');
    const { Client } = await import('@modelcontextprotocol/client');
    const { StdioClientTransport } = await import('@modelcontextprotocol/client/stdio');
    const client = new Client({ name: 'test', version: '1.0.0' });
    const args = [BIN, '--demo', '--access-log', file];
    await client.connect(new StdioClientTransport({ command: process.execPath, args, env: ENV, stderr: 'ignore' }));
    await client.callTool({ name: 'list_audit_sources' });
    await client.close();
    expect(read(file)).toMatchObject([{ subject: 'stdio', tool: 'list_audit_sources', outcome: 'ok' }]);
  });
});
