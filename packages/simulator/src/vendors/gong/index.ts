import { createLimiter } from '../../limiter.ts';
import { retryAfter } from '../../faults.ts';
import { bounds, takePage, type CursorFault } from '../../paging.ts';
import { createSwitchboard } from '../../switches.ts';
import { createTokenDesk } from '../../tokens.ts';
import { htmlReply, tokenRefusal, type Reply, type SimulatedRequest, type Vendor, type World } from '../../vendor.ts';
import { createLog, type SimulatedLog } from '../../world/log.ts';
import { ACCESS, CLIENT, giveTokens, refusal, TOKEN_PATH } from './access.ts';
import { pageReply, refused, type Gong } from './answer.ts';
import { GONG_LOGS, gongEntry } from './entries.ts';
import { GONG_INCIDENTS } from './incidents.ts';
import { readBareIds } from './people.ts';
import { GONG_SWITCHES } from './switches.ts';
import { targetsOf } from './targets.ts';

const DAY = 86_400_000;
const PAGE_SIZE = 100;
/** Only this log is not kept forever. */
const FORGETTING = 'AccessLog';
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

/** Gong's `GET /v2/logs`, with its token endpoint. */
export function createGong(world: World): Vendor {
  const switchboard = createSwitchboard('gong', GONG_SWITCHES);
  const { settings } = switchboard;
  const { clock } = world;
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
    incidents: GONG_INCIDENTS,
    trial: { log: 'UserActivityLog', credential: 'access_token', unlimited: { limitPerSecond: 0, limitPerDay: 0 } },
    entryOf: (log, item) => readBareIds(gongEntry(item, { world, settings, log })),
    keyOf: (log, item) => `${log}/${item.number}`,
    targetsOf,
    keptSince: (log) => keptSince(gong, log),
    isTokenRequest: ({ path }) => path === TOKEN_PATH,
    limit: () => {
      if (!day.admit(settings.limitPerDay)) return tooMany(36_000);
      return second.admit(settings.limitPerSecond) ? undefined : tooMany();
    },
    failed: (status) => refused(gong, status, 'Internal server error occurred'),
    tooMany: () => tooMany(),
    refused: (status, said, ofTokens) => (ofTokens ? tokenRefusal(status, said) : refused(gong, status, said)),
    handle: (request, number) => handle(gong, request, number),
  };
}

function keptSince({ world, settings }: Gong, log: string): number {
  return log === FORGETTING ? world.clock.now() - settings.keptDays * DAY : Number.NEGATIVE_INFINITY;
}

function handle(gong: Gong, request: SimulatedRequest, number: number): Reply {
  if (request.path === TOKEN_PATH) return giveTokens(gong, request);
  if (request.path !== '/v2/logs') return htmlReply(404, 'Not found');
  if (request.method !== 'GET') return refused(gong, 405, 'Request method not supported');
  return refusal(gong, request) ?? listLogs(gong, request, number);
}

interface Question {
  readonly logType: string;
  readonly log: SimulatedLog;
  readonly from: number;
  readonly to: number;
  /** What a cursor is bound to: the words of the request. An open end stays open on every page. */
  readonly words: string;
}

function listLogs(gong: Gong, { query }: SimulatedRequest, number: number): Reply {
  const question = readQuestion(gong, query);
  if ('status' in question) return question;
  const { settings, world } = gong;
  const { log, logType, to, words } = question;
  const from = Math.max(question.from, keptSince(gong, logType));
  const order = settings.newestFirst ? 'newest' : 'oldest';
  const page = takePage(
    { log, from, to, order, size: PAGE_SIZE, cursor: query.get('cursor') ?? undefined, question: words },
    { settings, now: world.clock.now(), number, cursorLifeMs: settings.cursorLifeMs },
  );
  if (typeof page === 'string') return refused(gong, 400, CURSOR_TEXTS[page]);
  if (page.items.length === 0 && page.next === undefined)
    return refused(gong, 404, NOT_FOUND[settings.notFoundText] ?? '');
  return pageReply(gong, logType, page, log.count(bounds({ from, to }, settings)));
}

function readQuestion(gong: Gong, query: URLSearchParams): Question | Reply {
  const [logType, from, to] = ['logType', 'fromDateTime', 'toDateTime'].map((name) => query.get(name));
  if (!logType) return refused(gong, 400, 'logType: must not be null');
  const log = Object.hasOwn(gong.logs, logType) ? gong.logs[logType] : undefined;
  if (log === undefined) return refused(gong, 400, `logType: unknown value ${logType}`);
  if (!from) return refused(gong, 400, 'fromDateTime: must not be null');
  const [start, end] = [readTime(from), to ? readTime(to) : gong.world.clock.now()];
  if (start === undefined || end === undefined) return refused(gong, 400, 'Bad request: a date is not ISO-8601');
  if (start > end) return refused(gong, 400, 'Bad request: fromDateTime is after toDateTime');
  return { logType, log, from: start, to: end, words: JSON.stringify([logType, from, to]) };
}

/** An unencoded plus sign arrives as a space, which makes the time invalid. */
function readTime(text: string): number | undefined {
  const time = ISO_TIME.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}
