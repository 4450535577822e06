import { createLimiter } from '../limiter.ts';
import { takePage, type SimulatedPage } from '../paging.ts';
import { createSwitchboard } from '../switches.ts';
import { basicOf } from '../tokens.ts';
import { jsonReply, textReply, type Reply, type SimulatedRequest, type Vendor, type World } from '../vendor.ts';
import { createLog, type Item, type SimulatedLog } from '../world/log.ts';
import { ashbyEntry, type Fields } from './ashby-entries.ts';
import { failed, failure, tooMany, withoutPermission } from './ashby-failures.ts';
import { readQuery } from './ashby-query.ts';
import { ASHBY_SWITCHES, type AshbySettings } from './ashby-switches.ts';

const KEY = 'ashby-demo-key';

interface Ashby {
  readonly world: World;
  readonly settings: AshbySettings;
  readonly log: SimulatedLog;
}

/** Ashby's `auditLog.list`. */
export function createAshby(world: World): Vendor {
  const switchboard = createSwitchboard('ashby', ASHBY_SWITCHES);
  const { settings } = switchboard;
  const log = createLog({ ...world, name: 'ashby audit_log', settings, resolutionMs: 1 });
  const ashby: Ashby = { world, settings, log };
  const second = createLimiter(world.clock, 1000);
  return {
    id: 'ashby',
    switchboard,
    logs: { audit_log: log },
    credentials: { api_key: { apiKey: KEY } },
    entryOf: (_, item) => ashbyEntry(item, world.seed, settings),
    keyOf: (_, item) => String(item.number),
    isTokenRequest: () => false,
    limit: () => (second.admit(settings.limitPerSecond) ? undefined : tooMany(settings, world.clock)),
    failed: (status) => failed(status, settings),
    tooMany: () => tooMany(settings, world.clock),
    handle: (request, number) => {
      const reply = handle(ashby, request, number);
      return { ...reply, headers: { 'x-ashby-request-id': `ashby-${number}`, ...reply.headers } };
    },
  };
}

function handle(ashby: Ashby, request: SimulatedRequest, number: number): Reply {
  if (request.path !== '/auditLog.list') return textReply(404, 'Not Found');
  if (request.method !== 'POST') return textReply(405, 'Method Not Allowed');
  const refused = refusal(ashby, request);
  if (refused !== undefined) return refused;
  const body = parse(request.body);
  if (body === undefined) return failure('invalid_input', 'The body is not a JSON object', 400);
  return listLog(ashby, body, number);
}

function refusal({ settings }: Ashby, { headers }: SimulatedRequest): Reply | undefined {
  const pair = basicOf(headers);
  if (pair === undefined) return textReply(401, 'No API key was sent');
  if (pair.user !== KEY || pair.password !== '') return textReply(403, 'This API key is not valid');
  if (!(headers['content-type'] ?? '').startsWith('application/json')) {
    return failure('invalid_input', 'Content-Type must be application/json', 400);
  }
  if (settings.permissionShape !== 'none') return withoutPermission(settings);
  return settings.notEnabled ? failure('audit_logs_not_enabled', 'Audit logs are not enabled') : undefined;
}

function parse(body: string): Fields | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? (parsed as Fields) : undefined;
  } catch {
    return undefined;
  }
}

function listLog({ world, settings, log }: Ashby, body: Fields, number: number): Reply {
  const query = readQuery(body, settings, world.clock.now());
  if ('status' in query) return query;
  const entryOf = (item: Item): Fields => ashbyEntry(item, world.seed, settings);
  const { from, to, limit: size, cursor, question } = query;
  const where = query.isOpen ? {} : { where: (item: Item) => query.matches(entryOf(item)) };
  const page = takePage(
    { log, from, to, order: 'newest', size, cursor, question, ...where },
    { settings, now: world.clock.now(), number, cursorLifeMs: settings.cursorLifeMs },
  );
  if (page === 'foreign' && settings.changedQueryIsEmpty) return jsonReply(200, envelope([], undefined, settings));
  if (typeof page === 'string') return failure(settings.deadCursorCode, 'The cursor cannot be used any more');
  return pageReply(page, entryOf, settings);
}

function pageReply({ items, next }: SimulatedPage, entryOf: (item: Item) => Fields, settings: AshbySettings): Reply {
  return jsonReply(200, envelope(items.map(entryOf), next, settings));
}

function envelope(results: readonly Fields[], next: string | undefined, settings: AshbySettings): Fields {
  const none = { absent: {}, null: { nextCursor: null }, empty: { nextCursor: '' } }[settings.lastCursor] ?? {};
  const cursor = next === undefined || settings.moreWithoutCursor ? none : { nextCursor: next };
  return {
    success: true,
    results,
    moreDataAvailable: next !== undefined,
    ...cursor,
    ...(settings.warnings ? { warnings: ['This endpoint is in beta'] } : {}),
  };
}
