import {
  createSimulator,
  type InProcessSimulator,
  type Reply,
  type SimulatorOptions,
  type Setting,
} from '../src/index.ts';

export const NOW = Date.UTC(2026, 10, 20, 12);
export const DAY = 86_400_000;
export const HOUR = 3_600_000;
/** A whole window, far from both ends of the world. */
export const WEEK = { from: NOW - 10 * DAY, to: NOW - 3 * DAY };

export const basic = (user: string, password: string): string => `Basic ${btoa(`${user}:${password}`)}`;
export const HEADERS = { authorization: basic('ashby-demo-key', ''), 'content-type': 'application/json' };

export interface Entry extends Readonly<Record<string, unknown>> {
  readonly id: string;
  readonly timestamp: string;
  readonly category: string;
  readonly actor: { type: string; id: string | null; email: string | null; name: string | null } | null;
  readonly target: { type: string; id: string } | null;
  readonly request: { id: string; ipAddress: string | null } | null;
  readonly description: string;
}

export interface AshbyPage {
  readonly success: boolean;
  readonly results: readonly Entry[];
  readonly moreDataAvailable: boolean;
  readonly nextCursor?: string | null;
  readonly warnings?: readonly string[];
}

export interface AshbyFailure {
  readonly success: false;
  readonly errorInfo: { code: string; message: string; requestId: string };
}

export interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it is; JSON of it unless it is text. */
  readonly body?: unknown;
}

export type Body = Readonly<Record<string, unknown>>;

export interface AshbyWorld {
  readonly simulator: InProcessSimulator;
  readonly set: (switches: Readonly<Record<string, Setting>>) => void;
  readonly send: (sent?: Sent) => Promise<Reply>;
  readonly page: (body?: Body) => Promise<AshbyPage>;
  readonly failure: (body?: Body) => Promise<AshbyFailure['errorInfo'] & { readonly status: number }>;
  readonly truth: (from?: number, to?: number) => Entry[];
}

export const window = (from = WEEK.from, to = WEEK.to): Body => ({
  startDate: new Date(from).toISOString(),
  endDate: new Date(to).toISOString(),
});

/** Ashby in process. No rate limit unless one is asked for. */
export function ashby(switches: Readonly<Record<string, Setting>> = {}, options: SimulatorOptions = {}): AshbyWorld {
  const simulator = createSimulator({
    now: NOW,
    events: 1500,
    vendors: ['ashby'],
    ...options,
    switches: { ashby: { limitPerSecond: 0, ...switches } },
  });

  function send({ method = 'POST', path = '/auditLog.list', headers = HEADERS, body = window() }: Sent = {}) {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return simulator.handle('ashby', { method, path, query: new URLSearchParams(), headers, body: text });
  }

  return {
    simulator,
    send,
    set: (changes) => simulator.set('ashby', changes),
    page: async (body) => pageOf(await send(body === undefined ? {} : { body })),
    failure: async (body = window()) => {
      const reply = await send({ body });
      return { ...failureOf(reply), status: reply.status };
    },
    // The truth leaves its end out, Ashby does not.
    truth: (from = WEEK.from, to = WEEK.to) =>
      [...simulator.truth({ vendor: 'ashby', log: 'audit_log', from, to: to + 1 }).entries()].map(
        ({ entry }) => entry as Entry,
      ),
  };
}

export function json({ body }: Reply): unknown {
  return JSON.parse(body);
}

export function failureOf(reply: Reply): AshbyFailure['errorInfo'] {
  return (json(reply) as AshbyFailure).errorInfo;
}

function pageOf(reply: Reply): AshbyPage {
  const page = json(reply) as AshbyPage;
  if (reply.status !== 200 || !page.success) throw new Error(`${reply.status} ${reply.body}`);
  return page;
}

/** A correct reader in a few lines: one body for all pages, and cursors until there is no more. */
export async function readAll(world: Pick<AshbyWorld, 'page'>, body: Body = window()): Promise<Entry[]> {
  const entries: Entry[] = [];
  let cursor: string | null | undefined;
  for (;;) {
    const page = await world.page({ ...body, ...(cursor ? { cursor } : {}) });
    entries.push(...page.results);
    if (!page.moreDataAvailable) return entries;
    cursor = page.nextCursor;
  }
}

export const ids = (entries: readonly Entry[]): string[] => entries.map(({ id }) => id);
/** The same, compared without regard to order. */
export const sorted = (entries: readonly unknown[]): string[] =>
  entries.map((entry) => JSON.stringify(entry)).toSorted();
