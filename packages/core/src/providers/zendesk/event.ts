import type { Actor, EventDraft, Flag, Verb } from '../../event.ts';
import { canonical } from '../../identity.ts';
import { isObject, present, text, type JsonObject } from '../../json.ts';
import { parseInstant } from '../../moment.ts';
import { changesOf, splitLabel } from './changes.ts';
import { sentence } from './sentence.ts';
import { categoryOf, lookup, NO_ACTION, VERB_OF } from './vocabulary.ts';

export function event(entry: unknown): EventDraft {
  return isObject(entry) ? readable(entry) : unreadable(entry);
}

function readable(entry: JsonObject): EventDraft {
  const action = text(entry['action']);
  const verb = lookup(VERB_OF, action ?? '') ?? 'other';
  const sourceType = text(entry['source_type']);
  const actor = actorOf(entry);
  const nativeId = text(entry['id']);
  const time = parseInstant(text(entry['created_at']) ?? '');
  const { outcome, assumed } = outcomeOf(entry, verb);
  const unclear = time === undefined || action === undefined;
  const flags: Flag[] = [...(assumed ? (['assumed_outcome'] as const) : []), ...(unclear ? (['parse'] as const) : [])];
  const described = present({ nativeId, target: targetOf(entry), ip: text(entry['ip_address']) });
  return {
    ...described,
    time,
    actor,
    verb,
    action: action ?? NO_ACTION,
    category: verb === 'login' ? 'authentication' : categoryOf(sourceType),
    changes: changesOf(entry),
    outcome,
    message: sentence({ entry, actor, verb, target: described.target, outcome }),
    flags,
    identity: [nativeId ?? canonical(entry)],
  };
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
  if (unnatural || automatic) return present({ kind: 'system' as const, id, name });
  return present({ kind: id === undefined && name === undefined ? ('unknown' as const) : ('user' as const), id, name });
}

function targetOf(entry: JsonObject): EventDraft['target'] {
  const type = text(entry['source_type']);
  if (type === undefined) return undefined;
  return present({ type, id: text(entry['source_id']), name: splitLabel(text(entry['source_label'])).name });
}

const SUCCEEDED = /^successful\b/i;
const FAILED = /^(failed|unsuccessful)\b/i;

/** NOTES: outcome. Zendesk has no field for it; only the text of a sign-in tells. */
function outcomeOf(entry: JsonObject, verb: Verb): { outcome: 'success' | 'failure'; assumed: boolean } {
  const description = verb === 'login' ? (text(entry['change_description']) ?? '') : '';
  if (FAILED.test(description)) return { outcome: 'failure', assumed: false };
  return { outcome: 'success', assumed: !SUCCEEDED.test(description) };
}
