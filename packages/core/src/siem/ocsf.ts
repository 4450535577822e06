import { hash } from 'node:crypto';
import { isAddress } from '../address.ts';
import type { AuditEvent, Flag } from '../event.ts';
import type { JsonObject } from '../json.ts';
import { remember } from '../remember.ts';
import { CLASSES, methodActivity, OTHER_ACTIVITY, type ClassName, type OcsfVersion } from './classes.ts';
import { mappingOf, methodOf } from './classify.ts';
import { put, type Fields } from './fields.ts';
import { addObject, isWebRequest, requestOf } from './objects.ts';
import { impersonatorOf, userOf } from './party.ts';
import { productName } from './product.ts';
import { unmappedOf } from './unmapped.ts';

export interface OcsfChoice {
  /** The version of OCSF; 1.9.0 by default. */
  readonly version?: OcsfVersion | undefined;
  /** Whether to include the vendor's entry. */
  readonly raw?: boolean | undefined;
}

/** Longer texts are not addresses, whatever they contain. */
const LONGEST_ADDRESS = 40;
const INFORMATIONAL = 1;
/** This flag qualifies our field `outcome`: OCSF gets no status that a vendor does not state. */
const ASSUMED: Flag = 'assumed_outcome';
const UTF8 = new TextEncoder();

/** Classes that only have an actor with the profile `host`. */
const WITH_HOST: ReadonlySet<ClassName> = new Set(['http_activity', 'web_resources_activity']);

/** An event as an OCSF event, valid according to the schema of the chosen version, whatever the vendor sent. */
export function toOcsf(event: AuditEvent, { version = '1.9.0', raw = false }: OcsfChoice = {}): JsonObject {
  const [name, activity] = activityOf(event, version);
  const { uid } = CLASSES[name];
  const user = realUser(event);
  const ip = addressOf(event);
  const said: Fields = {
    time: Date.parse(event.time),
    time_dt: event.time,
    class_uid: uid,
    category_uid: Math.floor(uid / 1000),
    activity_id: activity,
    type_uid: uid * 100 + activity,
    severity_id: INFORMATIONAL,
    metadata: metadataOf(event, version, name),
    actor: { user },
  };
  put(said, 'activity_name', activity === OTHER_ACTIVITY ? (methodOf(event) ?? event.action) : undefined);
  put(said, 'message', event.message === '' ? undefined : event.message);
  put(said, 'src_endpoint', ip && { ip });
  put(said, 'http_request', requestOf(event, name));
  addStatus(said, event);
  addObject(said, event, name);
  addObservables(said, user, ip);
  put(said, 'unmapped', unmappedOf(event, name, { activity, ip }));
  if (raw) addRaw(said, event);
  return said;
}

/** The OCSF name of an event's class, such as `authentication`. */
export function ocsfClassOf(event: AuditEvent, version: OcsfVersion = '1.9.0'): ClassName {
  return activityOf(event, version)[0];
}

/** The class and activity of an event. A web request without a method and a path counts as access to a web resource. */
function activityOf(event: AuditEvent, version: OcsfVersion): readonly [ClassName, number] {
  const { ocsf, before = ocsf } = mappingOf(event);
  const chosen = version === '1.8.0' ? before : ocsf;
  if (chosen[0] !== 'http_activity') return chosen;
  return isWebRequest(event)
    ? ['http_activity', methodActivity(methodOf(event))]
    : ['web_resources_activity', OTHER_ACTIVITY];
}

/** The person behind the event. */
function realUser({ actor, impersonator }: AuditEvent): JsonObject {
  return impersonator === undefined ? userOf(actor) : impersonatorOf(impersonator);
}

/** The address, if it has the format that typed fields require. */
function addressOf({ ip }: AuditEvent): string | undefined {
  return ip !== undefined && ip.length <= LONGEST_ADDRESS && kindOf(ip) === 'typed' ? ip : undefined;
}

const kindOf = remember((ip) => (!ip.includes('/') && isAddress(ip) ? 'typed' : 'odd'));

/** The outcome, if the vendor states it. */
function addStatus(said: Fields, { outcome, flags }: AuditEvent): void {
  if (outcome === undefined || flags.includes(ASSUMED)) return;
  said['status_id'] = outcome === 'success' ? 1 : 2;
  if (outcome === 'denied') said['status_detail'] = outcome;
}

function metadataOf(event: AuditEvent, version: OcsfVersion, name: ClassName): JsonObject {
  const label = productName(event.provider);
  const metadata: Fields = {
    version,
    profiles: WITH_HOST.has(name) ? ['datetime', 'host'] : ['datetime'],
    product: { name: label, vendor_name: label },
    uid: event.uid,
    log_name: event.log,
    tenant_uid: event.tenant,
    event_code: event.action,
  };
  put(metadata, 'original_event_uid', event.nativeId);
  put(metadata, 'correlation_uid', event.requestId);
  const labels = event.flags.filter((flag) => flag !== ASSUMED);
  put(metadata, 'labels', labels.length === 0 ? undefined : labels);
  return metadata;
}

/** The values that an analyst searches for across products, with the attributes that hold them. */
function addObservables(said: Fields, { email_addr: email }: JsonObject, ip: string | undefined): void {
  const observables: object[] = [];
  if (ip !== undefined) observables.push({ name: 'src_endpoint.ip', type_id: 2, value: ip });
  if (email !== undefined) observables.push({ name: 'actor.user.email_addr', type_id: 5, value: email });
  if (observables.length > 0) said['observables'] = observables;
}

function addRaw(said: Fields, { raw }: AuditEvent): void {
  if (raw === undefined) return;
  const text = JSON.stringify(raw);
  const bytes = UTF8.encode(text);
  said['raw_data'] = text;
  said['raw_data_hash'] = { algorithm_id: 3, algorithm: 'SHA-256', value: hash('sha256', bytes, 'hex') };
  said['raw_data_size'] = bytes.length;
}
