import { createLimiter } from '../limiter.ts';
import { retryAfter } from '../faults.ts';
import { takePage, type CursorFault, type SimulatedPage } from '../paging.ts';
import { createSwitchboard } from '../switches.ts';
import { basicOf, bearerOf, createTokenDesk, type TokenDesk } from '../tokens.ts';
import { htmlReply, jsonReply, type Reply, type SimulatedRequest, type Vendor, type World } from '../vendor.ts';
import { hex } from '../world/chance.ts';
import { createLog, type Item, type SimulatedLog } from '../world/log.ts';
import { GONG_LOGS, gongEntry, twinOf } from './gong-entries.ts';
import { BARE } from './gong-people.ts';
import { GONG_SWITCHES, type GongSettings } from './gong-switches.ts';

const DAY = 86_400_000;
const PAGE_SIZE = 100;
const TOKEN_PATH = '/oauth2/generate-customer-token';
const ACCESS = { accessKey: 'GONGDEMOKEY', accessKeySecret: 'gong-demo-secret' };
const CLIENT = { clientId: 'gong-demo-client', clientSecret: 'gong-demo-hush' };
const ISO_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

const NOT_FOUND: Readonly<Record<string, string>> = {
  documented: 'No logs found for the specified period',
  wire: 'No log records found corresponding to the provided log type and time range',
  unheard: 'There is nothing to be seen here, whatever you look for',
};

const CURSOR_TEXTS: Readonly<Record<CursorFault, string>> = {
  expired: 'Failed to verify cursor: cursor has expired',
  foreign: 'Failed to verify cursor',
  unreadable: 'Failed to verify cursor',
};

interface Gong {
  readonly world: World;
  readonly settings: GongSettings;
  readonly logs: Readonly<Record<string, SimulatedLog>>;
  readonly desk: TokenDesk;
}

/** Gong's `GET /v2/logs`, with its token endpoint. */
export function createGong(world: World): Vendor {
  const switchboard = createSwitchboard('gong', GONG_SWITCHES);
  const { settings } = switchboard;
  const { clock, seed } = world;
  const logs = Object.fromEntries(
    GONG_LOGS.map((name) => [name, createLog({ ...world, name: `gong ${name}`, settings, resolutionMs: 1 })]),
  );
  const desk = createTokenDesk(clock, 'gong', () => settings.tokenLifeMs);
  const gong: Gong = { world, settings, logs, desk };
  const [second, day] = [createLimiter(clock, 1000), createLimiter(clock, DAY)];
  const tooMany = (seconds?: number): Reply =>
    refused(gong, 429, 'API request limit exceeded', retryAfter(settings, clock, seconds));
  return {
    id: 'gong',
    switchboard,
    logs,
    credentials: {
      access_key: ACCESS,
      access_token: { accessToken: desk.permanent },
      oauth: { ...CLIENT, refreshToken: desk.firstRefreshToken, tokenPath: TOKEN_PATH },
    },
    entryOf: (log, item) => readBare(gongEntry(item, { seed, settings, log })),
    keyOf: (log, item) => `${log}/${item.number}`,
    isTokenRequest: ({ path }) => path === TOKEN_PATH,
    limit: () => {
      if (!day.admit(settings.limitPerDay)) return tooMany(36_000);
      return second.admit(settings.limitPerSecond) ? undefined : tooMany();
    },
    failed: (status) => refused(gong, status, 'Internal server error occurred'),
    tooMany: () => tooMany(),
    handle: (request, number) => handle(gong, request, number),
  };
}

function handle(gong: Gong, request: SimulatedRequest, number: number): Reply {
  if (request.path === TOKEN_PATH) return giveTokens(gong, request);
  if (request.path !== '/v2/logs') return htmlReply(404, 'Not found');
  if (request.method !== 'GET') return refused(gong, 405, 'Request method not supported');
  return refusal(gong, request) ?? listLogs(gong, request, number);
}

function refused(gong: Gong, status: number, text: string, headers: Readonly<Record<string, string>> = {}): Reply {
  const requestId = hex(20, 'request', gong.world.clock.now(), text);
  return jsonReply(status, { requestId, errors: [text] }, { 'x-traceid': requestId, ...headers });
}

function refusal(gong: Gong, { headers }: SimulatedRequest): Reply | undefined {
  const { settings } = gong;
  if (settings.untrustedAddress) return refused(gong, 403, 'Access from this address is not allowed');
  const basic = basicOf(headers);
  const token = bearerOf(headers);
  const good = basic === undefined ? token !== undefined && isGoodToken(gong, token, headers) : isGoodKey(basic);
  if (!good) return refused(gong, 401, 'Access denied: the credential is not valid');
  if (settings.missingScope) return refused(gong, 401, "You don't have permission to use 'api:logs:read' in your app.");
  return undefined;
}

function isGoodKey({ user, password }: { user: string; password: string }): boolean {
  return user === ACCESS.accessKey && password === ACCESS.accessKeySecret;
}

/** A customer's host is told from the generic one by the name that the client used. */
function isGoodToken({ settings, desk }: Gong, token: string, { host = '' }: SimulatedRequest['headers']): boolean {
  return desk.check(token) === 'good' && !(settings.customerHostOnly && host.startsWith('127.0.0.1'));
}

