import { createLimiter } from '../../limiter.ts';
import { takePage } from '../../paging.ts';
import { COMMON_SWITCHES, createSwitchboard, type Settings, type SwitchTable } from '../../switches.ts';
import { jsonReply, type Reply, type SimulatedRequest, type Vendor, type World } from '../../vendor.ts';
import { pick, whole } from '../../world/chance.ts';
import { CAST } from '../../world/cast.ts';
import { createLog, type Item, type SimulatedLog } from '../../world/log.ts';
import { HOSTILE_TEXT, SECRETS } from '../../world/poison.ts';

const TOKEN = 'acme-demo-token';
const PAGE_SIZE = 100;
const ACTIONS = ['document.created', 'document.deleted', 'document.exported', 'document.renamed'] as const;

const SWITCHES = {
  ...COMMON_SWITCHES,
  cursorLifeMs: { default: 3_600_000, does: 'Cursors die after so many milliseconds.' },
  limitPerSecond: { default: 5, does: 'Requests in a second.' },
} as const satisfies SwitchTable;

type AcmeSettings = Settings<typeof SWITCHES>;

/** Acme's audit log: `GET /v1/audit`. */
export function createAcme(world: World): Vendor {
  const switchboard = createSwitchboard('acme', SWITCHES);
  const { settings } = switchboard;
  const log = createLog({ ...world, name: 'acme audit', settings, resolutionMs: 1 });
  const second = createLimiter(world.clock, 1000);
  const reset = (): Reply => limited(Math.ceil(world.clock.now() / 1000) + 1);
  return {
    id: 'acme',
    switchboard,
    logs: { document_log: log },
    credentials: { token: { token: TOKEN } },
    trial: { log: 'document_log', credential: 'token', unlimited: { limitPerSecond: 1_000_000 } },
    entryOf: (_, item) => entryOf(item, world.seed, settings),
    targetsOf: (entry) => {
      const { on } = entry as { on?: { type: string; id: string } };
      return on === undefined ? [] : [on];
    },
    keyOf: (_, { number, extra }) => String(extra?.['id'] ?? idOf(number)),
    isTokenRequest: () => false,
    limit: () => (second.admit(settings.limitPerSecond) ? undefined : reset()),
    failed: (status) => jsonReply(status, { error: 'internal error' }),
    tooMany: reset,
    refused: (status, error) => jsonReply(status, { error }),
    handle: (request, number) => handle({ world, settings, log, request, number }),
  };
}

function limited(second: number): Reply {
  return jsonReply(429, { error: 'slow down' }, { 'x-rate-limit-reset': String(second) });
}

interface AcmeCall {
  readonly world: World;
  readonly settings: AcmeSettings;
  readonly log: SimulatedLog;
  readonly request: SimulatedRequest;
  readonly number: number;
}

function handle({ world, settings, log, request, number }: AcmeCall): Reply {
  const { path, query, headers } = request;
  if (path !== '/v1/audit') return jsonReply(404, { error: 'not found' });
  if (headers['authorization'] !== `AcmeToken ${TOKEN}`) return jsonReply(401, { error: 'bad token' });
  const [from, to] = [Date.parse(query.get('since') ?? ''), Date.parse(query.get('until') ?? '')];
  if (Number.isNaN(from) || Number.isNaN(to)) return jsonReply(400, { error: 'since and until are times' });
  const cursor = query.get('after') ?? undefined;
  const question = `${from} ${to} ${query.getAll('origin').join(' ')}`;
  const page = takePage(
    { log, from, to, order: 'newest', size: PAGE_SIZE, cursor, question },
    { settings, now: world.clock.now(), number, cursorLifeMs: settings.cursorLifeMs },
  );
  if (typeof page === 'string') return jsonReply(400, { error: `cursor ${page}` });
  return jsonReply(
    200,
    page.items.map((item) => entryOf(item, world.seed, settings)),
    { 'x-next': page.next ?? 'none' },
  );
}

function entryOf({ number, time, extra = {} }: Item, seed: number, settings: AcmeSettings): Record<string, unknown> {
  const { malformedEvery, secrets, hostileText } = settings;
  const named = { id: idOf(number), at: new Date(time).toISOString() };
  if (malformedEvery > 0 && number % malformedEvery === malformedEvery - 1) return { ...named, did: 7, ...extra };
  const { email, name } = pick(CAST, seed, 'acme', number);
  return {
    ...named,
    did: pick(ACTIONS, seed, 'acme deed', number),
    who: { id: `u-${name}`, email },
    on: { type: 'document', id: `d-${whole(50, seed, 'acme target', number)}` },
    note: noteOf(number, secrets, hostileText),
    ...extra,
  };
}

function noteOf(number: number, secrets: boolean, hostile: boolean): string {
  if (secrets) return `token=${SECRETS.apiKey}`;
  return hostile ? (HOSTILE_TEXT[number % HOSTILE_TEXT.length] ?? '') : '';
}

function idOf(number: number): string {
  return `e-${number}`;
}
