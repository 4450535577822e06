import {
  AuditError,
  find,
  isAuditError,
  show,
  type AuditEvent,
  type Connection,
  type QueryOptions,
} from '@trailhound/core';
import { accountOf, suggest } from '@trailhound/core/reply';
import type { OpenArchive } from './archive.ts';
import { accountNames } from './account-names.ts';

const NATIVE = /^([a-z0-9]+)(?:\/([^:]+))?:(.+)$/;

/** Finds an event by its uid, or by the vendor's own id, such as `zendesk:35436`, which only the vendor can look up. */
export async function fetchEvent(
  uid: string,
  connections: readonly Connection[],
  options: QueryOptions,
  archive?: Pick<OpenArchive, 'offline'>,
): Promise<AuditEvent> {
  const [, provider, tenant, id] = NATIVE.exec(uid) ?? [];
  if (provider === undefined || id === undefined) return find(connections, uid, options);
  if (archive?.offline === true) throw onlyTheVendorKnows(uid);
  const asked = showing(connections, tenant === undefined ? provider : accountOf({ provider, tenant }));
  const shown = await Promise.all(asked.map((connection) => shownBy(connection, id, options)));
  const [event, ...others] = shown.filter((one): one is AuditEvent => !isAuditError(one));
  if (others.length > 0) throw ambiguous(asked, id);
  if (event !== undefined) return event;
  throw shown.find(isAuditError);
}

/**
 * The entry, or `not_found` if this account lacks it, because another account may have it. Other failures are thrown: the
 * entry may exist.
 */
async function shownBy(connection: Connection, id: string, options: QueryOptions): Promise<AuditEvent | AuditError> {
  try {
    const event = await show(connection, { log: connection.provider.logs[0].id, id }, options);
    return event ?? noEntry(connection, id);
  } catch (thrown) {
    if (isAuditError(thrown) && thrown.code === 'not_found') return thrown;
    throw thrown;
  }
}

function noEntry({ provider: { id: provider } }: Connection, id: string): AuditError {
  return new AuditError({ code: 'not_found', provider, message: `There is no entry ${id}`, hint: 'Check the id.' });
}

function onlyTheVendorKnows(uid: string): AuditError {
  return new AuditError({
    code: 'invalid_query',
    field: 'uid',
    message: `uid: only the vendor can look up ${uid}, and --offline asks none`,
    hint: 'Use a uid from an answer, or ask without --offline.',
  });
}

/** Two accounts may use the same ids. */
function ambiguous(connections: readonly Connection[], id: string): AuditError {
  return new AuditError({
    code: 'invalid_query',
    field: 'uid',
    message: `uid: several accounts have an entry ${id}`,
    hint: `Choose one: ${accountNames(connections)
      .map((account) => `${account}:${id}`)
      .join(' or ')}.`,
  });
}

/** The accounts with a name, given as the product or as `product/account`. */
function showing(connections: readonly Connection[], name: string): Connection[] {
  const able = ableToShow(connections);
  const found = able.filter((connection) => [connection.provider.id, accountOf(connection)].includes(name));
  if (found.length > 0) return found;
  const names = [...showingIds(connections), ...accountNames(able)];
  throw new AuditError({
    code: 'invalid_query',
    field: 'uid',
    message: `uid: ${name} is not connected, or cannot look up an entry by its own id`,
    hint: names.length === 0 ? 'Use a uid from an answer.' : suggest(name, names),
  });
}

/** The products that can look up an entry by its own id. */
export function showingIds(connections: readonly Connection[]): string[] {
  return [...new Set(ableToShow(connections).map(({ provider }) => provider.id))];
}

function ableToShow(connections: readonly Connection[]): Connection[] {
  return connections.filter(({ provider }) => provider.operations.includes('show'));
}
