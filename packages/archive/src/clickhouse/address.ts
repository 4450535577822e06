import { AuditError } from '@trailhound/core';

/** Where a ClickHouse server is, and as whom to ask it. */
export interface Address {
  /** The URL of its HTTP interface, without credentials. */
  readonly url: string;
  readonly database: string;
  readonly user: string;
}

/** Whether the name of an archive is that of a server. */
export function isServerUrl(name: string): boolean {
  return /^https?:\/\//i.test(name);
}

/** Reads `https://user@host:8443/database`. */
export function parseAddress(given: string): Address {
  if (!URL.canParse(given) || !isServerUrl(given)) throw wrong('is no URL of a ClickHouse server');
  const url = new URL(given);
  if (url.password !== '')
    throw wrong('holds a password', 'Put it into CLICKHOUSE_PASSWORD, which no list of processes shows.');
  if (url.search !== '' || url.hash !== '') throw wrong('holds more than a database');
  const database = decodeURIComponent(url.pathname.slice(1));
  if (!/^\w+$/.test(database)) throw wrong('names no database, of letters, digits and underscores');
  return { url: `${url.origin}/`, database, user: decodeURIComponent(url.username) || 'default' };
}

const LIKE = 'Write it as https://user@host:8443/database.';

/** The URL is not repeated, because a password may be in it. */
function wrong(what: string, hint = LIKE): AuditError {
  return new AuditError({ code: 'invalid_query', field: 'archive', message: `archive: the URL ${what}`, hint });
}
