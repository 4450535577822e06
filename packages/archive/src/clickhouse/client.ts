import { randomUUID } from 'node:crypto';
import { AuditError, isAuditError, type HttpResponse, type Send } from '@trailhound/core';
import type { Address } from './address.ts';
import { explain } from './failure.ts';

/** A row as JSON holds it. */
export type Json = Readonly<Record<string, string | number | null>>;

/** Plain HTTP to a ClickHouse server. */
export interface Client {
  /** Values are sent apart from the statement, which names them as `{name:Type}`. */
  readonly select: (sql: string, values?: Readonly<Record<string, string | number>>) => Promise<Json[]>;
  /** The same token again inserts nothing, so that an insert can be repeated. */
  readonly insert: (table: string, rows: readonly Json[], token?: string) => Promise<void>;
  readonly run: (sql: string) => Promise<void>;
}

export interface ClientOptions {
  readonly send: Send;
  readonly password?: string | undefined;
}

const PATIENCE_MS = 300_000;
const MOST_BYTES = 256 * 1024 * 1024;
/** The server answers when it has all, so that its status is that of the whole. */
const ALWAYS = { wait_end_of_query: '1', default_format: 'JSONEachRow', async_insert: '0' };

export function createClient(address: Address, { send, password = '' }: ClientOptions): Client {
  const login = Buffer.from(`${address.user}:${password}`).toString('base64');
  const headers = { authorization: `Basic ${login}`, 'content-type': 'text/plain; charset=utf-8' };

  async function post(query: Readonly<Record<string, string>>, body: string): Promise<string> {
    const search = new URLSearchParams({ ...ALWAYS, database: address.database, ...query });
    const request = { method: 'POST', url: `${address.url}?${search.toString()}`, headers, body } as const;
    const response = await reach(address, () =>
      send(request, { signal: AbortSignal.timeout(PATIENCE_MS), maxBytes: MOST_BYTES }),
    );
    if (response.status === 200 && response.headers['x-clickhouse-exception-code'] === undefined) return response.body;
    throw explain(address, response, [password, login]);
  }

  return {
    select: async (sql, values = {}) => {
      const named = Object.entries(values).map(([name, value]) => [`param_${name}`, escaped(String(value))]);
      return rowsIn(await post(Object.fromEntries(named), sql), address);
    },
    insert: async (table, rows, token = randomUUID()) => {
      if (rows.length === 0) return;
      const query = `insert into ${table} format JSONEachRow`;
      await post({ query, insert_deduplication_token: token }, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    },
    run: async (sql) => void (await post({}, sql)),
  };
}

/** Values come as ClickHouse writes them in its tab-separated files. */
function escaped(value: string): string {
  return value.replaceAll(/[\\\t\n\r\0\b\f]/g, (found) => ESCAPES[found] ?? found);
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': String.raw`\\`,
  '\t': String.raw`\t`,
  '\n': String.raw`\n`,
  '\r': String.raw`\r`,
  '\0': String.raw`\0`,
  '\b': String.raw`\b`,
  '\f': String.raw`\f`,
};

async function reach(address: Address, send: () => Promise<HttpResponse>): Promise<HttpResponse> {
  try {
    return await send();
  } catch (thrown) {
    if (isAuditError(thrown)) throw thrown;
    const { code, name } = thrown as { readonly code?: string; readonly name?: string };
    throw new AuditError({
      code: 'unavailable',
      message: `ClickHouse at ${address.url} cannot be reached (${code ?? name ?? 'failed'})`,
      hint: 'Check that the server runs, and that the port is that of its HTTP interface: 8123, or 8443 with TLS.',
    });
  }
}

function rowsIn(body: string, address: Address): Json[] {
  try {
    return body
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Json);
  } catch {
    throw new AuditError({
      code: 'unavailable',
      message: `What answers at ${address.url} is not ClickHouse, or its answer was cut off`,
      hint: 'Check that the port is that of its HTTP interface, and what stands between.',
    });
  }
}
