import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { createMcpHandler } from '@modelcontextprotocol/server';
import { connect, providers, type HttpResponse, type OutgoingRequest, type Ports } from '@trailhound/core';
import type { Access } from '../src/access-log.ts';
import { createLog } from '../src/log.ts';
import { Options } from '../src/options.ts';
import { serverFactory } from '../src/server.ts';
import type { Service } from '../src/service.ts';

export const NOW = Date.UTC(2026, 9, 1, 12);

/** What an Ashby that holds these entries answers: all of them at once, newest first. */
export function ashbyWith(entries: readonly object[]): (request: OutgoingRequest) => HttpResponse {
  return ({ body = '{}' }) => {
    const { startDate, endDate } = JSON.parse(body) as { startDate: string; endDate: string };
    const results = entries.filter((entry) => {
      const { timestamp } = entry as { timestamp: string };
      return timestamp >= startDate && timestamp <= endDate;
    });
    const answer = { success: true, results, moreDataAvailable: false };
    return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(answer) };
  };
}

/** A service with one account, on a clock that moves only when somebody sleeps, and everything that it wrote down. */
export function serviceWith(
  send: (request: OutgoingRequest) => HttpResponse | Promise<HttpResponse>,
  options: Partial<Options> = {},
): { service: Service; logged: string[]; accessed: Access[] } {
  let slept = 0;
  const ports: Ports = {
    send: async (request) => send(request),
    sleep: async (ms) => {
      slept += ms;
    },
    timeout: (ms) => AbortSignal.timeout(ms),
    now: () => NOW + slept,
    random: Math.random,
  };
  const credential = { kind: 'api_key', values: { apiKey: 'key-of-the-test' } } as const;
  const logged: string[] = [];
  const accessed: Access[] = [];
  const log = createLog({ level: 'debug', format: 'json', write: (line) => logged.push(line) });
  const service: Service = {
    version: '1.2.3',
    options: { ...Options.parse({}), ...options },
    connections: [connect(providers.ashby, { credential }, ports)],
    now: ports.now,
    problems: [],
    warnings: [],
    log,
    access: (line) => accessed.push(line),
    close: async () => undefined,
  };
  return { service, logged, accessed };
}

/** A real client of a server on the service, without sockets. */
export async function clientOf(service: Service): Promise<Client> {
  const handler = createMcpHandler(serverFactory(service));
  const client = new Client({ name: 'test', version: '1.0.0' });
  const fetch = async (url: string | URL, init?: RequestInit): Promise<Response> =>
    handler.fetch(new Request(url, init));
  await client.connect(new StreamableHTTPClientTransport(new URL('http://test.example/mcp'), { fetch }));
  return client;
}
