import { setTimeout as delay } from 'node:timers/promises';
import {
  AuditError,
  type HttpResponse,
  type OutgoingRequest,
  type Ports,
  type SendOptions,
  type TokenStore,
} from '@trailhound/core';
import { Agent, request as undiciRequest, type Dispatcher } from 'undici';

export interface NodePortsOptions {
  /** For proxies and tests; an Agent that keeps connections alive unless given. */
  readonly dispatcher?: Dispatcher;
  /** How long to wait for a connection, for headers, and between two pieces of a body. */
  readonly timeoutMs?: number;
  readonly tokens?: TokenStore;
}

/** The core's ports on Node: undici for the network, real timers, the system clock. Call `close` when done. */
export function nodePorts(options: NodePortsOptions = {}): Ports & { close(): Promise<void> } {
  const { timeoutMs = 30_000, tokens } = options;
  const dispatcher = options.dispatcher ?? createAgent(timeoutMs);
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

function createAgent(timeoutMs: number): Agent {
  return new Agent({
    connect: { timeout: timeoutMs },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    keepAliveTimeout: 30_000,
    // A vendor that resets a connection must not take other requests with it.
    pipelining: 1,
  });
}

async function exchange(dispatcher: Dispatcher, request: OutgoingRequest, options: SendOptions): Promise<HttpResponse> {
  const { method, url, headers, body } = request;
  const { signal, maxBytes } = options;
  const response = await undiciRequest(url, {
    dispatcher,
    method,
    headers,
    body: body ?? null,
    ...(signal === undefined ? {} : { signal }),
  });
  return {
    status: response.statusCode,
    headers: flatten(response.headers),
    body: await readBody(response.body, maxBytes),
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

async function readBody(body: Dispatcher.ResponseData['body'], maxBytes: number): Promise<string> {
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
