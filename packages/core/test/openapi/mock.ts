import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import path from 'node:path';
import { authorized, createAuthorizer } from '../../src/exchange/auth.ts';
import type { HttpResponse, Ports, Send } from '../../src/ports.ts';
import type { AuthScheme, HttpRequest } from '../../src/provider.ts';

const PRISM = createRequire(import.meta.url).resolve('@stoplight/prism-cli/dist/index.js');
const ADDRESS = /http:\/\/127\.0\.0\.1:\d+/;
const START_MS = 20_000;
/** Prism never answers a JSON body that it cannot read. */
const ANSWER_MS = 5000;

/** A server that nobody here wrote and that knows a vendor by its document alone. */
export interface Mock {
  readonly baseUrl: string;
  readonly stop: () => Promise<void>;
}

export async function startMock(document: string): Promise<Mock> {
  const file = path.join(import.meta.dirname, document);
  // Port 0: the system picks a free one, and nobody can take it in between. A bad request is refused anyway; --errors
  // adds that an example which does not fit its own schema is an error too.
  const child = spawn(process.execPath, [PRISM, 'mock', '--errors', '-h', '127.0.0.1', '-p', '0', file], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
  });
  const stop = () => end(child);
  try {
    return { baseUrl: await listening(child), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Keeps reading afterwards, because a full pipe would block the mock. */
function listening(child: ChildProcess): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let said = '';
  const fail = (why: string) => reject(new Error(`The mock ${why}: ${said}`));
  const timer = setTimeout(() => fail('did not start in time'), START_MS);
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      said = `${said}${chunk.toString()}`.slice(-5000);
      const baseUrl = said.includes('listening') ? ADDRESS.exec(said)?.[0] : undefined;
      if (baseUrl !== undefined) resolve(baseUrl);
    });
  }
  child.once('error', reject);
  child.once('exit', (code) => fail(`ended with ${code}`));
  return promise.finally(() => clearTimeout(timer));
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill();
  await ended;
}

const send: Send = async ({ method, url, headers, body }) => {
  const signal = AbortSignal.timeout(ANSWER_MS);
  const response = await fetch(url, { method, headers, signal, ...(body === undefined ? {} : { body }) });
  return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
};

const PORTS: Ports = {
  send,
  sleep: async () => {},
  timeout: (ms) => AbortSignal.timeout(ms),
  now: () => Date.now(),
  random: () => 0,
};

/** Sends a provider's request as the engine does. */
export async function ask({ baseUrl }: Mock, request: HttpRequest, scheme?: AuthScheme): Promise<HttpResponse> {
  const authorizer = scheme === undefined ? undefined : createAuthorizer({ scheme, name: 'mock', ports: PORTS });
  const sendTo = authorized({ send, baseUrl, authorizer, userAgent: undefined });
  return (await sendTo(request, { maxBytes: 1e6 })).response;
}

/** The request with a wish for one of the documented answers. */
export function preferring(request: HttpRequest, wish: string): HttpRequest {
  return { ...request, headers: { ...request.headers, prefer: wish } };
}

/**
 * What the mock objects to, as text; empty when it found nothing. It stands in a header when the document has an answer
 * for bad requests, else in the body of an answer of Prism's own.
 */
export function objections({ headers, body }: HttpResponse): string {
  const isOfPrism = headers['content-type'] === 'application/problem+json';
  return headers['sl-violations'] ?? (isOfPrism ? body : '');
}
