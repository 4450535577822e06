import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { connect, providers, read, type Ports, type Provider } from '@trailhound/core';
import { startSimulator, VENDOR_IDS, type Setting, type Simulator, type VendorId } from '@trailhound/simulator';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { nodePorts } from '../src/index.ts';

// Real servers and real timers, so waiting takes real time.
vi.setConfig({ testTimeout: 60_000 });

describe('Over real HTTP', () => {
  let simulator: Simulator;
  let ports: Ports & { close: () => Promise<void> };

  beforeAll(async () => {
    simulator = await startSimulator({ events: 450 });
    ports = nodePorts();
  });
  afterEach(() => simulator.reset());
  afterAll(async () => {
    await ports.close();
    await simulator.close();
  });

  async function readAll(vendor: VendorId): Promise<number> {
    const { log, credential } = simulator.trial(vendor);
    const connection = connect<Provider>(providers[vendor], { site: simulator.baseUrl(vendor), credential }, ports);
    const to = simulator.clock.now();
    let sum = 0;
    for await (const { events } of read(connection, { log: log, window: { from: to - 31 * 86_400_000, to } }))
      sum += events.length;
    return sum;
  }

  test.each(VENDOR_IDS)('reads all of %s', async (vendor) => {
    expect(await readAll(vendor)).toBe(450);
  });

  test('reads Gong with OAuth while its tokens expire and rotate', async () => {
    simulator.set('gong', { tokenLifeMs: 31_000 });
    const { tokenPath = '', ...values } = simulator.credentials('gong')['oauth'] ?? {};
    const tokenUrl = `${simulator.baseUrl('gong')}${tokenPath}`;
    const credential = { kind: 'oauth' as const, values: { ...values, tokenUrl } };
    const connection = connect(providers.gong, { site: simulator.baseUrl('gong'), credential }, ports);
    const to = simulator.clock.now();
    for await (const page of read(connection, { log: 'UserCallPlay', window: { from: to - 31 * 86_400_000, to } })) {
      expect(page.events.length).toBeGreaterThan(0);
      simulator.clock.advance(20_000);
    }
    expect(simulator.stats('gong').log.filter(({ path }) => path === tokenPath).length).toBeGreaterThan(1);
  });

  const hostile: readonly [string, Record<string, Setting>][] = [
    ['a connection that is reset', { resetAt: 2 }],
    ['bodies that come in drips', { slowBody: true }],
    ['a failure of the vendor', { failAt: 2 }],
    ['a limit that names seconds', { limitAt: 2 }],
    ['a limit that names a date', { limitAt: 2, retryAfter: 'date' }],
  ];
  test.each(hostile)('survives %s', async (_, switches) => {
    for (const vendor of VENDOR_IDS) simulator.set(vendor, switches);
    expect(await Promise.all(VENDOR_IDS.map(readAll))).toEqual(VENDOR_IDS.map(() => 450));
  });

  test('stops reading a body that grows past the limit', async () => {
    // Without its limit: what came before may have used it up, and the first request would be refused instead.
    simulator.set('gong', { hugePageAt: 1, limitPerSecond: 0 });
    await expect(readAll('gong')).rejects.toMatchObject({ code: 'too_large' });
  });
});

describe('A host', () => {
  const servers: Server[] = [];
  const ports = nodePorts({ timeoutMs: 300 });
  const request = (url: string): Parameters<Ports['send']>[0] => ({
    method: 'GET',
    url,
    headers: { authorization: 'Basic c2VjcmV0' },
  });

  async function serve(server: Server): Promise<string> {
    servers.push(server);
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  afterAll(async () => {
    await ports.close();
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
  });

  test('does not follow a redirect, so a credential stays with its host', async () => {
    let followed = 0;
    const other = await serve(
      createServer((_, response) => {
        followed += 1;
        response.end('{}');
      }),
    );
    const first = await serve(
      createServer((_, response) => {
        response.writeHead(302, { location: other });
        response.end();
      }),
    );
    expect((await ports.send(request(first), { maxBytes: 1000 })).status).toBe(302);
    expect(followed).toBe(0);
  });

  test.each([200, 500])(
    'decompresses responses, with status %s too, and limits the decompressed size',
    async (status) => {
      const packed = await serve(
        createServer((asked, response) => {
          expect(asked.headers['accept-encoding']).toBe('gzip, deflate, br');
          response.writeHead(status, { 'content-encoding': 'gzip' });
          response.end(gzipSync('a'.repeat(5000)));
        }),
      );
      const answered = await ports.send(request(packed), { maxBytes: 5000 });
      expect(answered).toMatchObject({ status, body: 'a'.repeat(5000) });
      await expect(ports.send(request(packed), { maxBytes: 4999 })).rejects.toMatchObject({ code: 'too_large' });
    },
  );

  test('uses the proxy from the environment, unless told not to', async () => {
    const asked: string[] = [];
    const proxy = await serve(
      createServer((incoming, response) => {
        asked.push(incoming.url ?? '');
        response.end('from the proxy');
      }),
    );
    const direct = await serve(createServer((_, response) => response.end('direct')));
    vi.stubEnv('http_proxy', proxy);
    vi.stubEnv('no_proxy', '');
    const proxied = nodePorts({ timeoutMs: 300 });
    const plain = nodePorts({ timeoutMs: 300, proxy: false });
    try {
      expect((await plain.send(request(direct), { maxBytes: 100 })).body).toBe('direct');
      expect((await proxied.send(request('http://vendor.example/'), { maxBytes: 100 })).body).toBe('from the proxy');
    } finally {
      vi.unstubAllEnvs();
      await Promise.all([proxied.close(), plain.close()]);
    }
    expect(asked.join(' ')).toContain('vendor.example');
  });

  test('gives up on a server that does not answer', async () => {
    const silent = await serve(createServer(() => undefined));
    await expect(ports.send(request(silent), { maxBytes: 1000 })).rejects.toThrow(/timeout/i);
  });

  test('stops when told to', async () => {
    const silent = await serve(createServer(() => undefined));
    const stop = new AbortController();
    const sending = ports.send(request(silent), { maxBytes: 1000, signal: stop.signal });
    stop.abort(new Error('enough'));
    await expect(sending).rejects.toThrow('enough');
    await expect(ports.sleep(60_000, AbortSignal.abort(new Error('enough')))).rejects.toThrow(/abort/i);
  });

  test('reads header names in lower case, lists as one value, and text in any language', async () => {
    const echo = await serve(
      createServer((_, response) => {
        response.writeHead(
          200,
          [
            ['X-Odd', 'a'],
            ['X-Odd', 'b'],
          ].flat(),
        );
        response.end('grüße 🐕');
      }),
    );
    const { headers, body } = await ports.send(request(echo), { maxBytes: 1000 });
    expect(headers['x-odd']).toBe('a, b');
    expect(body).toBe('grüße 🐕');
  });
});
