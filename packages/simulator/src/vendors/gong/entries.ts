import { OUTSIDERS } from '../../world/cast.ts';
import { chance, hex, pick, whole } from '../../world/chance.ts';
import type { Item } from '../../world/log.ts';
import { nightOf } from '../../world/plot.ts';
import { hourOf } from '../../world/rhythm.ts';
import { HOSTILE_TEXT, POISONED_REQUEST, SECRETS } from '../../world/poison.ts';
import { activityEntry } from './activity.ts';
import type { Fields, GongEntryContext } from './context.ts';
import { actorOf, who } from './people.ts';
import type { GongSettings } from './switches.ts';

type Maker = (item: Item, context: GongEntryContext) => Fields;

/** Generators for the entries of each log type. */
const MAKERS: Readonly<Record<string, Maker>> = {
  AccessLog: accessEntry,
  UserActivityLog: activityEntry,
  UserCallPlay: playEntry,
  ExternallySharedCallAccess: sharedAccessEntry,
  ExternallySharedCallPlay: sharedPlayEntry,
};

export const GONG_LOGS = Object.keys(MAKERS);

export function gongEntry(item: Item, context: GongEntryContext): Fields {
  const { malformedEvery } = context.settings;
  if (malformedEvery > 0 && item.number % malformedEvery === malformedEvery - 1) {
    return {
      eventTime: timeText(item.time, context.settings),
      logRecord: 'not an object',
      userId: ['odd'],
      n: item.number,
    };
  }
  const made = MAKERS[context.log]?.(item, context) ?? {};
  const entry = { ...made, eventTime: timeText(item.time, context.settings), ...item.extra };
  return context.settings.extraFields ? withExtras(entry) : entry;
}

/** Gong may add fields at any time. */
function withExtras(entry: Fields): Fields {
  const { logRecord } = entry;
  return { ...entry, unheardOf: { deep: [null, 1] }, logRecord: { ...(logRecord as Fields), unheardOf: true } };
}

/** The second of two entries that differ only in the name. */
export function twinOf(entry: Fields): Fields {
  return { ...entry, userFullName: 'Renamed Since' };
}

const TIME_FORMS: Readonly<Record<string, (time: number) => string>> = {
  offset: (time) => new Date(time + 7_200_000).toISOString().replace('Z', '+02:00'),
  seconds: (time) => new Date(time).toISOString().replace(/\.\d+Z/, 'Z'),
  tenths: (time) => new Date(time).toISOString().replace(/\.(\d)\d\dZ/, '.$1Z'),
  nanoseconds: (time) => new Date(time).toISOString().replace('Z', '000000Z'),
  broken: () => 'yesterday, about noon',
};

function timeText(time: number, { timeForm }: GongSettings): string {
  return TIME_FORMS[timeForm]?.(time) ?? new Date(time).toISOString();
}

function callOf(seed: number, session: number): string {
  return `52${String(whole(40, seed, 'call', session)).padStart(17, '0')}`;
}

function accessEntry(item: Item, context: GongEntryContext): Fields {
  const { world, settings } = context;
  const { seed } = world;
  const person = actorOf(item, context);
  const trace = hex(20, seed, 'trace', item.number);
  const status = pick([200, 200, 200, 200, 302, 401, 403, 404, 500], seed, 'status', item.number);
  const page = pick(
    ['/call', '/home', '/company/team-members', '/deals', '/settings/api', '/library'],
    seed,
    'page',
    item.number,
  );
  const query = page === '/call' ? `?id=${callOf(seed, whole(60, seed, 'viewed', item.number))}` : '';
  const poison = settings.secrets ? `${query === '' ? '?' : '&'}${POISONED_REQUEST.query}` : '';
  const url = `${page}${query}${poison}`;
  return {
    ...who(person, context, item),
    logRecord: {
      method: pick(['GET', 'GET', 'GET', 'POST'], seed, 'method', item.number),
      protocol: 'HTTP/1.1',
      status,
      elapsed_time: whole(900, seed, 'elapsed', item.number),
      content_length: whole(90_000, seed, 'length', item.number),
      message: `${page} ${status}`,
      requested_url: `https://us-00000.app.gong.io${url}`,
      requested_uri: url,
      request_headers: {
        referer: `https://us-00000.app.gong.io/home${settings.secrets ? `?${POISONED_REQUEST.query}` : ''}`,
        'x-forwarded-for': `${person.ip}, 198.51.100.1`,
        'user-agent': 'Mozilla/5.0 (X11; Linux x86_64)',
        ...(settings.secrets ? { authorization: POISONED_REQUEST.header, cookie: `session=${SECRETS.session}` } : {}),
      },
      response_headers: { 'x-traceid': trace, 'content-type': 'text/html', 'x-iid': 'i-01' },
      mdc: { xtid: trace },
    },
  };
}

