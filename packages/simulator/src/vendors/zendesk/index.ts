import { createLimiter } from '../../limiter.ts';
import { member, named } from '../../named.ts';
import { bounds, takePage } from '../../paging.ts';
import { createSwitchboard } from '../../switches.ts';
import { createTokenDesk } from '../../tokens.ts';
import { jsonReply, tokenRefusal, type Reply, type SimulatedRequest, type Vendor, type World } from '../../vendor.ts';
import { createLog, type Item } from '../../world/log.ts';
import { API_TOKEN, CLIENT, giveTokens, refusal, TOKEN_PATH } from './access.ts';
import type { Zendesk } from './context.ts';
import { bareIds, zendeskEntry, type Fields } from './entries.ts';
import { FAILURES, limited } from './failures.ts';
import { datesOf, readFilters, type ZendeskFilters } from './filters.ts';
import { ZENDESK_INCIDENTS } from './incidents.ts';
import { ZENDESK_SWITCHES, type ZendeskSettings } from './switches.ts';

const MINUTE = 60_000;
const PAGE_SIZE = 100;
const DEEPEST_PAGE = 100;

/** Zendesk's audit logs: list, show, export, and its token endpoint. */
export function createZendesk(world: World): Vendor {
  const switchboard = createSwitchboard('zendesk', ZENDESK_SWITCHES);
  const { settings } = switchboard;
  const { clock } = world;
  const log = createLog({ ...world, name: 'zendesk audit_logs', settings, resolutionMs: 1000 });
  const desk = createTokenDesk(clock, 'zendesk', () => settings.tokenLifeMs);
  const zendesk: Zendesk = {
    world,
    settings,
    log,
    desk,
    minute: createLimiter(clock, MINUTE),
    exports: createLimiter(clock, MINUTE),
  };
  return {
    id: 'zendesk',
    switchboard,
    logs: { audit_logs: log },
    credentials: {
      client_credentials: CLIENT,
      refresh_token: { ...CLIENT, refreshToken: desk.firstRefreshToken },
      access_token: { accessToken: desk.permanent },
      api_token: API_TOKEN,
    },
    incidents: ZENDESK_INCIDENTS,
    trial: { log: 'audit_logs', credential: 'access_token', unlimited: { limitPerMinute: 1_000_000 } },
    entryOf: (_, item) => entryOf(zendesk, item),
    keyOf: (_, item) => String(item.number),
    targetsOf: (entry) => named(member(entry, 'source_type'), member(entry, 'source_id')),
    isTokenRequest: ({ path }) => path === TOKEN_PATH,
    limit: () => (zendesk.minute.admit(settings.limitPerMinute) ? undefined : limited(settings, clock)),
    failed: FAILURES.internal,
    tooMany: () => limited(settings, clock),
    refused: (status, said, ofTokens) =>
      ofTokens ? tokenRefusal(status, said) : jsonReply(status, { error: 'Refused', description: said }),
    handle: (request, number) => withHeaders(zendesk, handle(zendesk, request, number), number),
  };
}

function entryOf({ world, settings }: Zendesk, item: Item): Fields {
  return zendeskEntry(item, world, settings);
}

function withHeaders({ settings, minute }: Zendesk, reply: Reply, number: number): Reply {
  const limit = settings.limitPerMinute;
  const remaining = String(Math.max(0, limit - minute.used() - settings.remainingDrops * number));
  return {
    ...reply,
    headers: {
      'x-rate-limit': String(limit),
      'x-rate-limit-remaining': remaining,
      'ratelimit-limit': String(limit),
      'ratelimit-remaining': remaining,
      'ratelimit-reset': '41',
      'x-zendesk-request-id': `zd-${number}`,
      ...reply.headers,
    },
  };
}

function handle(zendesk: Zendesk, request: SimulatedRequest, number: number): Reply {
  const { path, method } = request;
  if (path === TOKEN_PATH) return giveTokens(zendesk, request);
  const refused = refusal(zendesk, request);
  if (refused !== undefined) return refused;
  const bare = path.replace(/\.json$/, '');
  if (bare === '/api/v2/audit_logs' && method === 'GET') return listLogs(zendesk, request, number);
  if (bare === '/api/v2/audit_logs/export' && method === 'POST') return exportLogs(zendesk, request);
  const id = /^\/api\/v2\/audit_logs\/(\d+)$/.exec(bare)?.[1];
  return id === undefined ? FAILURES.record() : showLog(zendesk, id);
}

function listLogs(zendesk: Zendesk, { query }: SimulatedRequest, number: number): Reply {
  const filters = readFilters(query, zendesk.settings, zendesk.world.clock.now());
  if (typeof filters === 'string') return FAILURES.attribute(filters);
  return query.has('page[size]') ? byCursor(zendesk, query, filters, number) : byNumber(zendesk, query, filters);
}

