import { targetsOf, type AuditEvent } from '../event.ts';
import type { JsonObject } from '../json.ts';
import type { ClassName } from './classes.ts';
import { put, type Fields } from './fields.ts';
import { isEmail } from './party.ts';

/** How many targets the objects of a class describe completely (users, groups and roles: except for the type). */
const HOLDS: Readonly<Partial<Record<ClassName, number>>> = {
  account_change: 1,
  entity_management: 1,
  group_management: 1,
  role_management: 1,
  user_management: 1,
  web_resources_activity: Infinity,
};
const TYPED: ReadonlySet<ClassName> = new Set(['entity_management', 'web_resources_activity']);

/** What has no field in the standard, or not the format that its field requires. */
export function unmappedOf(event: AuditEvent, name: ClassName, ip: string | undefined): JsonObject {
  const { actor, impersonator, changes } = event;
  const unmapped: Fields = { verb: event.verb, category: event.category };
  addTargets(unmapped, event, name);
  if (changes.length > 0) unmapped['changes'] = changes;
  if (impersonator !== undefined) unmapped['impersonated_user'] = actor;
  const { email } = impersonator ?? actor;
  if (!isEmail(email)) put(unmapped, 'email', email);
  if (ip === undefined) put(unmapped, 'ip', event.ip);
  return unmapped;
}

function addTargets(unmapped: Fields, event: AuditEvent, name: ClassName): void {
  const targets = targetsOf(event);
  // An object that is named after its type, for lack of a name, would look like one that has this name.
  const isTold = targets.every(({ type, id, name: called = type }) => id !== undefined || called !== type);
  const most = isTold ? (HOLDS[name] ?? 0) : 0;
  if (targets.length > most) unmapped['targets'] = targets;
  else if (!TYPED.has(name)) put(unmapped, 'target_type', targets[0]?.type);
}
