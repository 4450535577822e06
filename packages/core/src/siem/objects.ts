import { targetsOf, type AuditEvent, type Target } from '../event.ts';
import type { JsonObject } from '../json.ts';
import { methodActivity, OTHER_ACTIVITY, type ClassName } from './classes.ts';
import { methodOf } from './classify.ts';
import { put, type Fields } from './fields.ts';
import { isEmail, userOf } from './party.ts';
import { productName } from './product.ts';

const IMPERSONATE = 2;

type Add = (said: Fields, event: AuditEvent) => void;

/** Adds the event's target, where each class has a place for it, and what else the class needs. */
const ADDERS: Readonly<Record<ClassName, Add>> = {
  account_change: addTargetUser,
  authentication: addAuthentication,
  entity_management: (said, event) => put(said, 'entity', resourceOf(event.target, event)),
  group_management: (said, event) => put(said, 'group', named(event.target, event)),
  http_activity: () => undefined,
  role_management: (said, event) => put(said, 'iam_role', named(event.target, event)),
  user_management: addUser,
  web_resources_activity: (said, event) => put(said, 'web_resources', resourcesOf(event)),
};

/** Adds the objects of a class. */
export function addObject(said: Fields, event: AuditEvent, name: ClassName): void {
  ADDERS[name](said, event);
}

/** Whether a method or a path is known: an HTTP activity needs one of them. */
export function isWebRequest(event: AuditEvent): boolean {
  return requestOf(event, 'http_activity') !== undefined;
}

/** The request: with method and path for a web request, otherwise only with the user agent. */
export function requestOf(event: AuditEvent, name: ClassName): JsonObject | undefined {
  const request: Fields = {};
  if (name === 'http_activity') addPath(request, event);
  put(request, 'user_agent', event.userAgent);
  return Object.keys(request).length === 0 ? undefined : request;
}

function addPath(request: Fields, event: AuditEvent): void {
  const method = methodOf(event);
  if (methodActivity(method) !== OTHER_ACTIVITY) request['http_method'] = method;
  const path = event.target?.name ?? event.target?.id;
  if (path?.startsWith('/') === true) request['url'] = { path };
}

function addAuthentication(said: Fields, { actor, provider, verb }: AuditEvent): void {
  said['user'] = userOf(actor);
  said['service'] = { name: productName(provider) };
  if (verb === 'impersonate') said['account_switch_type_id'] = IMPERSONATE;
}

function addUser(said: Fields, event: AuditEvent): void {
  addTargetUser(said, event);
  const roles = event.changes.flatMap(({ field, to }) =>
    /\brole\b/i.test(field) && typeof to === 'string' ? [{ name: to }] : [],
  );
  if (roles.length > 0) said['iam_roles'] = roles;
}

/** An object must have a name or an id. */
function named(target: Target | undefined, { category }: Pick<AuditEvent, 'category'>): Fields {
  const { type, id, name }: Partial<Target> = target ?? {};
  const object: Fields = {};
  put(object, 'name', name ?? (id === undefined ? (type ?? category) : undefined));
  put(object, 'uid', id);
  return object;
}

function addTargetUser(said: Fields, event: AuditEvent): void {
  const user = named(event.target, event);
  const email = event.target?.name;
  if (isEmail(email)) user['email_addr'] = email;
  said['user'] = user;
}

function resourceOf(target: Target | undefined, event: AuditEvent): JsonObject {
  const resource = named(target, event);
  resource['type'] = target?.type ?? event.category;
  return resource;
}

function resourcesOf(event: AuditEvent): JsonObject[] {
  const targets = targetsOf(event);
  return (targets.length === 0 ? [undefined] : targets).map((target) => resourceOf(target, event));
}
