import type { Flag } from '../../event.ts';
import type { Log } from '../../provider.ts';
import { AccessEntry, ActivityEntry, OtherEntry, PlayEntry, SharedAccessEntry } from './entry.ts';
import { ACTIVITY_VERBS } from './verbs.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const SERVER_SIDE = { lagMs: 15 * MINUTE, overlapMs: DAY, order: 'unknown', resolutionMs: 1 } as const;

// NOTES: playbacks arrive late.
const PLAYER_SIDE = { ...SERVER_SIDE, lagMs: HOUR, overlapMs: 7 * DAY } as const;

// What each kind of entry can tell, as event.ts reads it.
const ANY_LOG = ['impersonated', 'parse', 'catalogue_shape'] as const satisfies readonly Flag[];
const SHARED = [...ANY_LOG, 'assumed_outcome', 'external'] as const satisfies readonly Flag[];
const PLAYED = { lacks: ['IP addresses', 'names of targets'], verbs: ['play'] } as const;

const SINCE_START = 'As far back as the Gong account goes.';

export const logs: readonly [Log, ...Log[]] = [
  {
    id: 'AccessLog',
    heavy: true,
    label: 'Access log',
    holds: 'Web requests of signed-in users: address, status, IP address and browser.',
    retentionMs: 14 * DAY,
    kept: 'Gong keeps 14 days; read it at least daily or it is gone.',
    ...SERVER_SIDE,
    verbs: ['access'],
    flags: [...ANY_LOG, 'denied'],
    sliceMs: HOUR,
    entry: AccessEntry,
  },
  {
    id: 'UserActivityLog',
    label: 'User activity',
    holds:
      'Sensitive operations such as sharing, settings, permissions, deletion, impersonation, with what they changed.',
    kept: 'Since March 2021.',
    ...SERVER_SIDE,
    lacks: ['names of targets'],
    verbs: ACTIVITY_VERBS,
    flags: [...ANY_LOG, 'derived_action'],
    sliceMs: DAY,
    entry: ActivityEntry,
  },
  {
    id: 'UserCallPlay',
    label: 'Call playback',
    holds: 'Which Gong user played which part of which call.',
    kept: SINCE_START,
    ...PLAYER_SIDE,
    ...PLAYED,
    actions: ['call.play'],
    flags: [...ANY_LOG, 'assumed_outcome'],
    sliceMs: DAY,
    entry: PlayEntry,
  },
  {
    id: 'ExternallySharedCallAccess',
    label: 'Shared call opened',
    holds: 'Who outside the company opened the page of a shared call, and from where.',
    kept: SINCE_START,
    ...SERVER_SIDE,
    lacks: ['names of targets'],
    verbs: ['access'],
    actions: ['call.shared.open'],
    flags: SHARED,
    sliceMs: 7 * DAY,
    entry: SharedAccessEntry,
  },
  {
    id: 'ExternallySharedCallPlay',
    label: 'Shared call playback',
    holds: 'Who outside the company played which part of a shared call.',
    kept: SINCE_START,
    ...PLAYER_SIDE,
    ...PLAYED,
    actions: ['call.shared.play'],
    flags: SHARED,
    sliceMs: 7 * DAY,
    entry: PlayEntry,
  },
];

const OTHER = 'other:';
const OTHER_ID = /^other:[A-Za-z][\w-]{0,63}$/;

/** Parses `other:NewTypeName`, for a type that Gong has added since. Using it for a known type is a mistake. */
export function otherLog(id: string): Log | undefined {
  const type = logType(id).toLowerCase();
  if (!OTHER_ID.test(id) || logs.some((log) => log.id.toLowerCase() === type)) return undefined;
  return {
    id,
    label: logType(id),
    holds: `Entries of Gong's log type ${logType(id)}, which this version does not know.`,
    kept: 'Unknown.',
    ...PLAYER_SIDE,
    sliceMs: DAY,
    entry: OtherEntry,
  };
}

/** Gong's name for one of our logs. */
export function logType(id: string): string {
  return id.startsWith(OTHER) ? id.slice(OTHER.length) : id;
}
