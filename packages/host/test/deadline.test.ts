import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { check, connect, providers, type Connection, type Ports } from '@trailhound/core';
import { startSimulator, type Simulator } from '@trailhound/simulator';
import { Agent } from 'undici';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { nodePorts } from '../src/index.ts';

/** How long a call may take, and how much later it may answer. */
const DEADLINE_MS = 1000;
const LATE_MS = 1000;

/** How a call to the connection ended, and after how long. */
async function ending(connection: Connection): Promise<{ code: string; ms: number }> {
  const start = performance.now();
  const code = await check(connection, { deadline: Date.now() + DEADLINE_MS }).then(
    () => 'answered',
    (thrown: { code: string }) => thrown.code,
  );
  return { code, ms: performance.now() - start };
}

function ashbyAt(site: string, ports: Ports): Connection {
  return connect(
    providers.ashby,
    { site, credential: { kind: 'api_key', values: { apiKey: 'key-of-the-test' } } },
    ports,
  );
}

async function expectInTime(connection: Connection): Promise<void> {
  const { code, ms } = await ending(connection);
  expect(code).toBe('timeout');
  expect(ms).toBeLessThan(DEADLINE_MS + LATE_MS);
  expect(connection.pace.status().inFlight).toBe(0);
}

describe('A call ends at its deadline', () => {
  let simulator: Simulator;
  beforeAll(async () => {
    simulator = await startSimulator({ events: 10 });
  });
  afterEach(() => simulator.reset());
  afterAll(() => simulator.close());

  test.each(['silent', 'body', 'headers', 'informational'])('when a response hangs: %s', async (stall) => {
    const ports = nodePorts({ proxy: false });
    simulator.set('ashby', { stall });
    await expectInTime(ashbyAt(simulator.baseUrl('ashby'), ports));
    await ports.close();
  });

  test('when the token endpoint hangs', async () => {
    const ports = nodePorts({ proxy: false });
    simulator.set('zendesk', { stallTokens: true });
    const values = simulator.credentials('zendesk')['client_credentials'] ?? {};
    const credential = { kind: 'client_credentials', values } as const;
    await expectInTime(connect(providers.zendesk, { site: simulator.baseUrl('zendesk'), credential }, ports));
  });

  test('when a host name does not resolve', async () => {
    const dispatcher = new Agent({ connect: { lookup: () => undefined } });
    await expectInTime(ashbyAt('https://vendor.example', nodePorts({ dispatcher })));
    await dispatcher.destroy();
  });
});

describe('A peer that accepts connections and sends nothing', () => {
  const sockets = new Set<Socket>();
  let server: Server;
  let url: string;
  beforeAll(async () => {
    server = createServer((socket) => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
      socket.on('error', () => undefined);
      socket.resume();
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });

  test('is disconnected at the deadline', async () => {
    const ports = nodePorts({ proxy: false });
    await expectInTime(ashbyAt(url, ports));
    await vi.waitFor(() => expect(sockets.size).toBe(0));
    await ports.close();
  });

  test('blocks no call when it is the proxy', async () => {
    vi.stubEnv('https_proxy', url);
    vi.stubEnv('no_proxy', '');
    const ports = nodePorts({ timeoutMs: 2000 });
    vi.unstubAllEnvs();
    await expectInTime(ashbyAt('https://vendor.example', ports));
  });

  test('blocks no call when TLS is expected of it', async () => {
    await expectInTime(ashbyAt(url.replace('http:', 'https:'), nodePorts({ proxy: false, timeoutMs: 2000 })));
  });
});

test('Nothing is sent for a call that has ended', async () => {
  const ports = nodePorts({ proxy: false });
  const request = { method: 'GET', url: 'http://127.0.0.1:1/', headers: {} } as const;
  const over = AbortSignal.abort(new Error('enough'));
  await expect(ports.send(request, { maxBytes: 1000, signal: over })).rejects.toThrow('enough');
});

test('A timeout never fires early', async () => {
  const { timeout, now } = nodePorts({ proxy: false });
  const early = await Promise.all(
    Array.from({ length: 50 }, async (_, ms) => {
      const start = now();
      const signal = timeout(ms);
      await new Promise((resolve) => {
        signal.addEventListener('abort', resolve);
      });
      return now() - start < ms;
    }),
  );
  expect(early).not.toContain(true);
});
