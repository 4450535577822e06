import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createSimulator } from '@trailhound/simulator';
import { KINDS, type Target } from './facts.ts';
import { cursorOf, record } from './recording.ts';

/** A process that serves recorded pages, so that generating entries costs no time. Prints its target. */
const [vendor, events] = process.argv.slice(2) as [Target['vendor'], string];
const pages = await record(vendor, Number(events));

const server = createServer((request, response) => {
  void answer(request, response);
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = request.method === 'POST' ? await text(request) : '';
  const page = pages.get(cursorOf(new URL(request.url ?? '/', 'http://localhost').searchParams, body));
  const headers = { 'content-type': 'application/json', 'content-length': page?.length ?? 0 };
  response.writeHead(page === undefined ? 404 : 200, headers).end(page);
}

server.listen(0, '127.0.0.1', () => {
  const kind = KINDS[vendor];
  const values = createSimulator({ vendors: [vendor] }).credentials(vendor)[kind] ?? {};
  const site = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  process.stdout.write(`${JSON.stringify({ vendor, site, credential: { kind, values } } satisfies Target)}\n`);
});
