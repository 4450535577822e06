import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, request as httpRequest, type IncomingMessage, type Server } from 'node:http';
import { connect as connectSocket, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { exportJWK, generateKeyPair, SignJWT, type GenerateKeyPairResult } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { CONNECTIONS } from '../src/http/connections.ts';
import { issuerKeys, PAUSE_S } from '../src/http/issuer.ts';
import { startHttp, type RunningHttp } from '../src/http/serve.ts';
import type { Options } from '../src/options.ts';
import { ashbyWith, NOW, serviceWith } from './one-vendor.ts';

const TOKEN = 'a-token-of-more-than-16-characters';
const ENTRY = { id: 'one', timestamp: new Date(NOW - 1000).toISOString(), category: 'FixtureThing' };
const LIST = { jsonrpc: '2.0', id: 1, method: 'tools/list' };

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((file) =>
  existsSync(file),
);
const HEADLESS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-dev-shm-usage',
  '--no-first-run',
];

const running: RunningHttp[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

async function serve(
  options: Partial<Options> = {},
  send = ashbyWith([ENTRY]) as Parameters<typeof serviceWith>[0],
): Promise<string> {
  const { service } = serviceWith(send, { port: 0, ...options });
  const server = await startHttp(service);
  running.push(server);
  return server.url;
}

interface Answered {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A request whose Host header may be anything, which fetch does not allow. */
async function post(url: string, headers: Record<string, string> = {}, body: unknown = LIST): Promise<Answered> {
  const { promise, resolve, reject } = Promise.withResolvers<Answered>();
  const accept = 'application/json, text/event-stream';
  const all = { 'content-type': 'application/json', accept, 'mcp-protocol-version': '2025-11-25', ...headers };
  const asked = httpRequest(url, { method: 'POST', headers: all }, (answered) => {
    let text = '';
    answered.on('data', (chunk: Buffer) => (text += chunk.toString()));
    answered.on('end', () => resolve({ status: answered.statusCode ?? 0, headers: answered.headers, body: text }));
  });
  asked.on('error', reject);
  asked.end(typeof body === 'string' ? body : JSON.stringify(body));
  return promise;
}

/** A subscription as a client of 2026 opens one. */
async function subscribe(url: string): Promise<globalThis.Response> {
  const version = '2026-07-28';
  const meta = {
    'io.modelcontextprotocol/protocolVersion': version,
    'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1.0.0' },
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  const params = { notifications: { toolsListChanged: true }, _meta: meta };
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    'mcp-protocol-version': version,
    'mcp-method': 'subscriptions/listen',
  };
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'subscriptions/listen', params });
  return fetch(url, { method: 'POST', headers, body });
}

