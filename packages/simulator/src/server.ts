import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { createSimulator, type InProcessSimulator, type SimulatorOptions } from './simulator.ts';
import { isStall, stall } from './stall.ts';
import type { Reply, SimulatedRequest } from './vendor.ts';
import type { VendorId } from './vendors/index.ts';

/** Options for the simulated vendors and where they listen. */
export interface ServerOptions extends SimulatorOptions {
  /** The first port; the others follow it. Free ports by default. */
  readonly port?: number;
}

/** The vendors as real servers on this machine. */
export interface Simulator extends InProcessSimulator {
  readonly baseUrl: (vendor: VendorId) => string;
  readonly close: () => Promise<void>;
}

/** Starts one server per vendor. */
export async function startSimulator(options: ServerOptions = {}): Promise<Simulator> {
  const urls = new Map<VendorId, string>();
  const baseUrl = (vendor: VendorId): string => {
    const url = urls.get(vendor);
    if (url === undefined) throw new Error(`There is no vendor ${vendor}`);
    return url;
  };
  const simulator = createSimulator(options, baseUrl);
  const servers: Server[] = [];
  const closeAll = async (): Promise<void> => void (await Promise.all(servers.map(close)));
  try {
    for (const [index, vendor] of simulator.vendors.entries()) {
      const server = createServer((request, response) => void serve(simulator, vendor, request, response));
      const port = await listen(server, options.port === undefined ? 0 : options.port + index);
      urls.set(vendor, `http://127.0.0.1:${port}`);
      servers.push(server);
    }
  } catch (thrown) {
    await closeAll();
    throw thrown;
  }
  return { ...simulator, baseUrl, close: closeAll };
}

function listen(server: Server, port: number): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  server.once('error', reject);
  server.listen(port, '127.0.0.1', () => {
    const address = server.address();
    resolve(typeof address === 'object' && address !== null ? address.port : port);
  });
  return promise;
}

function close(server: Server): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  server.closeAllConnections();
  return promise;
}

async function serve(
  simulator: InProcessSimulator,
  vendor: VendorId,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const reply = await simulator.handle(vendor, await readRequest(request));
    if (reply.effect === 'reset') return void request.socket.resetAndDestroy();
    if (reply.effect !== undefined && isStall(reply.effect)) return stall(request.socket, reply.effect);
    response.sendDate = false;
    response.writeHead(reply.status, { ...reply.headers });
    if (reply.effect === 'drip') await drip(response, reply);
    else response.end(reply.body);
  } catch (thrown) {
    // A defect of the simulator must not look like a simulated fault.
    if (response.headersSent) response.destroy();
    else response.writeHead(500, { 'content-type': 'text/plain' }).end(`The simulator failed: ${String(thrown)}`);
  }
}

/** Writes byte by byte, so that chunks may end inside a character. */
async function drip(response: ServerResponse, { body }: Reply): Promise<void> {
  const bytes = Buffer.from(body);
  const piece = Math.max(1, Math.ceil(bytes.length / 8));
  for (let at = 0; at < bytes.length; at += piece) {
    response.write(bytes.subarray(at, at + piece));
    await delay(5);
  }
  response.end();
}

async function readRequest(request: IncomingMessage): Promise<SimulatedRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
  return {
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}
