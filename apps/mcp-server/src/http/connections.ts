import { createServer, type RequestListener, type Server } from 'node:http';

/** How long a client may take to send a request, and how many may be connected. */
export interface ConnectionLimits {
  readonly headersMs: number;
  readonly requestMs: number;
  /** How often the two timeouts are checked; a connection may outlive them by this much. */
  readonly checkMs: number;
  readonly connections: number;
}

export const CONNECTIONS: ConnectionLimits = {
  headersMs: 10_000,
  requestMs: 30_000,
  checkMs: 1000,
  connections: 2000,
};

/** A server that cannot be blocked by slow clients (Slowloris) or by opening many connections. */
export function limitedServer(limits: ConnectionLimits, listener: RequestListener): Server {
  const { headersMs, requestMs, checkMs, connections } = limits;
  const times = { headersTimeout: headersMs, requestTimeout: requestMs, connectionsCheckingInterval: checkMs };
  const server = createServer(times, listener);
  server.maxConnections = connections;
  return server;
}
