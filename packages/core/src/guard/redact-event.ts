import type { AuditEvent } from '../event.ts';
import type { Fingerprint } from './fingerprint.ts';
import { redact, redactId } from './redact.ts';

/**
 * Replaces every secret in an event with a marker, including its ids. Leaves alone only what is ours: the uid, which is
 * a hash of the original, and provider, tenant and log. With fingerprints, the same secret always gets the same marker.
 */
export function redactEvent(event: AuditEvent, fingerprint?: Fingerprint): AuditEvent {
  const { nativeId, impersonator, target, targets, requestId } = event;
  // Each field is named, and copies are made only on change, because this runs over everything that is read.
  let clean = event;
  clean = put(clean, 'nativeId', nativeId && redactId(nativeId, 'id', fingerprint));
  clean = put(clean, 'actor', redactParty(event.actor, fingerprint));
  clean = put(clean, 'impersonator', impersonator && redactParty(impersonator, fingerprint));
  clean = put(clean, 'action', redact(event.action, fingerprint));
  clean = put(clean, 'category', redact(event.category, fingerprint));
  clean = put(clean, 'target', target && redactParty(target, fingerprint));
  clean = put(clean, 'targets', targets && redactParties(targets, fingerprint));
  clean = put(clean, 'changes', redact(event.changes, fingerprint));
  clean = put(clean, 'ip', redact(event.ip, fingerprint));
  clean = put(clean, 'userAgent', redact(event.userAgent, fingerprint));
  clean = put(clean, 'requestId', requestId && redactId(requestId, 'digest', fingerprint));
  clean = put(clean, 'message', redact(event.message, fingerprint));
  clean = put(clean, 'flags', redact(event.flags, fingerprint));
  return put(clean, 'raw', redact(event.raw, fingerprint));
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
