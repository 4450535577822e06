import { startSimulator, type ServerOptions, type Setting, type Simulator } from '../src/index.ts';

export const NOW = Date.UTC(2026, 10, 20, 12);
export const DAY = 86_400_000;
export const HOUR = 3_600_000;
/** A whole window, far from both ends of the world. */
export const WEEK = { from: NOW - 10 * DAY, to: NOW - 3 * DAY };

export type Entry = Record<string, unknown> & { logRecord: Record<string, unknown>; eventTime: string };

export interface GongPage {
  readonly requestId: string;
  readonly records?: {
    totalRecords: number;
    currentPageSize?: number;
    currentPageNumber: number;
    cursor?: string | null;
  };
  readonly logEntries: Entry[];
}

export interface Asked {
  readonly log?: string;
  readonly from?: number;
  /** Null leaves the end open. */
  readonly to?: number | null;
  readonly cursor?: string;
  readonly headers?: Record<string, string>;
}

/** Gong behind a real server, asked with plain fetch; the clock stands still between requests. */
export interface GongWorld {
  readonly simulator: Simulator;
  readonly set: (switches: Record<string, Setting>) => void;
  readonly fetch: (path: string, init?: RequestInit) => Promise<Response>;
  /** One request, a third of a second after the last, as the rate asks for. */
  readonly ask: (asked?: Asked) => Promise<Response>;
  readonly page: (asked?: Asked) => Promise<GongPage>;
  readonly refresh: (refreshToken: string, form?: Record<string, string>) => Promise<Response>;
}

export const basic = (user: string, password: string): string => `Basic ${btoa(`${user}:${password}`)}`;
export const KEY = { authorization: basic('GONGDEMOKEY', 'gong-demo-secret') };

const running: Simulator[] = [];

export async function gong(
  switches: Record<string, Setting> = {},
  options: Omit<ServerOptions, 'switches'> = {},
): Promise<GongWorld> {
  const simulator = await startSimulator({ now: NOW, vendors: ['gong'], ...options, switches: { gong: switches } });
  running.push(simulator);
  const site = simulator.baseUrl('gong');

  function ask({ log = 'UserActivityLog', from = WEEK.from, to = WEEK.to, cursor, headers = KEY }: Asked = {}) {
    simulator.clock.advance(400);
    const query = new URLSearchParams({ logType: log, fromDateTime: new Date(from).toISOString() });
    if (to !== null) query.set('toDateTime', new Date(to).toISOString());
    if (cursor !== undefined) query.set('cursor', cursor);
    return fetch(`${site}/v2/logs?${query.toString()}`, { headers });
  }

  return {
    simulator,
    ask,
    set: (changes) => simulator.set('gong', changes),
    fetch: (path, init) => fetch(`${site}${path}`, init),
    page: async (asked) => (await (await ask(asked)).json()) as GongPage,
    refresh: (refreshToken, form = {}) => {
      const { clientId = '', clientSecret = '' } = simulator.credentials('gong')['oauth'] ?? {};
      const body = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refreshToken, ...form });
      const headers = { authorization: basic(clientId, clientSecret) };
      return fetch(`${site}/oauth2/generate-customer-token`, { method: 'POST', headers, body });
    },
  };
}

export async function closeAll(): Promise<void> {
  await Promise.all(running.splice(0).map((simulator) => simulator.close()));
}

/** A correct reader in a few lines: follows cursors to the end, and takes 404 for nothing. */
export async function readAll(world: GongWorld, asked: Asked = {}): Promise<Entry[]> {
  const entries: Entry[] = [];
  let cursor: string | null | undefined;
  do {
    const reply = await world.ask({ ...asked, ...(cursor ? { cursor } : {}) });
    if (reply.status === 404) break;
    if (reply.status !== 200) throw new Error(`${reply.status} ${await reply.text()}`);
    const page = (await reply.json()) as GongPage;
    entries.push(...page.logEntries);
    cursor = page.records?.cursor;
  } while (cursor);
  return entries;
}

/** The same, compared without regard to order. */
export const sorted = (entries: readonly unknown[]): string[] =>
  entries.map((entry) => JSON.stringify(entry)).toSorted();
