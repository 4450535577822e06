import type { Actor, Impersonator } from '../../event.ts';
import { list, object, text, type JsonObject } from '../../json.ts';

const EXTERNAL_LOGS: ReadonlySet<string> = new Set(['ExternallySharedCallAccess', 'ExternallySharedCallPlay']);

/** NOTES: external viewers. A Gong user who opens a shared call is still a user. */
export function actorOf(entry: JsonObject, log: string): Actor {
  const id = text(entry['userId']);
  const email = text(entry['userEmailAddress']) ?? text(entry['userEmail']);
  const name = text(entry['userFullName']);
  const known = id ?? email ?? name;
  const kind = id === undefined && EXTERNAL_LOGS.has(log) ? 'external' : known === undefined ? 'unknown' : 'user';
  return { kind, id, email, name };
}

/** NOTES: impersonation hides. The company may only be in the custom data. */
export function impersonatorOf(entry: JsonObject, record: JsonObject): Impersonator | undefined {
  const id = text(entry['impersonatorUserId']);
  const email = text(entry['impersonatorEmailAddress']);
  const name = text(entry['impersonatorFullName']);
  const company = text(entry['impersonatorCompanyId']) ?? custom(record, 'impersonator-company-id');
  return (id ?? email ?? name ?? company) === undefined ? undefined : { id, email, name, company };
}

function custom(record: JsonObject, key: string): string | undefined {
  for (const item of list(record['customData'])) {
    const { key: name, values } = object(item);
    if (name !== key) continue;
    const value = list(values)
      .map(text)
      .find((one) => one !== undefined);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** The actor as the subject of a sentence. */
export function subject(actor: Actor, impersonator: Impersonator | undefined): string {
  const acted = actor.kind === 'external' ? viewer(actor) : person(actor);
  return impersonator === undefined ? acted : `${person(impersonator)} as ${acted}`;
}

function viewer({ email, name }: Actor): string {
  const known = email ?? name;
  return known === undefined ? 'An unnamed viewer' : `Reported viewer ${known}`;
}

function person({ id, email, name, company }: Impersonator): string {
  const known = name ?? email ?? (id === undefined ? undefined : `User ${id}`);
  return known ?? (company === undefined ? 'Somebody' : `Somebody of company ${company}`);
}
