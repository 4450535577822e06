import { pipeline, type Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import {
  AuditError,
  type HttpResponse,
  type OutgoingRequest,
  type Ports,
  type SendOptions,
  type TokenStore,
} from '@trailhound/core';
import { Agent, EnvHttpProxyAgent, request as undiciRequest, type Dispatcher } from 'undici';

/** How the core's ports are made on Node. */
export interface NodePortsOptions {
  /** How requests travel; connections that are kept alive unless given. */
  readonly dispatcher?: Dispatcher;
  /** Whether HTTP_PROXY, HTTPS_PROXY and NO_PROXY of the environment count. On unless said otherwise. */
  readonly proxy?: boolean;
  /** How long to wait for a connection, for headers, and between two pieces of a body. */
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
    // A vendor that resets a connection must not take other requests with it.
    pipelining: 1,
  };
  return proxy ? new EnvHttpProxyAgent(agent) : new Agent(agent);
}

const DECODERS: Readonly<Record<string, () => Duplex>> = {
  gzip: createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};
const ENCODINGS = { 'accept-encoding': Object.keys(DECODERS).join(', ') };

async function exchange(dispatcher: Dispatcher, request: OutgoingRequest, options: SendOptions): Promise<HttpResponse> {
  const { method, url, headers, body } = request;
  const { signal, maxBytes } = options;
  const response = await undiciRequest(url, {
    dispatcher,
    method,
    headers: { ...ENCODINGS, ...headers },
    body: body ?? null,
    ...(signal === undefined ? {} : { signal }),
  });
  return {
    status: response.statusCode,
    headers: flatten(response.headers),
    body: await readBody(decode(response), maxBytes),
  };
}

/** A header that comes several times reads as one list, as HTTP has it. */
function flatten(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  }
  return flat;
}

function decode({ headers, body }: Dispatcher.ResponseData): Dispatcher.ResponseData['body'] | Duplex {
  const create = DECODERS[String(headers['content-encoding']).toLowerCase()];
  // What fails on the way is thrown to whoever reads.
  return create === undefined ? body : pipeline(body, create(), () => undefined);
}

async function readBody(body: Dispatcher.ResponseData['body'] | Duplex, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) {
      body.destroy();
      throw new AuditError({
        code: 'too_large',
        message: `An answer is larger than ${maxBytes} bytes`,
        hint: 'Ask for a shorter window, or allow larger answers.',
      });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
