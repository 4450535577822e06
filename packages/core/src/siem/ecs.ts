import { isAddress } from '../address.ts';
import { targetsOf, type AuditEvent } from '../event.ts';
import { present, type JsonObject } from '../json.ts';
import { mappingOf, methodOf, type Mapping } from './classify.ts';
import { put, type Fields } from './fields.ts';
import { isEmail } from './party.ts';
import { productName } from './product.ts';

export interface EcsChoice {
  /** Whether to include the vendor's entry. */
  readonly raw?: boolean | undefined;
}

/** The version of the Elastic Common Schema. */
const ECS_VERSION = '9.1.0';

const OUTCOMES = { success: 'success', failure: 'failure', denied: 'failure' } as const;

/** An event as a document of the Elastic Common Schema. What has no field in ECS is under `trailhound`. */
export function toEcs(event: AuditEvent, { raw = false }: EcsChoice = {}): JsonObject {
  const mapping = mappingOf(event);
  const ip = addressOf(event);
  const document: Fields = {
    '@timestamp': event.time,
    ecs: { version: ECS_VERSION },
    event: categorized(event, mapping, raw),
    organization: { id: event.tenant },
    service: { name: productName(event.provider), type: event.provider },
    trailhound: ownOf(event, ip),
  };
  put(document, 'message', event.message === '' ? undefined : event.message);
  put(document, 'user', usersOf(event, mapping));
  put(document, 'source', filled({ ip }));
  put(document, 'user_agent', filled({ original: event.userAgent }));
  put(document, 'http', filled({ request: filled({ id: event.requestId, method: methodOf(event) }) }));
  put(document, 'related', filled({ ip: ip === undefined ? undefined : [ip], user: relatedUsers(event) }));
  put(document, 'tags', event.flags.length === 0 ? undefined : event.flags);
  return document;
}

function categorized(event: AuditEvent, { category, type }: Mapping, raw: boolean): JsonObject {
  const fields: Fields = {
    kind: 'event',
    category: [category],
    type: event.outcome === 'denied' ? [...type, 'denied'] : type,
    action: event.action,
    outcome: outcomeOf(event),
    id: event.uid,
    module: 'trailhound',
    provider: event.provider,
    dataset: `trailhound.${event.provider}_${event.log}`.toLowerCase(),
  };
  put(fields, 'code', event.nativeId);
  if (raw && event.raw !== undefined) fields['original'] = JSON.stringify(event.raw);
  return fields;
}

/** The address, if Elasticsearch's type `ip` accepts it. */
function addressOf({ ip }: AuditEvent): string | undefined {
  return ip !== undefined && !/[/%]/.test(ip) && isAddress(ip) ? ip : undefined;
}

function outcomeOf({ outcome, flags }: AuditEvent): string {
  return outcome === undefined || flags.includes('assumed_outcome') ? 'unknown' : OUTCOMES[outcome];
}

function usersOf({ actor, impersonator, target }: AuditEvent, { category }: Mapping): JsonObject | undefined {
  return filled({
    ...userOf(impersonator ?? actor),
    effective: impersonator === undefined ? undefined : filled(userOf(actor)),
    target: category === 'iam' && target !== undefined ? filled({ id: target.id, name: target.name }) : undefined,
  });
}

function userOf({ id, email, name }: Partial<Pick<AuditEvent['actor'], 'id' | 'email' | 'name'>>): JsonObject {
  return { id, name: name ?? email, email: isEmail(email) ? email : undefined, full_name: name };
}

function relatedUsers({ actor, impersonator }: AuditEvent): string[] | undefined {
  const parties = impersonator === undefined ? [actor] : [actor, impersonator];
  const names = parties.flatMap(({ id, email, name }) => [id, email, name]).filter((value) => value !== undefined);
  return names.length === 0 ? undefined : [...new Set(names)];
}

/** Values before and after are JSON strings, because a field must not be a number in one document and an object in another. */
function ownOf(event: AuditEvent, ip: string | undefined): JsonObject {
  const own: Fields = { log: event.log, verb: event.verb, category: event.category, actor: event.actor };
  const targets = targetsOf(event);
  put(own, 'outcome', event.outcome);
  put(own, 'impersonator', event.impersonator);
  put(own, 'request_id', event.requestId);
  if (targets.length > 0) own['targets'] = targets;
  if (event.changes.length > 0) own['changes'] = event.changes.map(changeOf);
  if (ip === undefined) put(own, 'ip', event.ip);
  return own;
}

function changeOf({ field, from, to }: AuditEvent['changes'][number]): JsonObject {
  const change: Fields = { field };
  put(change, 'from', textOf(from));
  put(change, 'to', textOf(to));
  return change;
}

function textOf(value: unknown): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value);
}

/** The fields that have a value, or undefined if there are none. */
function filled(fields: JsonObject): JsonObject | undefined {
  const stated = present(fields);
  return Object.keys(stated).length === 0 ? undefined : stated;
}
