import type { AuditEvent } from '../event.ts';
import { present } from '../json.ts';
import type { Fingerprint } from './fingerprint.ts';
import { redact, redactId } from './redact.ts';

/**
 * The event with a marker for every secret in it, its ids included. Only what is ours stays as it is: the uid, which is
 * made of what the vendor said, and provider, tenant and log. With fingerprints the markers of one secret are alike.
 */
export function redactEvent(event: AuditEvent, fingerprint?: Fingerprint): AuditEvent {
  const { impersonator, target } = event;
  // Named one by one, because this runs over all that is read.
  return keepOr(event, {
    nativeId: event.nativeId && redactId(event.nativeId, 'id', fingerprint),
    actor: redactParty(event.actor, fingerprint),
    impersonator: impersonator && redactParty(impersonator, fingerprint),
    action: redact(event.action, fingerprint),
    category: redact(event.category, fingerprint),
    target: target && redactParty(target, fingerprint),
    changes: redact(event.changes, fingerprint),
    ip: redact(event.ip, fingerprint),
    userAgent: redact(event.userAgent, fingerprint),
    requestId: event.requestId && redactId(event.requestId, 'digest', fingerprint),
    message: redact(event.message, fingerprint),
    flags: redact(event.flags, fingerprint),
    raw: redact(event.raw, fingerprint),
  });
}

/** What an actor, an impersonator and a target say, each some of it. */
type Party = { readonly [name in 'id' | 'email' | 'name' | 'company' | 'type']?: string | undefined };

function redactParty<P extends Party>(party: P, fingerprint?: Fingerprint): P {
  return keepOr(party as Party, {
    id: party.id && redactId(party.id, 'id', fingerprint),
    email: redact(party.email, fingerprint),
    name: redact(party.name, fingerprint),
    company: redact(party.company, fingerprint),
    type: redact(party.type, fingerprint),
  }) as P;
}

/** The same reference as long as nothing is different. */
function keepOr<T extends object>(original: T, clean: Partial<T>): T {
  for (const name in clean) if (clean[name] !== original[name]) return { ...original, ...present(clean) };
  return original;
}
