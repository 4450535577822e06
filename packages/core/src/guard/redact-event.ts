import type { AuditEvent } from '../event.ts';
import type { Fingerprint } from './fingerprint.ts';
import { present } from '../json.ts';
import { redact, redactId } from './redact.ts';

/**
 * Replaces every secret in an event with a marker, including its ids. Leaves alone only what is ours: the uid, which is
 * a hash of the original, and provider, tenant and log. With fingerprints, the same secret always gets the same marker.
 */
export function redactEvent(event: AuditEvent, fingerprint?: Fingerprint): AuditEvent {
  const { nativeId, impersonator, target, targets, requestId } = event;
  // Each field is named, and an event without secrets is not copied, because this runs over everything that is read.
  const clean = {
    nativeId: nativeId && redactId(nativeId, 'id', fingerprint),
    actor: redactParty(event.actor, fingerprint),
    impersonator: impersonator && redactParty(impersonator, fingerprint),
    action: redact(event.action, fingerprint),
    category: redact(event.category, fingerprint),
    target: target && redactParty(target, fingerprint),
    targets: targets && redactParties(targets, fingerprint),
    changes: redact(event.changes, fingerprint),
    ip: redact(event.ip, fingerprint),
    userAgent: redact(event.userAgent, fingerprint),
    requestId: requestId && redactId(requestId, 'digest', fingerprint),
    message: redact(event.message, fingerprint),
    flags: redact(event.flags, fingerprint),
    raw: redact(event.raw, fingerprint),
  };
  return isSameWho(event, clean) && isSameWhat(event, clean) ? event : { ...event, ...clean };
}

function isSameWho(one: AuditEvent, other: Partial<AuditEvent>): boolean {
  return (
    one.nativeId === other.nativeId &&
    one.actor === other.actor &&
    one.impersonator === other.impersonator &&
    one.ip === other.ip &&
    one.userAgent === other.userAgent &&
    one.requestId === other.requestId
  );
}

function isSameWhat(one: AuditEvent, other: Partial<AuditEvent>): boolean {
  return (
    one.action === other.action &&
    one.category === other.category &&
    one.target === other.target &&
    one.targets === other.targets &&
    one.changes === other.changes &&
    one.message === other.message &&
    one.flags === other.flags &&
    one.raw === other.raw
  );
}

/** The fields of actors, impersonators and targets; each has some of them. */
type Party = { readonly [name in 'id' | 'email' | 'name' | 'company' | 'type']?: string | undefined };

function redactParty<P extends Party>(party: P, fingerprint?: Fingerprint): P {
  const { id, email, name, company, type } = party;
  const clean: Party = {
    id: id && redactId(id, 'id', fingerprint),
    email: redact(email, fingerprint),
    name: redact(name, fingerprint),
    company: redact(company, fingerprint),
    type: redact(type, fingerprint),
  };
  const isSame =
    id === clean.id && email === clean.email && name === clean.name && company === clean.company && type === clean.type;
  return isSame ? party : { ...party, ...present(clean) };
}

function redactParties<P extends Party>(parties: P[], fingerprint?: Fingerprint): P[] {
  const clean = parties.map((party) => redactParty(party, fingerprint));
  return clean.every((party, index) => party === parties[index]) ? parties : clean;
}
