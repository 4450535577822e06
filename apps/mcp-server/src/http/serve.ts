import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { toNodeHandler } from '@modelcontextprotocol/node';
import {
  createMcpHandler,
  validateHostHeader,
  validateOriginHeader,
  type AuthInfo,
  type CreateMcpHandlerOptions,
  type McpHttpHandler,
} from '@modelcontextprotocol/server';
import { AuditError } from '@trailhound/core';
import { subjectOf } from '../record.ts';
import { serverFactory } from '../server.ts';
import type { Service } from '../service.ts';
import { readAddress, type Address } from './address.ts';
import { SCOPE } from './auth.ts';
import { CONNECTIONS, limitedServer, type ConnectionLimits } from './connections.ts';
import { BadMessage, readMessage } from './message.ts';
import { createRefusals, STRANGER, type Refusals, type Refuse } from './refusals.ts';
import { page } from './page.ts';
import { pass, refuse, send } from './reply.ts';
import { createTurns, type Turns } from './turns.ts';

const LARGEST_BODY = 1024 * 1024;
/** Per client. Nothing here ever changes, so subscribers are never notified. */
const MOST_SUBSCRIPTIONS = 32;

export interface RunningHttp {
  /** The endpoint. */
  readonly url: string;
  /** Accepts no more calls, waits for the running ones, and stops. */
  readonly close: () => Promise<void>;
}

interface Context {
  readonly service: Service;
  readonly address: Address;
  readonly turns: Turns;
  readonly subscriptions: Turns;
  readonly serve: (
    request: IncomingMessage & { auth?: AuthInfo },
    response: ServerResponse,
    message: unknown,
  ) => Promise<void>;
  readonly refusals: Refusals;
  readonly calls: Set<ServerResponse>;
  readonly isClosing: () => boolean;
  readonly endpoint: () => string;
}

