import type { AuditEvent } from '../event.ts';
import type { Fingerprint } from './fingerprint.ts';
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
  let clean: Party = party;
  if (id !== undefined) clean = put(clean, 'id', redactId(id, 'id', fingerprint));
  if (email !== undefined) clean = put(clean, 'email', redact(email, fingerprint));
  if (name !== undefined) clean = put(clean, 'name', redact(name, fingerprint));
  if (company !== undefined) clean = put(clean, 'company', redact(company, fingerprint));
  if (type !== undefined) clean = put(clean, 'type', redact(type, fingerprint));
  return clean as P;
}

function redactParties<P extends Party>(parties: P[], fingerprint?: Fingerprint): P[] {
  const clean = parties.map((party) => redactParty(party, fingerprint));
  return clean.every((party, index) => party === parties[index]) ? parties : clean;
}

/** Returns the same reference if nothing changes. */
function put<T extends object, K extends keyof T>(original: T, name: K, value: T[K] | undefined): T {
  return value === original[name] ? original : { ...original, [name]: value };
}
