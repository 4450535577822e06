import type { Actor, ActorKind, EventDraft, Flag, Target, Verb } from '../../event.ts';
import { canonical } from '../../identity.ts';
import { isObject, object, text, type JsonObject } from '../../json.ts';
import { parseInstant } from '../../moment.ts';
import { changesOf } from './changes.ts';

/** Ashby's actor types (NOTES: actors). */
const ACTORS: Readonly<Record<string, { readonly kind: ActorKind; readonly flag?: Flag }>> = {
  User: { kind: 'user' },
  ApiUser: { kind: 'service' },
  Automation: { kind: 'automation' },
  Support: { kind: 'vendor_staff', flag: 'vendor_staff' },
  Operations: { kind: 'vendor_staff', flag: 'vendor_staff' },
  Candidate: { kind: 'candidate', flag: 'external' },
  System: { kind: 'system' },
  Other: { kind: 'unknown' },
};

/** The verb, by the ending of the category (NOTES: verbs). Capitals keep Unarchived from matching Archived. */
const ENDINGS: Readonly<Record<string, Verb>> = {
  Created: 'create',
  Added: 'create',
  Granted: 'create',
  Updated: 'update',
  Changed: 'update',
  Edited: 'update',
  Moved: 'update',
  Renamed: 'update',
  Enabled: 'update',
  Disabled: 'update',
  Unarchived: 'update',
  Assigned: 'update',
  Unassigned: 'update',
  Approved: 'update',
  Rejected: 'update',
  Suspended: 'update',
  Reinstated: 'update',
  Restored: 'update',
  Deleted: 'delete',
  Removed: 'delete',
  Archived: 'delete',
  Revoked: 'delete',
  Exported: 'export',
  Downloaded: 'export',
  Shared: 'share',
  Viewed: 'read',
  Accessed: 'access',
  Impersonated: 'impersonate',
  LoggedIn: 'login',
  SignedIn: 'login',
  LoggedOut: 'logout',
  SignedOut: 'logout',
};

const ENDING = new RegExp(`(?:${Object.keys(ENDINGS).join('|')})$`);

export const VERBS_OF_ENTRIES: readonly Verb[] = [...new Set(Object.values(ENDINGS)), 'other'];
export const FLAGS_OF_ENTRIES: readonly Flag[] = ['parse', 'vendor_staff', 'external'];

/** Normalises an entry of the audit log. */
export function event(entry: unknown): EventDraft {
  const fields = object(entry);
  const nativeId = text(fields['id']);
  const action = text(fields['category']);
  const target = targetOf(object(fields['target']));
  const cause = object(fields['request']);
  const who = object(fields['actor']);
  const known = actorType(who);
  const actor = actorOf(who, known?.kind);
  return {
    nativeId,
    target,
    ip: text(cause['ipAddress']),
    requestId: text(cause['id']),
    time: parseInstant(text(fields['timestamp']) ?? ''),
    actor,
    verb: verbOf(action),
    action: action ?? 'unknown',
    category: target?.type ?? 'other',
    changes: changesOf(fields['changedFields']),
    message: text(fields['description']) ?? sentence(actor, action, target),
    flags: flagsOf(entry, known?.flag),
    identity: [nativeId ?? canonical(entry)],
  };
}

function flagsOf(entry: unknown, ofActor: Flag | undefined): Flag[] {
  const flags: Flag[] = ofActor === undefined ? [] : [ofActor];
  if (!isObject(entry)) flags.push('parse');
  return flags;
}

function actorType(actor: JsonObject): (typeof ACTORS)[string] | undefined {
  const type = text(actor['type']) ?? '';
  return Object.hasOwn(ACTORS, type) ? ACTORS[type] : undefined;
}

function actorOf(actor: JsonObject, kind: ActorKind = 'unknown'): Actor {
  return { kind, id: text(actor['id']), email: text(actor['email']), name: text(actor['name']) };
}

/** An id without a type is still worth keeping. */
function targetOf(target: JsonObject): Target | undefined {
  const type = text(target['type']);
  const id = text(target['id']);
  return type === undefined && id === undefined ? undefined : { type: type ?? 'other', id };
}

function verbOf(action = ''): Verb {
  return ENDINGS[ENDING.exec(action)?.[0] ?? ''] ?? 'other';
}

/** A message for entries that Ashby gives no description. */
function sentence(actor: Actor, action: string | undefined, target: Target | undefined): string {
  const who = actor.name ?? actor.email ?? actor.id;
  const what = action ?? 'an entry without a category';
  const on = target === undefined ? [] : ['on', target.type, target.id];
  return `${[who === undefined ? undefined : `${who}:`, what, ...on].filter((word) => word !== undefined).join(' ')}.`;
}
