import type { Actor, ActorKind, Impersonator } from '../event.ts';
import { present, type JsonObject } from '../json.ts';

/** Strict consumers drop an event whose address has another format. */
const EMAIL = /^[a-zA-Z0-9!#$%&'*+/=?^_`{|}~.-]+@[a-zA-Z0-9-]+\.[a-zA-Z0-9.-]+$/;

const TYPE_IDS: ReadonlyMap<ActorKind, number> = new Map([
  ['unknown', 0],
  ['user', 1],
  ['system', 3],
  ['service', 4],
]);
const OTHER = 99;

/** Whether an address has the format that typed fields require. */
export function isEmail(text: string | undefined): text is string {
  return text !== undefined && EMAIL.test(text);
}

/** An actor as an OCSF user, which must have a name or an id: an address alone is not enough. */
export function userOf({ kind, id, email, name }: Actor): JsonObject {
  const type = TYPE_IDS.get(kind) ?? OTHER;
  return {
    ...identityOf({ id, email, name }, kind),
    type_id: type,
    ...(type === OTHER ? { type: kind } : {}),
  };
}

/** The person who acted in somebody else's name, as an OCSF user. */
export function impersonatorOf({ id, email, name, company }: Impersonator): JsonObject {
  const org = company === undefined ? {} : { org: { uid: company } };
  return { ...identityOf({ id, email, name }, 'impersonator'), type_id: 1, ...org };
}

function identityOf({ id, email, name }: Pick<Actor, 'id' | 'email' | 'name'>, otherwise: string): JsonObject {
  const standIn = email ?? (id === undefined ? otherwise : undefined);
  return present({
    name: name ?? standIn,
    uid: id,
    email_addr: isEmail(email) ? email : undefined,
    // Only where a reader would take the name for what stands in for a missing one.
    full_name: name === standIn ? name : undefined,
  });
}
