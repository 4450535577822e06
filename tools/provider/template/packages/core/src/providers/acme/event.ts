import * as z from 'zod';
import type { EventDraft, Verb } from '../../event.ts';
import { canonical } from '../../identity.ts';
import { parseInstant } from '../../moment.ts';

export const Entry = z.looseObject({
  id: z.string().min(1),
  at: z.iso.datetime({ offset: true }),
  did: z.string().min(1),
  who: z.looseObject({ id: z.string().min(1), email: z.string().min(1) }),
  on: z.looseObject({ type: z.string().min(1), id: z.string().min(1) }),
});

const VERBS: Readonly<Record<string, Verb>> = { created: 'create', deleted: 'delete', exported: 'export' };

/** Never throws: a malformed entry still becomes an event. */
export function event(entry: unknown): EventDraft {
  const read = Entry.safeParse(entry);
  if (!read.success) return odd(entry);
  const { id, at, did, who, on } = read.data;
  return {
    time: parseInstant(at),
    identity: [id],
    nativeId: id,
    actor: { kind: 'user', id: who.id, email: who.email },
    verb: VERBS[did.split('.').at(-1) ?? ''] ?? 'other',
    action: did,
    category: on.type,
    target: { type: on.type, id: on.id },
    changes: [],
    message: `${who.email}: ${did} on ${on.type} ${on.id}.`,
    flags: [],
  };
}

function odd(entry: unknown): EventDraft {
  return {
    time: undefined,
    identity: [canonical(entry)],
    actor: { kind: 'unknown' },
    verb: 'other',
    action: 'unknown',
    category: 'other',
    changes: [],
    message: 'An entry of an unknown shape.',
    flags: ['parse'],
  };
}
