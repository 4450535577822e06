import type { EventDraft, Flag } from '../../event.ts';
import { canonical } from '../../identity.ts';
import { isObject, object, type JsonObject } from '../../json.ts';
import type { EventDetail } from '../../provider.ts';
import { access } from './access.ts';
import { callPlay, sharedOpen, sharedPlay } from './calls.ts';
import { catalogue, generic } from './generic.ts';
import { actorOf, impersonatorOf, subject } from './person.ts';
import { timeOf, wholeEntry, type Opened, type ReadEntry } from './reading.ts';
import { userActivity } from './user-activity.ts';

type Read = (opened: Opened) => ReadEntry;

const READERS: ReadonlyMap<string, Read> = new Map([
  ['AccessLog', access],
  ['UserActivityLog', userActivity],
  ['UserCallPlay', callPlay],
  ['ExternallySharedCallAccess', sharedOpen],
  ['ExternallySharedCallPlay', sharedPlay],
]);

export function event(entry: unknown, log: string, { brief = false }: EventDetail = {}): EventDraft {
  if (!isObject(entry)) return unreadable(entry);
  const record = object(entry['logRecord']);
  const time = timeOf(entry);
  const actor = actorOf(entry, log);
  const impersonator = impersonatorOf(entry, record);
  const opened: Opened = { log, entry, record, who: subject(actor, impersonator), time, brief };
  const reading = readerOf(entry, log)(opened);
  const about: Flag[] = [];
  if (impersonator !== undefined) about.push('impersonated');
  if (actor.kind === 'external') about.push('external');
  return {
    nativeId: reading.nativeId,
    time,
    actor,
    impersonator: reading.impersonator ?? impersonator,
    verb: reading.verb,
    action: reading.action,
    category: reading.category,
    target: reading.target,
    targets: reading.targets,
    changes: reading.changes,
    outcome: reading.outcome,
    ip: reading.ip,
    userAgent: reading.userAgent,
    requestId: reading.requestId,
    message: reading.message,
    flags: about.length === 0 ? reading.flags : [...about, ...reading.flags],
    identity: reading.identity ?? wholeEntry(entry),
  };
}

function readerOf(entry: JsonObject, log: string): Read {
  const isCatalogue = 'timestamp' in entry && !('logRecord' in entry);
  return isCatalogue ? catalogue : (READERS.get(log) ?? generic);
}

function unreadable(entry: unknown): EventDraft {
  return {
    time: undefined,
    actor: { kind: 'unknown' },
    verb: 'other',
    action: 'unknown',
    category: 'other',
    changes: [],
    message: 'Gong sent an entry that is not an object.',
    flags: ['parse'],
    identity: [canonical(entry)],
  };
}