describe('Over HTTP the server', () => {
  test('answers only to its own host names', async () => {
    const url = await serve({ allowedHosts: ['audit.internal'], publicUrl: 'https://audit.example.com/mcp' });
    for (const host of ['localhost', '127.0.0.1:3917', 'audit.internal:80', 'audit.example.com'])
      expect((await post(url, { host })).status, host).toBe(200);
    const foreign = await post(url, { host: 'evil.example' });
    expect(foreign).toMatchObject({
      status: 403,
      body: expect.stringMatching(/evil\.example.*--allowed-hosts/) as string,
    });
    for (const origin of ['https://evil.example', 'null'])
      expect((await post(url, { origin })).status, origin).toBe(403);
    for (const origin of ['http://localhost:5173', 'https://audit.example.com'])
      expect((await post(url, { origin })).status, origin).toBe(200);
  });

  test('refuses to listen beyond this machine without a token', async () => {
    await expect(serve({ host: '0.0.0.0' })).rejects.toMatchObject({
      fault: { field: 'host' },
      hint: /TRAILHOUND_AUTH_TOKEN/,
    });
    await expect(serve({ authToken: 'short' })).rejects.toMatchObject({ fault: { field: 'authToken' } });
    await expect(serve({ authToken: TOKEN, oauthIssuer: 'https://id.example.com' })).rejects.toThrow(
      /exclude each other/,
    );
    await expect(serve({ oauthIssuer: 'http://id.example.com' })).rejects.toThrow(/in the clear/);
    await expect(serve({ host: '0.0.0.0', authToken: TOKEN })).resolves.toContain('/mcp');
  });

  test('says which port is taken', async () => {
    const { port } = new URL(await serve());
    await expect(serve({ port: Number(port) })).rejects.toMatchObject({ message: /EADDRINUSE/, hint: /--port/ });
  });

  test('admits only clients that send its token', async () => {
    const url = await serve({ authToken: TOKEN });
    for (const authorization of [undefined, '', 'Bearer', `Bearer ${TOKEN}x`, `Basic ${TOKEN}`]) {
      const refused = await post(url, authorization === undefined ? {} : { authorization });
      expect(refused.status, authorization).toBe(401);
      expect(refused.headers['www-authenticate']).toMatch(/^Bearer/);
      expect(refused.body).not.toContain(TOKEN);
    }
    expect((await post(url, { authorization: `Bearer ${TOKEN}` })).status).toBe(200);
    expect((await post(url, { authorization: `bearer ${TOKEN}` })).status).toBe(200);
  });

  test('answers health checks under any name and without a token', async () => {
    const url = await serve({ authToken: TOKEN });
    const answered = await fetch(new URL('/healthz', url));
    expect(await answered.json()).toEqual({ status: 'ok' });
  });

  test('shows a browser a page that runs no script', async () => {
    const url = await serve({ authToken: TOKEN });
    const answered = await fetch(new URL('/', url));
    expect(answered.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await answered.text()).toContain(`claude mcp add --transport http trailhound ${url}`);
    expect((await fetch(new URL('/nothing', url))).status).toBe(404);
  });

  test('shows every client how to send the token, where one is needed', async () => {
    const [guarded, open] = [await serve({ authToken: TOKEN }), await serve()];
    const shown = async (url: string): Promise<unknown> => {
      const text = await (await fetch(new URL('/', url))).text();
      return JSON.parse(/<pre>(\{[\s\S]*\})<\/pre>/.exec(text)?.[1] ?? '') as unknown;
    };
    const headers = { Authorization: 'Bearer $TOKEN' };
    expect(await shown(guarded)).toEqual({ mcpServers: { trailhound: { type: 'http', url: guarded, headers } } });
    expect(await shown(open)).toEqual({ mcpServers: { trailhound: { type: 'http', url: open } } });
  });

  // A browser takes its time to start on a busy machine.
  test.skipIf(CHROMIUM === undefined)(
    'shows its page in a real browser, to which its rules apply',
    { timeout: 180_000 },
    async () => {
      const url = await serve({ demo: true });
      const folder = mkdtempSync(path.join(tmpdir(), 'trailhound-chromium-'));
      const args = [...HEADLESS, `--user-data-dir=${folder}`, '--dump-dom', new URL('/', url).href];
      const { stdout } = await promisify(execFile)(CHROMIUM ?? '', args);
      rmSync(folder, { recursive: true, force: true });
      expect(stdout).toMatch(/<h1>Trailhound 1\.2\.3<\/h1>[\s\S]*simulated[\s\S]*claude mcp add/);
    },
  );

  test('does not read an endless body', async () => {
    const url = await serve();
    const huge = JSON.stringify({ ...LIST, params: { cursor: 'x'.repeat(2 * 1024 * 1024) } });
    expect((await post(url, {}, huge)).status).toBe(413);
    expect((await post(url, {}, 'no json')).status).toBe(400);
    expect((await post(url, { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await post(url)).status).toBe(200);
  });

  test('refuses a batch of several calls in one message', async () => {
    const url = await serve();
    const call = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'list_audit_sources' } };
    for (const batch of [[], [call], Array.from({ length: 100 }, () => call)]) {
      const refused = await post(url, { 'mcp-protocol-version': '2025-03-26' }, batch);
      expect(refused).toMatchObject({ status: 400, body: expect.stringContaining('-32600') as string });
      expect(refused.body).toContain('one message at a time');
    }
  });

  test('enforces its time limit for slow requests and its connection limit', async () => {
    const limits = { headersMs: 100, requestMs: 200, checkMs: 20, connections: 3 };
    const { service } = serviceWith(ashbyWith([]), { port: 0 });
    const server = await startHttp(service, undefined, limits);
    running.push(server);
    const port = Number(new URL(server.url).port);
    const slow = [
      'POST /mcp HTTP/1.1\r\nHost: loc',
      `POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{`,
    ];
    const sockets = [...slow, ...slow].map((text) => {
      const socket = connectSocket(port, '127.0.0.1');
      socket.on('error', () => undefined);
      socket.write(text);
      return socket;
    });
    const said = await Promise.all(
      sockets.map(async (socket) => {
        const pieces: Buffer[] = [];
        socket.on('data', (piece: Buffer) => pieces.push(piece));
        await new Promise((closed) => void socket.on('close', closed));
        return Buffer.concat(pieces).toString().slice(0, 12);
      }),
    );
    expect(said.toSorted()).toEqual(['', 'HTTP/1.1 408', 'HTTP/1.1 408', 'HTTP/1.1 408']);
    expect(CONNECTIONS).toMatchObject({ headersMs: 10_000, requestMs: 30_000 });
    expect(CONNECTIONS.checkMs).toBeLessThanOrEqual(2000);
  });

  test('serves others while one client is slow', async () => {
    const url = await serve();
    const { port } = new URL(url);
    const slow = connectSocket(Number(port), '127.0.0.1');
    slow.write(
      'POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{',
    );
    for (let i = 0; i < 20; i += 1) expect((await post(url)).status).toBe(200);
    slow.destroy();
  });

  test('answers a hundred concurrent calls, a few per client at a time', async () => {
    let [now, most] = [0, 0];
    const url = await serve({ maxConcurrent: 4 }, async (request) => {
      now += 1;
      most = Math.max(most, now);
      await new Promise((resolve) => setTimeout(resolve, 2));
      now -= 1;
      return ashbyWith([ENTRY])(request);
    });
    const call = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'query_audit_logs', arguments: {} } };
    const all = await Promise.all(Array.from({ length: 100 }, () => post(url, {}, call)));
    expect(all.map(({ status }) => status)).toEqual(all.map(() => 200));
    for (const { body } of all) expect(body).toContain('FixtureThing');
    expect(most).toBeLessThanOrEqual(4);
  });

  test('finishes a running call when told to stop, and accepts no other', async () => {
    const begun = Promise.withResolvers<void>();
    const go = Promise.withResolvers<void>();
    const url = await serve({}, async (request) => {
      begun.resolve();
      await go.promise;
      return ashbyWith([ENTRY])(request);
    });
    const call = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'query_audit_logs', arguments: {} } };
    const answered = post(url, {}, call);
    await begun.promise;
    const closed = running.splice(0)[0]?.close();
    await expect(post(url)).rejects.toThrow(/ECONNREFUSED/);
    go.resolve();
    expect((await answered).body).toContain('FixtureThing');
    await closed;
  });

  test('finishes a call whose body was still arriving when told to stop', async () => {
    const url = await serve();
    const { port } = new URL(url);
    const body = JSON.stringify(LIST);
    const socket = connectSocket(Number(port), '127.0.0.1');
    const said: Buffer[] = [];
    const ended = once(socket, 'close');
    socket.on('data', (chunk: Buffer) => said.push(chunk));
    const head =
      'POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAccept: application/json, text/event-stream\r\nConnection: close\r\n';
    socket.write(`${head}Content-Length: ${body.length}\r\n\r\n${body.slice(0, 10)}`);
    await expect.poll(() => fetch(new URL('/healthz', url)).then(({ status }) => status)).toBe(200);
    const closed = running.splice(0)[0]?.close();
    socket.write(body.slice(10));
    await Promise.all([closed, ended]);
    expect(Buffer.concat(said).toString()).toMatch(/^HTTP\/1\.1 200/);
  });

  test('limits the subscriptions of a client, and does not wait for them when stopping', async () => {
    const url = await serve({ drain: 3600 });
    const open = await Promise.all(Array.from({ length: 33 }, async () => subscribe(url)));
    expect(open.filter(({ status }) => status === 200)).toHaveLength(32);
    expect(open.filter(({ status }) => status === 429)).toHaveLength(1);
    expect((await post(url)).status).toBe(200);
    await running.splice(0)[0]?.close();
  });

  test('does not wait forever for a call that does not end', async () => {
    const begun = Promise.withResolvers<void>();
    const url = await serve({ drain: 0 }, async () => {
      begun.resolve();
      return new Promise(() => undefined);
    });
    const call = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'query_audit_logs', arguments: {} } };
    const answered = post(url, {}, call).catch((failed: Error) => failed.message);
    await begun.promise;
    await running.splice(0)[0]?.close();
    expect(await answered).toMatch(/socket hang up|ECONNRESET/);
  });
});

