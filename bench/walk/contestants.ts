import { Agent as HttpAgent } from 'node:http';
import { connect, providers, read } from '@trailhound/core';
import { nodePorts } from '@trailhound/host';
import got from 'got';
import { Agent, request } from 'undici';
import * as z from 'zod';
import { FLOORS } from './floor.ts';
import { LOGS, unpaced, WINDOW, type Target } from '../vendors/facts.ts';

/** Walks a whole log, and returns the number of entries. */
type Walk = (target: Target) => Promise<number>;

export const CONTESTANTS = {
  bare,
  floor,
  'bare+zod': bareWithZod,
  'got.paginate': withGot,
  core: (target) => withCore(target, false),
  'core+redact': (target) => withCore(target, true),
} as const satisfies Readonly<Record<string, Walk>>;

export type Contestant = keyof typeof CONTESTANTS;

interface Page {
  readonly entries: readonly unknown[];
  readonly cursor: string | undefined;
}

interface Api {
  readonly ask: (cursor: string | undefined) => { readonly path: string; readonly body?: Record<string, unknown> };
  readonly page: (body: never) => Page;
}

const FROM = new Date(WINDOW.from).toISOString();
const TO = new Date(WINDOW.to).toISOString();

/** What anybody would write after reading the vendors' documentation. */
const APIS: Readonly<Record<Target['vendor'], Api>> = {
  gong: {
    ask: (cursor) => {
      const query = { logType: LOGS.gong, fromDateTime: FROM, toDateTime: TO, ...(cursor && { cursor }) };
      return { path: `/v2/logs?${new URLSearchParams(query).toString()}` };
    },
    page: ({ logEntries, records }: { logEntries: unknown[]; records: { cursor?: string } }) => ({
      entries: logEntries,
      cursor: records.cursor,
    }),
  },
  zendesk: {
    ask: (cursor) => {
      const query = { 'page[size]': '100', sort: '-created_at', ...(cursor && { 'page[after]': cursor }) };
      return { path: `/api/v2/audit_logs?${new URLSearchParams(query).toString()}` };
    },
    page: ({
      audit_logs: entries,
      meta,
    }: {
      audit_logs: unknown[];
      meta: { has_more: boolean; after_cursor: string };
    }) => ({
      entries,
      cursor: meta.has_more ? meta.after_cursor : undefined,
    }),
  },
  ashby: {
    ask: (cursor) => ({ path: '/auditLog.list', body: { startDate: FROM, endDate: TO, limit: 100, cursor } }),
    page: ({ results, nextCursor }: { results: unknown[]; nextCursor?: string | null }) => ({
      entries: results,
      cursor: nextCursor ?? undefined,
    }),
  },
};

/** Basic authentication, which all three accept. */
function headersFor({ credential: { values } }: Target): Record<string, string> {
  const { email, apiToken = '', accessKey, accessKeySecret, apiKey } = values;
  const pair = email === undefined ? `${accessKey ?? apiKey}:${accessKeySecret ?? ''}` : `${email}/token:${apiToken}`;
  return { 'content-type': 'application/json', authorization: `Basic ${btoa(pair)}` };
}

/** The limit: send and parse. */
function bare(target: Target): Promise<number> {
  return loop(target, () => undefined);
}

/** The limit for anything that produces events. Keeps those of a page until the next, as a caller would. */
async function floor(target: Target): Promise<number> {
  const toEvent = FLOORS[target.vendor];
  let events: readonly object[] = [];
  let made = 0;
  await loop(target, (entries) => {
    events = (entries as readonly Readonly<Record<string, unknown>>[]).map(toEvent);
    made += events.length;
  });
  return made;
}

function bareWithZod(target: Target): Promise<number> {
  const { vendor } = target;
  const log = providers[vendor].logs.find(({ id }) => id === LOGS[vendor]);
  const entries = z.array(log?.entry ?? z.never());
  return loop(target, (page) => entries.parse(page));
}

async function loop(target: Target, use: (entries: readonly unknown[]) => unknown): Promise<number> {
  const { site } = target;
  const { ask, page } = APIS[target.vendor];
  const headers = headersFor(target);
  const dispatcher = new Agent();
  let count = 0;
  let cursor: string | undefined;
  do {
    const { path, body } = ask(cursor);
    const sent = body === undefined ? {} : { method: 'POST' as const, body: JSON.stringify(body) };
    const response = await request(`${site}${path}`, { dispatcher, headers, ...sent });
    const found = page(JSON.parse(await response.body.text()) as never);
    use(found.entries);
    count += found.entries.length;
    ({ cursor } = found);
  } while (cursor !== undefined);
  await dispatcher.close();
  return count;
}

async function withGot(target: Target): Promise<number> {
  const { site } = target;
  const { ask, page } = APIS[target.vendor];
  const { path, body: json } = ask(undefined);
  let count = 0;
  const agent = { http: new HttpAgent({ keepAlive: true }) };
  const pages = got.paginate<unknown>(`${site}${path}`, {
    agent,
    ...(json && { method: 'POST', json }),
    responseType: 'json',
    headers: headersFor(target),
    pagination: {
      transform: ({ body }) => [...page(body as never).entries],
      paginate: ({ response: { body } }) => {
        const { cursor } = page(body as never);
        const next = ask(cursor);
        return cursor !== undefined && { url: new URL(next.path, site), ...(next.body && { json: next.body }) };
      },
      stackAllItems: false,
    },
  });
  for await (const _ of pages) count += 1;
  agent.http.destroy();
  return count;
}

async function withCore({ vendor, site, credential }: Target, redact: boolean): Promise<number> {
  const ports = nodePorts();
  const connection = connect(unpaced(providers[vendor], 1), { site, credential }, ports);
  let count = 0;
  for await (const page of read(connection, { log: LOGS[vendor], window: WINDOW }, { redact })) {
    count += page.events.length;
  }
  await ports.close();
  return count;
}
