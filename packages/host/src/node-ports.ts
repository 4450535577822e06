import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import {
  AuditError,
  type HttpResponse,
  type OutgoingRequest,
  type Ports,
  type SendOptions,
  type TokenStore,
} from '@trailhound/core';
import { Agent, EnvHttpProxyAgent, type Dispatcher } from 'undici';

/** Options for the ports on Node. */
export interface NodePortsOptions {
  /** The HTTP client; one with keep-alive by default. */
  readonly dispatcher?: Dispatcher;
  /** Whether to use HTTP_PROXY, HTTPS_PROXY and NO_PROXY from the environment. On by default. */
  readonly proxy?: boolean;
  /** How long to wait for a connection, for headers, and between two chunks of a body. */
  readonly timeoutMs?: number;
  readonly tokens?: TokenStore;
}

/** The core's ports on Node: undici for the network, real timers, the system clock. Call `close` when done. */
export function nodePorts(options: NodePortsOptions = {}): Ports & { close(): Promise<void> } {
  const { timeoutMs = 30_000, proxy = true, tokens } = options;
  const dispatcher = options.dispatcher ?? createDispatcher(timeoutMs, proxy);
  return {
    send: (request, sendOptions) => exchange(dispatcher, request, sendOptions),
    sleep: async (ms, signal) => {
      await delay(Math.min(ms, LONGEST_TIMER), undefined, signal === undefined ? {} : { signal });
    },
    // A timer may fire up to a millisecond early, because clocks are rounded.
    timeout: (ms) => AbortSignal.timeout(ms + 1),
    now: Date.now,
    random: Math.random,
    ...(tokens === undefined ? {} : { tokens }),
    close: () => dispatcher.close(),
  };
}

const LONGEST_TIMER = 2_147_483_647;

function createDispatcher(timeoutMs: number, proxy: boolean): Dispatcher {
  const agent = {
    connect: { timeout: timeoutMs },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    keepAliveTimeout: 30_000,
    // No pipelining, so that a connection reset by a vendor fails only one request.
    pipelining: 1,
  };
  return proxy ? new EnvHttpProxyAgent(agent) : new Agent(agent);
}

type Decode = (body: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>;

const DECODERS: Readonly<Record<string, Decode>> = {
  gzip: promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
};
const ENCODINGS = { 'accept-encoding': Object.keys(DECODERS).join(', ') };

async function exchange(dispatcher: Dispatcher, request: OutgoingRequest, options: SendOptions): Promise<HttpResponse> {
  const { status, headers, body } = await dispatch(dispatcher, request, options);
  const decode = DECODERS[(headers['content-encoding'] ?? '').toLowerCase()];
  const { maxBytes } = options;
  if (decode === undefined || body.length === 0) return { status, headers, body: body.toString('utf8') };
  try {
    return { status, headers, body: (await decode(body, { maxOutputLength: maxBytes })).toString('utf8') };
  } catch (thrown) {
    throw isTooLarge(thrown) ? tooLarge(maxBytes) : thrown;
  }
}

interface RawResponse extends Omit<HttpResponse, 'body'> {
  readonly body: Buffer;
}

/** Uses the dispatcher directly: the whole body is needed, so a stream would only cost time. */
async function dispatch(
  dispatcher: Dispatcher,
  request: OutgoingRequest,
  { signal, maxBytes }: SendOptions,
): Promise<RawResponse> {
  signal?.throwIfAborted();
  const { method, url, headers, body } = request;
  const { origin, pathname, search } = new URL(url);
  const { promise, resolve, reject } = Promise.withResolvers<RawResponse>();
  const chunks: Buffer[] = [];
  let size = 0;
  let head: Omit<RawResponse, 'body'>;
  let running: Dispatcher.DispatchController | undefined;
  const fail = (error: Error): void => {
    // Reject right away: during a DNS lookup or a connection attempt there is nothing to abort yet.
    reject(error);
    running?.abort(error);
  };
  const cancel = (): void => fail(signal?.reason as Error);
  signal?.addEventListener('abort', cancel, { once: true });
  dispatcher.dispatch(
    { origin, path: pathname + search, method, headers: { ...ENCODINGS, ...headers }, body: body ?? null },
    {
      onRequestStart: (controller) => {
        running = controller;
        if (signal?.aborted === true) cancel();
      },
      onResponseStart: (_, status, received) => {
        head = { status, headers: flatten(received) };
      },
      onResponseData: (_, chunk) => {
        size += chunk.length;
        chunks.push(chunk);
        if (size > maxBytes) fail(tooLarge(maxBytes));
      },
      onResponseEnd: () => resolve({ ...head, body: Buffer.concat(chunks, size) }),
      onResponseError: (_, error) => reject(error),
    },
  );
  return promise.finally(() => signal?.removeEventListener('abort', cancel));
}

/** Joins repeated headers into one list, as HTTP defines. */
function flatten(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  }
  return flat;
}

function isTooLarge(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === 'ERR_BUFFER_TOO_LARGE';
}

function tooLarge(maxBytes: number): AuditError {
  return new AuditError({
    code: 'too_large',
    message: `A response is larger than ${maxBytes} bytes`,
    hint: 'Ask for a shorter window, or allow larger responses.',
  });
}
