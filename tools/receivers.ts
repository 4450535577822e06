import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

// Receivers on the loopback that refuse what the products' documentation says they refuse.

type Json = Record<string, unknown>;

export interface Answer {
  readonly status: number;
  /** JSON, or XML as text. */
  readonly body: object | string;
}

export interface Receiver<Received> {
  readonly url: string;
  readonly received: Received;
  readonly close: () => Promise<void>;
}

export const SPLUNK_TOKEN = '00000000-0000-4000-8000-000000000000';

/** Splunk's HTTP Event Collector. */
export async function splunk(): Promise<Receiver<Json[]>> {
  const received: Json[] = [];
  const receiver = await listen((request, bytes) => {
    if (request.url !== '/services/collector/event') return { status: 404, body: { text: 'Not found', code: 404 } };
    if (request.headers.authorization !== `Splunk ${SPLUNK_TOKEN}`) {
      return { status: 401, body: { text: 'Invalid token', code: 4 } };
    }
    const events = bytes
      .toString()
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Json);
    if (events.length === 0) return { status: 400, body: { text: 'No data', code: 5 } };
    const isEvent = ({ event, time, fields }: Json): boolean =>
      event !== undefined && event !== '' && typeof time === 'number' && isFlat(fields);
    const wrong = events.findIndex((event) => !isEvent(event));
    if (wrong >= 0) {
      return { status: 400, body: { text: 'Invalid data format', code: 6, 'invalid-event-number': wrong } };
    }
    received.push(...events);
    return { status: 200, body: { text: 'Success', code: 0 } };
  });
  return { ...receiver, received };
}

function isFlat(fields: unknown): boolean {
  return Object.values(fields ?? {}).every((value) => typeof value !== 'object' || Array.isArray(value));
}

export interface Elastic extends Receiver<Map<string, Json>> {
  /** Refuses so many documents, as if they did not fit the mapping. */
  readonly refuseNext: (count: number) => void;
}

/** A data stream of Elasticsearch, which takes `create` alone. */
export async function elastic(): Promise<Elastic> {
  const received = new Map<string, Json>();
  let refusing = 0;
  const store = (head: Json, document: Json): Json => {
    const { _id: id } = (head['create'] ?? {}) as { _id?: string };
    if (id === undefined || document['@timestamp'] === undefined || refusing > 0) {
      refusing -= 1;
      return { create: { status: 400, error: { type: 'document_parsing_exception' } } };
    }
    if (received.has(id))
      return { create: { _id: id, status: 409, error: { type: 'version_conflict_engine_exception' } } };
    received.set(id, document);
    return { create: { _id: id, status: 201, result: 'created' } };
  };
  const receiver = await listen((request, bytes) => {
    const body = bytes.toString();
    if (request.url?.endsWith('/_bulk') !== true) return { status: 404, body: {} };
    const type = request.headers['content-type'] ?? '';
    if (!/^application\/(?:x-ndjson|json)/.test(type))
      return { status: 406, body: { error: `[${type}] is not supported` } };
    if (!body.endsWith('\n')) return { status: 400, body: { error: 'must be terminated by a newline' } };
    const lines = body.trimEnd().split('\n');
    const items = lines.flatMap((line, index) =>
      index % 2 === 0 ? [store(JSON.parse(line) as Json, JSON.parse(lines[index + 1] ?? '{}') as Json)] : [],
    );
    const errors = items.some(({ create }) => (create as { status: number }).status >= 300);
    return { status: 200, body: { took: 1, errors, items } };
  });
  return {
    ...receiver,
    received,
    refuseNext: (count) => {
      refusing = count;
    },
  };
}

export async function listen(
  answer: (request: IncomingMessage, body: Buffer) => Answer,
): Promise<Pick<Receiver<unknown>, 'url' | 'close'>> {
  const server = createServer((request, response) => {
    void buffer(request).then((body) => {
      const { status, body: said } = answered(() => answer(request, body));
      const [type, content] = typeof said === 'string' ? ['xml', said] : ['json', JSON.stringify(said)];
      response.writeHead(status, { 'content-type': `application/${type}` }).end(content);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** What is no JSON is refused. */
function answered(answer: () => Answer): Answer {
  try {
    return answer();
  } catch (thrown) {
    return { status: 400, body: { error: String(thrown) } };
  }
}