/** Six entries in a row are one playback. */
function playbackOf(item: Item, { world: { seed }, log, settings }: GongEntryContext): Fields {
  const session = Math.floor(item.number / 6);
  const part = item.number % 6;
  const asText = settings.sequenceAsText || log === 'ExternallySharedCallPlay';
  const offline = chance(seed, log, 'offline', session) < 0.05;
  return {
    call_id: callOf(seed, session),
    video_player_instance_id: hex(8, seed, log, 'player', session),
    sequence_num: asText ? String(item.number) : item.number,
    play_speed: pick([1, 1, 1.5, 2], seed, 'speed', session),
    device: pick(['WEB', 'WEB', 'MOBILE'], seed, 'device', session),
    start_time: part * 30,
    end_time: part * 30 + 30.5,
    event_time_on_device: new Date(item.time - (offline ? 86_400_000 : 100)).toISOString(),
    offline,
    live: false,
  };
}

function playEntry(item: Item, context: GongEntryContext): Fields {
  return { ...who(actorOf(item, context), context, item), logRecord: playbackOf(item, context) };
}

function outsider(item: Item, { world: { seed }, log }: GongEntryContext): (typeof OUTSIDERS)[number] {
  return pick(OUTSIDERS as unknown as [(typeof OUTSIDERS)[number]], seed, log, 'outsider', Math.floor(item.number / 6));
}

function sharingOf(seed: number, number: number): string {
  return `85${String(whole(30, seed, 'sharing', number)).padStart(17, '0')}`;
}

function sharedAccessEntry(item: Item, context: GongEntryContext): Fields {
  const { world, settings } = context;
  const { seed } = world;
  const viewer = outsider(item, context);
  // On some nights one call is opened again and again, each time from another address.
  const leaked = nightOf(item, world) === undefined ? undefined : hourOf(item.time).day;
  // One in nine has no viewer at all.
  const nobody = item.number % 9 === 8;
  const name = settings.hostileText ? HOSTILE_TEXT[item.number % HOSTILE_TEXT.length] : viewer.name;
  return {
    ...(nobody ? {} : { userEmailAddress: viewer.email, ...(item.number % 2 === 0 ? { userFullName: name } : {}) }),
    logRecord: {
      call_id: callOf(seed, leaked ?? whole(60, seed, 'shared', item.number)),
      // One link is opened from several addresses.
      time_based_secure_sharing_id: sharingOf(seed, leaked ?? Math.floor(item.number / 4)),
      page_viewer_ip: `${leaked === undefined ? '203.0.113' : '198.51.100'}.${1 + (item.number % 250)}`,
    },
  };
}

function sharedPlayEntry(item: Item, context: GongEntryContext): Fields {
  const viewer = outsider(item, context);
  const sharing = sharingOf(context.world.seed, Math.floor(item.number / 6));
  return {
    userEmailAddress: viewer.email,
    userFullName: viewer.name,
    logRecord: { time_based_secure_sharing_id: sharing, ...playbackOf(item, context) },
  };
}
