import { member, named } from '../../named.ts';
import { takePage, type CursorFault } from '../../paging.ts';
import { createSwitchboard } from '../../switches.ts';
import { basicOf } from '../../tokens.ts';
import { jsonReply, textReply, type Reply, type SimulatedRequest, type Vendor, type World } from '../../vendor.ts';
import { ulid } from '../../world/chance.ts';
import { createLog, type Item, type SimulatedLog } from '../../world/log.ts';
import { ashbyEntry, ashbyKey, type Fields } from './entries.ts';
import { failed, failureReply, tooMany, withoutPermission } from './failures.ts';
import { ASHBY_INCIDENTS } from './incidents.ts';
import { createLimits } from './limits.ts';
import { readQuery } from './query.ts';
import { ASHBY_SWITCHES, type AshbySettings } from './switches.ts';

const KEY = 'ashby-demo-key';
const PATH = '/auditLog.list';

interface Ashby {
  readonly world: World;
  readonly settings: AshbySettings;
  readonly log: SimulatedLog;
}

/** A request that is being handled. */
interface Call extends Ashby {
  readonly request: SimulatedRequest;
  readonly number: number;
  readonly requestId: string;
}

/** Ashby's `auditLog.list`. */
export function createAshby(world: World): Vendor {
  const switchboard = createSwitchboard('ashby', ASHBY_SWITCHES);
  const { settings } = switchboard;
  const log = createLog({ ...world, name: 'ashby audit_log', settings, resolutionMs: 1 });
  const limits = createLimits(world, settings);
  const answer = createAnswering(world);
  const refuse = (code: string): Reply => answer((requestId) => tooMany(settings, world.clock, { code, requestId }));
  return {
    id: 'ashby',
    switchboard,
    logs: { audit_log: log },
    credentials: { api_key: { apiKey: KEY } },
    incidents: ASHBY_INCIDENTS,
    trial: { log: 'audit_log', credential: 'api_key', unlimited: { limitPerSecond: 1_000_000 } },
    entryOf: (_, item) => ashbyEntry(item, world, settings),
    keyOf: (_, item) => ashbyKey(item, world.seed),
    targetsOf: (entry) => named(member(member(entry, 'target'), 'type'), member(member(entry, 'target'), 'id')),
    isTokenRequest: () => false,
    limit: (underWay) => {
      const code = limits(underWay);
      return code === undefined ? undefined : refuse(code);
    },
    failed: (status) => answer((requestId) => failed(status, settings, requestId)),
    tooMany: () => refuse('rate_limit_exceeded'),
    refused: (status, message) =>
      answer((requestId) => failureReply({ code: 'refused', message, requestId }, status, settings.errorShape)),
    handle: (request, number) => answer((requestId) => handle({ world, settings, log, request, number, requestId })),
  };
}

/** Every response has an id, in a header and in its errors. */
function createAnswering({ seed }: World): (reply: (requestId: string) => Reply) => Reply {
  let answers = 0;
  return (make) => {
    answers += 1;
    const requestId = ulid(seed, 'answer', answers);
    const reply = make(requestId);
    return { ...reply, headers: { ...reply.headers, 'x-ashby-request-id': requestId } };
  };
}

function handle(call: Call): Reply {
  const { request } = call;
  if (request.path !== PATH) return textReply(404, 'Not Found');
  if (request.method !== 'POST') return textReply(405, 'Method Not Allowed', { allow: 'POST' });
  const refused = withoutAccess(call);
  if (refused !== undefined) return refused;
  const body = parse(request.body);
  if (body === undefined) return failure(call, 'invalid_input', 'The body is not a JSON object', 400);
  return listLog(call, body);
}

function failure(
  { settings, requestId }: Call,
  code: string,
  message: string,
  status = Number(settings.refusalStatus),
): Reply {
  return failureReply({ code, message, requestId }, status, settings.errorShape);
}

function withoutAccess(call: Call): Reply | undefined {
  const { settings, request, requestId } = call;
  const pair = basicOf(request.headers);
  if (pair === undefined) return textReply(401, 'No API key was sent');
  if (pair.user !== KEY || pair.password !== '') return textReply(403, 'This API key is not valid');
  if (!/^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '')) {
    return failure(call, 'invalid_input', 'Content-Type must be application/json', 400);
  }
  if (settings.permissionShape !== 'none') return withoutPermission(settings, requestId);
  return settings.notEnabled
    ? failure(call, 'audit_logs_not_enabled', 'This organization has no audit logs')
    : undefined;
}

function parse(body: string): Fields | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? (parsed as Fields) : undefined;
  } catch {
    return undefined;
  }
}

function listLog(call: Call, body: Fields): Reply {
  const { world, settings, log, number } = call;
  const now = world.clock.now();
  const query = readQuery(body, settings, now);
  if ('message' in query) return failure(call, 'invalid_input', query.message, query.status);
  const entryOf = (item: Item): Fields => ashbyEntry(item, world, settings);
  const { from, to, limit: size, cursor, question } = query;
  const where = query.isOpen ? {} : { where: (item: Item) => query.matches(entryOf(item)) };
  const page = takePage(
    { log, from, to, order: 'newest', size, cursor, question, ...where },
    { settings, now, number, cursorLifeMs: settings.cursorLifeMs },
  );
  if (typeof page === 'string') return badCursor(call, page);
  return jsonReply(200, envelope(page.items.map(entryOf), page.next, settings));
}

function badCursor(call: Call, fault: CursorFault): Reply {
  const { settings } = call;
  if (fault === 'expired') return failure(call, settings.deadCursorCode, 'The cursor cannot be used any more');
  if (fault === 'foreign' && settings.changedQueryIsEmpty) return jsonReply(200, envelope([], undefined, settings));
  return failure(call, 'cursor_invalid', 'The cursor cannot be read');
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
