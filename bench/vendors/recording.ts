import { connect, providers, read, type OutgoingRequest } from '@trailhound/core';
import { createSimulator } from '@trailhound/simulator';
import { lifeSize } from './life-size.ts';
import { KINDS, LOGS, unpaced, WINDOW, type Target } from './facts.ts';

const HOUR = 3_600_000;
const SITE = 'https://vendor.example.com';

/** The bodies of a log's pages, by the cursor that requests them; the first by an empty one. */
export async function record(vendor: Target['vendor'], events: number): Promise<ReadonlyMap<string, Buffer>> {
  const simulator = createSimulator({ events, ...WINDOW, now: WINDOW.to + HOUR, vendors: [vendor], unlimited: true });
  const pages = new Map<string, Buffer>();
  const ports = {
    send: async ({ method, url, headers, body = '' }: OutgoingRequest) => {
      const { pathname: path, searchParams: query } = new URL(url);
      const reply = await simulator.handle(vendor, { method, path, query, headers, body });
      pages.set(cursorOf(query, body), Buffer.from(lifeSize(vendor, reply.body)));
      return { status: reply.status, headers: {}, body: reply.body };
    },
    sleep: async () => undefined,
    timeout: () => new AbortController().signal,
    now: Date.now,
    random: Math.random,
  };
  const credential = { kind: KINDS[vendor], values: simulator.credentials(vendor)[KINDS[vendor]] ?? {} };
  const connection = connect(unpaced(providers[vendor]), { site: SITE, credential }, ports);
  let scanned = 0;
  for await (const page of read(connection, { log: LOGS[vendor], window: WINDOW })) scanned += page.scanned;
  if (scanned !== events) throw new Error(`${vendor} sent ${scanned} of ${events} entries`);
  return pages;
}

/** The cursor of a request, wherever the vendor puts it. */
export function cursorOf(query: URLSearchParams, body: string): string {
  const inBody = body === '' ? undefined : (JSON.parse(body) as { cursor?: string }).cursor;
  return inBody ?? query.get('cursor') ?? query.get('page[after]') ?? '';
}