function giveTokens(gong: Gong, { headers, body, query }: SimulatedRequest): Reply {
  const client = basicOf(headers);
  if (client?.user !== CLIENT.clientId || client.password !== CLIENT.clientSecret)
    return jsonReply(401, { error: 'invalid_client' });
  const form = new URLSearchParams(body);
  const refreshToken = form.get('refresh_token') ?? query.get('refresh_token') ?? undefined;
  const pair = gong.desk.refresh(refreshToken);
  if (pair === undefined)
    return jsonReply(400, { error: 'invalid_grant', error_description: 'Refresh token code is invalid' });
  const { settings, world } = gong;
  const customerHost = settings.customerHostOnly ? world.baseUrl().replace('127.0.0.1', 'localhost') : world.baseUrl();
  return jsonReply(200, {
    access_token: pair.accessToken,
    refresh_token: pair.refreshToken,
    expires_in: Math.floor(settings.tokenLifeMs / 1000),
    token_type: 'bearer',
    scope: 'api:logs:read',
    api_base_url_for_customer: settings.foreignHost === '' ? customerHost : settings.foreignHost,
  });
}

interface Question {
  readonly logType: string;
  readonly from: number;
  readonly to: number;
}

function listLogs(gong: Gong, { query }: SimulatedRequest, number: number): Reply {
  const question = readQuestion(gong, query);
  if ('status' in question) return question;
  const { settings, world } = gong;
  const log = gong.logs[question.logType];
  if (log === undefined) return refused(gong, 400, `logType: unknown value ${question.logType}`);
  const kept = question.logType === 'AccessLog' ? world.clock.now() - 14 * DAY : question.from;
  const range = {
    from: Math.max(question.from, kept),
    to: question.to,
    order: settings.newestFirst ? 'newest' : 'oldest',
  } as const;
  const page = takePage(
    { log, ...range, size: PAGE_SIZE, cursor: query.get('cursor') ?? undefined, question: JSON.stringify(question) },
    { settings, now: world.clock.now(), number, cursorLifeMs: settings.cursorLifeMs },
  );
  if (typeof page === 'string') return refused(gong, 400, CURSOR_TEXTS[page]);
  if (page.items.length === 0 && page.next === undefined)
    return refused(gong, 404, NOT_FOUND[settings.notFoundText] ?? '');
  const total = log.count({ ...range, to: range.to + 1 });
  return envelope(gong, question.logType, page, total);
}

function readQuestion(gong: Gong, query: URLSearchParams): Question | Reply {
  const [logType, from, to] = ['logType', 'fromDateTime', 'toDateTime'].map((name) => query.get(name));
  if (!logType) return refused(gong, 400, 'logType: must not be null');
  if (!from) return refused(gong, 400, 'fromDateTime: must not be null');
  if (!ISO_TIME.test(from) || (to && !ISO_TIME.test(to)))
    return refused(gong, 400, 'Bad request: a date is not ISO-8601');
  const question = { logType, from: Date.parse(from), to: to ? Date.parse(to) : gong.world.clock.now() };
  if (question.from > question.to) return refused(gong, 400, 'Bad request: fromDateTime is after toDateTime');
  return question;
}

function envelope(gong: Gong, logType: string, page: SimulatedPage, total: number): Reply {
  const { settings, world } = gong;
  const requestId = hex(20, 'request', world.clock.now(), logType, page.page);
  const entries = page.items.flatMap((item) => entriesOf(gong, logType, item));
  const records = {
    totalRecords: total,
    ...(settings.leanRecords === 'noPageSize' ? {} : { currentPageSize: entries.length }),
    currentPageNumber: page.page,
    ...cursorField(settings, page.next),
  };
  const lean = settings.leanRecords === 'noRecords' && page.next === undefined;
  const list = settings.catalogueShape
    ? { logs: entries.map((entry, index) => catalogueEntry(entry, logType, page.items[index]?.number ?? 0)) }
    : { logEntries: entries };
  const reply = jsonReply(200, { requestId, ...(lean ? {} : { records }), ...list }, { 'x-traceid': requestId });
  return { ...reply, body: reply.body.replaceAll(new RegExp(`"${BARE}(\\d+)"`, 'g'), '$1') };
}

function entriesOf({ world, settings }: Gong, log: string, item: Item): Readonly<Record<string, unknown>>[] {
  const entry = gongEntry(item, { seed: world.seed, settings, log });
  return settings.twins > 0 && item.number % settings.twins === 0 ? [entry, twinOf(entry)] : [entry];
}

function cursorField({ emptyCursor }: GongSettings, next: string | undefined): Readonly<Record<string, unknown>> {
  if (next !== undefined) return { cursor: next };
  return emptyCursor === 'absent' ? {} : { cursor: emptyCursor === 'null' ? null : '' };
}

/** What a bare number is once a careful reader has read it. */
function readBare<T extends Readonly<Record<string, unknown>>>(entry: T): T {
  const { userId } = entry;
  return typeof userId === 'string' && userId.startsWith(BARE)
    ? { ...entry, userId: userId.slice(BARE.length) }
    : entry;
}

function catalogueEntry(
  entry: Readonly<Record<string, unknown>>,
  logType: string,
  number: number,
): Readonly<Record<string, unknown>> {
  return {
    id: `${logType}-${number}`,
    logType,
    timestamp: entry['eventTime'],
    userId: entry['userId'],
    userEmail: entry['userEmailAddress'],
    action: 'view',
    resourceType: 'call',
    resourceId: String(number),
    details: { note: 'catalogue' },
    ipAddress: '192.0.2.44',
  };
}
