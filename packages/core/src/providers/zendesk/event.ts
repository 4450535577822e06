import type { Actor, EventDraft, Flag, Target, Verb } from '../../event.ts';
import { canonical } from '../../identity.ts';
import { isObject, text, type JsonObject } from '../../json.ts';
import { parseInstant } from '../../moment.ts';
import type { EventDetail } from '../../provider.ts';
import { changesOf, linesOf, splitLabel, type Label } from './changes.ts';
import { sentence } from './sentence.ts';
import { categoryOfType, lookup, NO_ACTION, VERB_OF } from './vocabulary.ts';

export function event(entry: unknown, _log: string, { brief = false }: EventDetail = {}): EventDraft {
  return isObject(entry) ? readable(entry, brief) : unreadable(entry);
}

function readable(entry: JsonObject, brief: boolean): EventDraft {
  const action = text(entry['action']);
  const verb = verbOf(action);
  const sourceType = text(entry['source_type']);
  const actor = actorOf(entry);
  const nativeId = text(entry['id']);
  const time = parseInstant(text(entry['created_at']) ?? '');
  const { outcome, assumed } = outcomeOf(entry, verb);
  const label = splitLabel(text(entry['source_label']));
  const lines = brief ? [] : linesOf(text(entry['change_description']));
  const target = sourceType === undefined ? undefined : targetOf(sourceType, entry, label);
  return {
    nativeId,
    time,
    actor,
    verb,
    action: action ?? NO_ACTION,
    category: categoryOf(verb, sourceType),
    target,
    changes: changesOf(lines, label.prefix ?? label.name ?? sourceType),
    outcome,
    ip: text(entry['ip_address']),
    message: brief ? '' : sentence({ entry, actor, verb, target, outcome, lines }),
    flags: flagsOf(assumed, time === undefined || action === undefined),
    identity: [nativeId ?? canonical(entry)],
  };
}

function categoryOf(verb: Verb, sourceType: string | undefined): string {
  return verb === 'login' ? 'authentication' : categoryOfType(sourceType);
}

function verbOf(action = ''): Verb {
  return lookup(VERB_OF, action) ?? 'other';
}

function flagsOf(assumed: boolean, odd: boolean): Flag[] {
  const flags: Flag[] = assumed ? ['assumed_outcome'] : [];
  if (odd) flags.push('parse');
  return flags;
}

function unreadable(entry: unknown): EventDraft {
  return {
    time: undefined,
    actor: { kind: 'unknown' },
    verb: 'other',
    action: NO_ACTION,
    category: 'other',
    changes: [],
    message: 'Zendesk sent an entry that is not an object.',
    flags: ['parse'],
    identity: [canonical(entry)],
  };
}

/** NOTES: the system as an actor. */
function actorOf(entry: JsonObject): Actor {
  const id = text(entry['actor_id']);
  const name = text(entry['actor_name']);
  const unnatural = id !== undefined && /^(-\d+|0+)$/.test(id);
  const automatic = name === 'Zendesk' && text(entry['ip_address']) === undefined;
  if (unnatural || automatic) return { kind: 'system', id, name };
  return { kind: id === undefined && name === undefined ? 'unknown' : 'user', id, name };
}

function targetOf(type: string, entry: JsonObject, { name }: Label): Target {
  return { type, id: text(entry['source_id']), name };
}

const SUCCEEDED = /^successful\b/i;
const FAILED = /^(failed|unsuccessful)\b/i;

/** NOTES: outcome. Zendesk has no field for it; only the text of a sign-in tells. */
function outcomeOf(entry: JsonObject, verb: Verb): { outcome: 'success' | 'failure'; assumed: boolean } {
  if (verb !== 'login') return { outcome: 'success', assumed: true };
  const description = text(entry['change_description']) ?? '';
  if (FAILED.test(description)) return { outcome: 'failure', assumed: false };
  return { outcome: 'success', assumed: !SUCCEEDED.test(description) };
}