function byCursor(zendesk: Zendesk, query: URLSearchParams, filters: ZendeskFilters, number: number): Reply {
  const { settings, world, log } = zendesk;
  const size = sizeOf(query, settings);
  if (size === undefined) return FAILURES.attribute('page.size');
  const order = query.get('sort') === 'created_at' ? 'oldest' : 'newest';
  // The text and not the times it means, because an open end moves with the clock.
  const question = JSON.stringify([datesOf(query, settings), filters.wanted, order]);
  const page = takePage(
    {
      log,
      ...filters,
      order,
      size,
      question,
      cursor: query.get('page[after]') ?? undefined,
      ...whereOf(zendesk, filters),
    },
    { settings, now: world.clock.now(), number, cursorLifeMs: settings.cursorLifeMs },
  );
  if (typeof page === 'string') return FAILURES.attribute('page[after] cursor');
  return listReply(zendesk, page.items, envelopeOf(zendesk, page.next));
}

/** The page size, or undefined if it is rejected. */
function sizeOf(query: URLSearchParams, { oversizePages }: ZendeskSettings): number | undefined {
  const asked = Number(query.get('page[size]'));
  if (!Number.isInteger(asked) || asked < 1) return undefined;
  return asked > PAGE_SIZE && oversizePages === 'refuse' ? undefined : Math.min(asked, PAGE_SIZE);
}

function whereOf(zendesk: Zendesk, filters: ZendeskFilters): { where?: (item: Item) => boolean } {
  return filters.isOpen ? {} : { where: (item) => filters.matches(entryOf(zendesk, item)) };
}

function envelopeOf({ settings, world }: Zendesk, next: string | undefined): Fields {
  const host = settings.nextOnOtherHost ? 'https://evil.example' : world.baseUrl();
  const after = settings.moreWithoutCursor || next === undefined ? {} : { after_cursor: next, before_cursor: 'b' };
  return {
    meta: { has_more: next !== undefined, ...after },
    links: { next: next === undefined ? null : `${host}/api/v2/audit_logs?page[after]=${next}`, prev: null },
  };
}

function byNumber(zendesk: Zendesk, query: URLSearchParams, filters: ZendeskFilters): Reply {
  const { log, settings, world } = zendesk;
  const page = Number(query.get('page') ?? 1);
  const size = Math.min(PAGE_SIZE, Number(query.get('per_page') ?? PAGE_SIZE));
  if (page > DEEPEST_PAGE) return FAILURES.depth();
  const order = query.get('sort_order') === 'asc' ? 'oldest' : 'newest';
  const range = { ...bounds(filters, settings), order } as const;
  const quick = filters.isOpen && page === 1;
  const all = quick ? [] : [...log.walk(range)].filter((item) => filters.matches(entryOf(zendesk, item)));
  const items = quick ? [...take(log.walk(range), size)] : all.slice((page - 1) * size, page * size);
  const count = quick ? log.count(range) : all.length;
  const next = page * size < count ? `${world.baseUrl()}/api/v2/audit_logs?page=${page + 1}` : null;
  return listReply(zendesk, items, { next_page: next, previous_page: null, count });
}

function* take<T>(items: Iterable<T>, count: number): Generator<T, void, undefined> {
  let taken = 0;
  for (const item of items) {
    if (taken === count) return;
    taken += 1;
    yield item;
  }
}

function listReply(zendesk: Zendesk, items: readonly Item[], envelope: Fields): Reply {
  const reply = jsonReply(200, { audit_logs: items.map((item) => entryOf(zendesk, item)), ...envelope });
  return { ...reply, body: bareIds(reply.body) };
}

function showLog(zendesk: Zendesk, id: string): Reply {
  for (const item of zendesk.log.walk({ from: 0, to: Number.MAX_SAFE_INTEGER, order: 'newest' })) {
    const entry = entryOf(zendesk, item);
    if (String(entry['id']) !== id) continue;
    const reply = jsonReply(200, { audit_log: entry });
    return { ...reply, body: bareIds(reply.body) };
  }
  return FAILURES.record();
}

function exportLogs(zendesk: Zendesk, { query }: SimulatedRequest): Reply {
  const filters = readFilters(query, zendesk.settings, zendesk.world.clock.now());
  if (typeof filters === 'string') return FAILURES.attribute(filters);
  const headers = { 'zendesk-ratelimit-audit-logs-export': 'total=1; remaining=0; resets=60' };
  if (!zendesk.exports.admit(1)) {
    const text = 'Rate limit for Audit log CSV Export exceeded. Please wait 1 minute and try again.';
    return jsonReply(429, { error: text }, { ...headers, 'retry-after': '60' });
  }
  const accepted: Reply = { status: 202, headers, body: '' };
  return zendesk.settings.exportTimesOut ? { ...accepted, effect: 'reset' } : accepted;
}
