import { AuditError, type HttpResponse } from '@trailhound/core';
import type { Address } from './address.ts';

const LONGEST = 300;
const HEADER = 'x-clickhouse-exception-code';
const LOGIN = 'Check the user in the URL, and CLICKHOUSE_PASSWORD.';
const RIGHTS =
  'Give this user the right to create tables and views in the database, to read, insert and delete; for questions, to read.';

/** Errors of the server that a person can do something about, by code. */
const HINTS: Readonly<Record<string, string>> = {
  81: 'Create the database first: this program makes its tables, but no database.',
  60: 'Its tables are not there: run trailhound sync with this archive first.',
  192: LOGIN,
  193: LOGIN,
  194: LOGIN,
  516: LOGIN,
  497: RIGHTS,
  164: RIGHTS,
  241: 'The server ran out of memory for this: ask about a shorter window, or give it more.',
  252: 'The server merges more slowly than it is written to: wait, and go on.',
  243: 'The disk of the server is full. Nothing that was kept is lost; make room and go on.',
};

/** Describes an error of the server, without what must stay secret. */
export function explain(
  { url }: Address,
  { status, headers, body }: HttpResponse,
  secrets: readonly string[],
): AuditError {
  const code = headers[HEADER] ?? /^Code: (\d+)/.exec(body)?.[1];
  const said = secrets
    .filter((secret) => secret !== '')
    .reduce((text, secret) => text.replaceAll(secret, '***'), body)
    .replaceAll(/\s+/g, ' ')
    .slice(0, LONGEST);
  const what = code === undefined ? `status ${status}` : `code ${code}`;
  return new AuditError({
    code: code === '60' ? 'not_found' : 'unavailable',
    message: `ClickHouse at ${url} refused a statement (${what}: ${said.trim()})`,
    hint: HINTS[code ?? ''] ?? 'Check the server and its log. Nothing that was kept is lost.',
  });
}