/** Serves MCP over HTTP. Stateless, so that several instances can run behind one address. */
export async function startHttp(
  service: Service,
  createHandler: CreateHandler = handlerOf,
  limits: ConnectionLimits = CONNECTIONS,
): Promise<RunningHttp> {
  const onerror = (error: Error): void => service.log.warn('A request could not be handled', { error: error.message });
  const address = readAddress(service.options, onerror);
  const handler = createHandler(service, { onerror, maxRequestBodySize: LARGEST_BODY });
  const calls = new Set<ServerResponse>();
  let closing = false;
  const server = limitedServer(limits, (request, response) => void answer(request, response, context).catch(onerror));
  const context: Context = {
    service,
    address,
    turns: createTurns(service.options.maxConcurrent),
    subscriptions: createTurns(MOST_SUBSCRIPTIONS, 0),
    serve: toNodeHandler(handler, { onerror, maxRequestBodySize: LARGEST_BODY }) as Context['serve'],
    refusals: createRefusals(service),
    calls,
    isClosing: () => closing,
    endpoint: () => `${originOf(server, address.host)}/mcp`,
  };
  await listen(server, address);
  return {
    url: context.endpoint(),
    close: async () => {
      closing = true;
      const closed = new Promise((resolve) => {
        server.close(resolve);
      });
      server.closeIdleConnections();
      await finish(calls, service.options.drain * 1000);
      await handler.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Creates the handler of accepted requests. */
export type CreateHandler = (
  service: Service,
  options: CreateMcpHandlerOptions,
) => Pick<McpHttpHandler, 'fetch' | 'close'>;

const handlerOf: CreateHandler = (service, options) => createMcpHandler(serverFactory(service), options);

/** Serves until the process receives a signal to stop. */
export async function runHttp(service: Service): Promise<void> {
  const running = await startHttp(service);
  service.log.info(`Listening on ${running.url}`);
  const { promise: told, resolve: tell } = Promise.withResolvers<void>();
  process.once('SIGINT', tell);
  process.once('SIGTERM', tell);
  await told;
  service.log.info('Stopping: waiting for running calls');
  await running.close();
}

async function answer(request: IncomingMessage, response: ServerResponse, context: Context): Promise<void> {
  const path = (request.url ?? '/').split('?')[0] ?? '/';
  // Health checks may use any host name.
  if (path === '/healthz') return send(response, 200, { status: context.isClosing() ? 'closing' : 'ok' });
  const foreign = refuseForeign(request, context.address);
  if (foreign !== undefined)
    return refuse(response, { status: 403, body: { error: foreign } }, context.refusals.of(STRANGER));
  if (path === '/mcp') return call(request, response, context);
  answerPublic(path, response, context);
}

/** Public pages: what this server is, and who issues tokens. */
function answerPublic(
  path: string,
  response: ServerResponse,
  { address: { metadata }, service, endpoint }: Context,
): void {
  if (path === '/') {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': CSP });
    response.end(page(service, service.options.publicUrl ?? endpoint()));
  } else if (metadata !== undefined && METADATA.test(path)) send(response, 200, describeResource(metadata));
  else send(response, 404, { error: 'There is nothing here. The MCP endpoint is /mcp.' });
}

const METADATA = /^\/\.well-known\/oauth-protected-resource(?:\/mcp)?$/;
const CSP = "default-src 'none'; style-src 'unsafe-inline'";

/** Prevents DNS rebinding: a page in a browser must not reach this server under a host name of its choice. */
function refuseForeign({ headers }: IncomingMessage, { hostnames, origins }: Address): string | undefined {
  const host = validateHostHeader(headers.host, [...hostnames]);
  if (!host.ok) return `${host.message}. Allow it with --allowed-hosts or --public-url.`;
  const origin = validateOriginHeader(headers.origin, [...origins]);
  return origin.ok ? undefined : `${origin.message}. Allow it with --allowed-origins.`;
}

async function call(request: IncomingMessage, response: ServerResponse, context: Context): Promise<void> {
  const { refusals, service } = context;
  const refused = refusals.of(STRANGER);
  if (context.isClosing()) {
    response.setHeader('connection', 'close');
    return refuse(response, STOPPING, refused);
  }
  // From here on a shutdown waits for it, even while its body is still arriving.
  context.calls.add(response);
  response.once('close', () => context.calls.delete(response));
  const who = await context.address.gate(request);
  if (who instanceof Response) return pass(who, response, refused);
  const known = refusals.of(subjectOf(who, service));
  const message = await readMessage(request, LARGEST_BODY);
  if (message instanceof BadMessage) return refuse(response, message, known);
  const client = who?.clientId ?? request.socket.remoteAddress ?? '';
  const caller = who === undefined ? request : Object.assign(request, { auth: who });
  await inTurn(client, response, { turns: turnsFor(message, response, context), refused: known }, async () => {
    refusals.unknownTool(message, known);
    await context.serve(caller, response, message);
    if (response.statusCode >= 400) known(response.statusCode, 0);
  });
}

const STOPPING = {
  status: 503,
  body: { error: 'The server is stopping. Try again.' },
  headers: { 'retry-after': '5' },
};
const CROWDED = { status: 429, body: { error: 'Too many calls at once' }, headers: { 'retry-after': '1' } };

/** A subscription stays open as long as its client, so it counts neither as a running call nor at shutdown. */
function turnsFor(message: unknown, response: ServerResponse, { turns, subscriptions, calls }: Context): Turns {
  if (methodOf(message) !== 'subscriptions/listen') return turns;
  calls.delete(response);
  return subscriptions;
}

/** Waits for the client's turn, which lasts until the response is sent. */
async function inTurn(
  client: string,
  response: ServerResponse,
  { turns, refused }: { readonly turns: Turns; readonly refused: Refuse },
  answerIt: () => Promise<void>,
): Promise<void> {
  const turn = turns.take(client);
  if (turn === undefined) return refuse(response, CROWDED, refused);
  const end = await turn;
  response.once('close', end);
  if (response.destroyed) end();
  else await answerIt();
}

function methodOf(message: unknown): unknown {
  return typeof message === 'object' && message !== null && 'method' in message ? message.method : undefined;
}

function describeResource({ resource, issuer }: NonNullable<Address['metadata']>): object {
  return {
    resource,
    authorization_servers: [issuer],
    scopes_supported: [SCOPE],
    bearer_methods_supported: ['header'],
    resource_name: 'Trailhound',
  };
}

async function finish(calls: ReadonlySet<ServerResponse>, ms: number): Promise<void> {
  const { promise: late, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  const done = Promise.all([...calls].map((response) => new Promise((closed) => void response.once('close', closed))));
  await Promise.race([done, late]);
  clearTimeout(timer);
}

async function listen(server: Server, { host, port }: Address): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', (failed: NodeJS.ErrnoException) => reject(cannotListen(failed, host, port)));
  server.listen(port, host.replace(/^\[(.*)\]$/, '$1'), resolve);
  await promise;
}

function cannotListen({ code = 'failed' }: NodeJS.ErrnoException, host: string, port: number): AuditError {
  return new AuditError({
    code: 'unavailable',
    message: `Cannot listen on ${host}:${port} (${code})`,
    hint: code === 'EADDRINUSE' ? 'Something else listens there: use another --port.' : 'Use another --host or --port.',
  });
}

function originOf(server: Server, host: string): string {
  const { port } = server.address() as AddressInfo;
  return `http://${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${port}`;
}
