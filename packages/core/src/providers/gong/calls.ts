import type { Target } from '../../event.ts';
import { number, text, type JsonObject } from '../../json.ts';
import { firstAddress, identityOf, timeKey, type Opened, type ReadEntry } from './reading.ts';

/** A Gong user played a segment of a call. */
export function callPlay(opened: Opened): ReadEntry {
  return played(opened, { action: 'call.play', category: 'content-access', noun: 'call' });
}

/** An outsider played a segment of a shared call. */
export function sharedPlay(opened: Opened): ReadEntry {
  return played(opened, { action: 'call.shared.play', category: 'external-access', noun: 'shared call' });
}

/** Somebody opened the page of a shared call. */
export function sharedOpen({ record, who }: Opened): ReadEntry {
  const ip = firstAddress(record['page_viewer_ip']);
  return {
    outcome: 'success',
    changes: [],
    verb: 'access',
    action: 'call.shared.open',
    category: 'external-access',
    message: `${who} opened ${callText(record, 'shared call')}${ip === undefined ? '' : ` from ${ip}`}.`,
    flags: ['assumed_outcome'],
    targets: callTargets(record),
    ip,
  };
}

interface Kind {
  readonly action: string;
  readonly category: string;
  readonly noun: string;
}

function played({ entry, record, who, time }: Opened, { action, category, noun }: Kind): ReadEntry {
  const call = text(record['call_id']) ?? text(record['time_based_secure_sharing_id']);
  return {
    outcome: 'success',
    changes: [],
    verb: 'play',
    action,
    category,
    message: `${who} played ${segment(record)}${callText(record, noun)}${circumstances(record)}.`,
    flags: ['assumed_outcome'],
    // NOTES: no entry id. `text` treats the sequence numbers 3 and "3" alike.
    identity: identityOf(
      'play',
      call,
      text(record['video_player_instance_id']),
      text(record['sequence_num']),
      timeKey(entry, time),
    ),
    targets: callTargets(record),
  };
}

function segment(record: JsonObject): string {
  const from = number(record['start_time']);
  const to = number(record['end_time']);
  return from === undefined || to === undefined ? '' : `${from}–${to} s of `;
}

function circumstances(record: JsonObject): string {
  const device = text(record['device']);
  const parts = [
    device === undefined ? '' : `on ${device}`,
    record['offline'] === true ? 'offline' : '',
    record['live'] === true ? 'live' : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? '' : `, ${parts.join(', ')}`;
}

function callText(record: JsonObject, noun: string): string {
  const call = text(record['call_id']);
  const sharing = text(record['time_based_secure_sharing_id']);
  const link = sharing === undefined ? '' : ` (sharing ${sharing})`;
  return `${call === undefined ? `a ${noun}` : `${noun} ${call}`}${link}`;
}

/** The call, and the way it was shared. */
export function callTargets(record: JsonObject): readonly Target[] {
  const call = text(record['call_id']);
  const sharing = text(record['time_based_secure_sharing_id']);
  const targets: Target[] = call === undefined ? [] : [{ type: 'call', id: call }];
  return sharing === undefined ? targets : [...targets, { type: 'sharing', id: sharing }];
}
