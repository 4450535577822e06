import { targetsOf, type AuditEvent } from '../event.ts';
import type { JsonObject } from '../json.ts';
import { CLASSES, type ClassName, type OcsfClass } from './classes.ts';
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

interface Mapped {
  readonly activity: number;
  /** The address, if a typed field has it. */
  readonly ip: string | undefined;
}

/** What has no field in the standard, or not the format that its field requires. Undefined if everything has. */
export function unmappedOf(event: AuditEvent, name: ClassName, { activity, ip }: Mapped): JsonObject | undefined {
  const { actor, impersonator, changes, verb } = event;
  const unmapped: Fields = {};
  const { activities }: OcsfClass = CLASSES[name];
  // Activity 99 is `Other`.
  if ((activities[activity] ?? 'Other').toLowerCase() !== verb) unmapped['verb'] = verb;
  addTargets(unmapped, event, name);
  if (changes.length > 0) unmapped['changes'] = changes;
  if (impersonator !== undefined) unmapped['impersonated_user'] = actor;
  const { email } = impersonator ?? actor;
  if (!isEmail(email)) put(unmapped, 'email', email);
  if (ip === undefined) put(unmapped, 'ip', event.ip);
  return Object.keys(unmapped).length === 0 ? undefined : unmapped;
}

function addTargets(unmapped: Fields, event: AuditEvent, name: ClassName): void {
  const targets = targetsOf(event);
  // An object that is named after its type, for lack of a name, would look like one that has this name.
  const isTold = targets.every(({ type, id, name: called = type }) => id !== undefined || called !== type);
  const most = isTold ? (HOLDS[name] ?? 0) : 0;
  if (targets.length > most) unmapped['targets'] = targets;
  else if (!TYPED.has(name)) put(unmapped, 'target_type', targets[0]?.type);
}