describe('With an OAuth issuer the server', () => {
  let issuer: Server;
  let origin: string;
  /** Where the issuer says that its keys are, if not at itself. */
  let keysAt: string | undefined;
  /** What the issuer calls itself, if not by its name. */
  let names: string | undefined;
  let asked = 0;
  let sign: (claims: Record<string, unknown>, expires?: string, typ?: string) => Promise<string>;
  let forge: typeof sign;

  beforeAll(async () => {
    const [own, other] = await Promise.all([generateKeyPair('RS256'), generateKeyPair('RS256')]);
    const jwk = { ...(await exportJWK(own.publicKey)), kid: 'one', alg: 'RS256' };
    issuer = createServer(({ url }, answer) => {
      asked += 1;
      const known = {
        '/.well-known/openid-configuration': { issuer: names ?? origin, jwks_uri: keysAt ?? `${origin}/keys` },
        '/keys': { keys: [jwk] },
      };
      const found = known[url as keyof typeof known] as object | undefined;
      answer.writeHead(found === undefined ? 404 : 200, { 'content-type': 'application/json' });
      answer.end(JSON.stringify(found ?? {}));
    });
    await new Promise<void>((resolve) => {
      issuer.listen(0, '127.0.0.1', resolve);
    });
    origin = `http://127.0.0.1:${(issuer.address() as AddressInfo).port}`;
    const signer =
      (key: GenerateKeyPairResult['privateKey']) =>
      (claims: Record<string, unknown>, expires = '5m', typ?: string) =>
        new SignJWT({ iss: origin, aud: 'trailhound', sub: 'somebody', scope: 'audit:read', ...claims })
          .setProtectedHeader({ alg: 'RS256', kid: 'one', ...(typ === undefined ? {} : { typ }) })
          .setIssuedAt()
          .setExpirationTime(expires)
          .sign(key);
    sign = signer(own.privateKey);
    forge = signer(other.privateKey);
  });
  afterAll(() => issuer.close());

  const guarded = (): Promise<string> => serve({ oauthIssuer: origin, oauthAudience: 'trailhound' });

  test('accepts its tokens, also from a real client', async () => {
    const url = await guarded();
    const authorization = `Bearer ${await sign({})}`;
    const client = new Client({ name: 'test', version: '1.0.0' });
    await client.connect(
      new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers: { authorization } } }),
    );
    expect((await client.listTools()).tools.length).toBeGreaterThan(4);
    await client.close();
  });

  test('refuses every other token, and says where to get a valid one', async () => {
    const url = await guarded();
    const bad = {
      'none at all': undefined,
      'no token': 'nonsense',
      'signed by somebody else': await forge({}),
      'for another audience': await sign({ aud: 'another' }),
      'of another issuer': await sign({ iss: 'https://other.example' }),
      expired: await sign({}, '-1m'),
    };
    for (const [why, token] of Object.entries(bad)) {
      const refused = await post(url, token === undefined ? {} : { authorization: `Bearer ${token}` });
      expect(refused.status, why).toBe(401);
      expect(refused.headers['www-authenticate'], why).toContain('/.well-known/oauth-protected-resource/mcp');
    }
    const narrow = await post(url, { authorization: `Bearer ${await sign({ scope: 'mail:read' })}` });
    expect(narrow.status).toBe(403);
    expect(narrow.headers['www-authenticate']).toContain('audit:read');
    expect(
      (await post(url, { authorization: `Bearer ${await sign({ scope: undefined, scp: ['audit:read'] })}` })).status,
    ).toBe(200);
  });

  test('describes itself according to RFC 9728', async () => {
    const url = await guarded();
    const found = await fetch(new URL('/.well-known/oauth-protected-resource/mcp', url));
    expect(await found.json()).toMatchObject({ authorization_servers: [origin], scopes_supported: ['audit:read'] });
  });

  test.each(['http://keys.example.com/keys', 'ftp://127.0.0.1/keys', 'nowhere'])(
    'accepts no keys from %s, which could be tampered with, and logs that',
    async (uri) => {
      keysAt = uri;
      const { service, logged } = serviceWith(ashbyWith([]), { port: 0, oauthIssuer: origin, oauthAudience: 'a' });
      const server = await startHttp(service);
      running.push(server);
      const refused = await post(server.url, { authorization: `Bearer ${await sign({ aud: 'a' })}` });
      keysAt = undefined;
      expect(refused.status).toBe(503);
      expect(refused.body).not.toContain(uri);
      expect(logged.join('\n')).toContain(`its keys at ${uri}, but they are only accepted over https`);
    },
  );

  test('admits nobody while the issuer is unreachable', async () => {
    const url = await serve({ oauthIssuer: 'http://127.0.0.1:9', oauthAudience: 'trailhound' });
    const refused = await post(url, { authorization: `Bearer ${await sign({})}` });
    expect(refused).toMatchObject({ status: 503, headers: { 'retry-after': String(PAUSE_S) } });
  });

  test('accepts keys only if the metadata names exactly the configured issuer', async () => {
    for (const other of ['https://evil.example', `${origin}/`, '']) {
      names = other;
      const { service, logged } = serviceWith(ashbyWith([]), {
        port: 0,
        oauthIssuer: origin,
        oauthAudience: 'trailhound',
      });
      const server = await startHttp(service);
      running.push(server);
      expect((await post(server.url, { authorization: `Bearer ${await sign({})}` })).status, other).toBe(503);
      expect(logged.join('\n')).toContain(`belongs to \\"${other}\\", not to ${origin}`);
    }
    names = undefined;
  });

  test('asks a failing issuer only once in a while, however many calls arrive', async () => {
    names = 'https://evil.example';
    const url = await guarded();
    const before = asked;
    const authorization = `Bearer ${await sign({})}`;
    const all = await Promise.all(Array.from({ length: 50 }, () => post(url, { authorization })));
    all.push(await post(url, { authorization }), await post(url, { authorization: 'Bearer nonsense' }));
    names = undefined;
    expect(new Set(all.map(({ status }) => status))).toEqual(new Set([401, 503]));
    expect(asked - before).toBe(2);
    expect((await post(url, { authorization })).status).toBe(503);
  });

  test('asks it again later, and accepts its tokens', async () => {
    let now = 0;
    const errors: Error[] = [];
    const keys = issuerKeys({ issuer: origin, onerror: (error) => errors.push(error), now: () => now });
    const header = { alg: 'RS256', kid: 'one' };
    const token = { payload: '', signature: '' };
    names = 'https://evil.example';
    await expect(keys(header, token)).rejects.toThrow('evil');
    names = undefined;
    now = PAUSE_S * 1000 - 1;
    await expect(keys(header, token)).rejects.toThrow('evil');
    now += 1;
    await expect(keys(header, token)).resolves.toBeDefined();
    expect(errors).toHaveLength(1);
  });

  test('accepts tokens without a type, and those typed as access token or JWT', async () => {
    const url = await guarded();
    const statusOf = async (typ?: string): Promise<number> =>
      (await post(url, { authorization: `Bearer ${await sign({}, '5m', typ)}` })).status;
    for (const typ of [undefined, 'JWT', 'jwt', 'at+jwt', 'application/at+jwt'])
      expect(await statusOf(typ), typ).toBe(200);
    for (const typ of ['logout+jwt', 'dpop+jwt', 'secevent+jwt', 'id_token'])
      expect(await statusOf(typ), typ).toBe(401);
  });

  test('logs the subject of the token with each call', async () => {
    const { service, accessed } = serviceWith(ashbyWith([ENTRY]), {
      port: 0,
      oauthIssuer: origin,
      oauthAudience: 'trailhound',
    });
    const server = await startHttp(service);
    running.push(server);
    const call = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'query_audit_logs', arguments: {} } };
    for (const claims of [
      { sub: 'jo@example.com', client_id: 'assistant' },
      { sub: undefined, client_id: 'robot' },
      { sub: 'a\n\u202eb' },
    ])
      await post(server.url, { authorization: `Bearer ${await sign(claims)}` }, call);
    expect(accessed.map(({ subject }) => subject)).toEqual(['jo@example.com', 'robot', 'a b']);
  });
});
