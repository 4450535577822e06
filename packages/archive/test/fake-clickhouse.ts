import { DatabaseSync, type SQLInputValue, type SQLOutputValue } from 'node:sqlite';
import type { HttpResponse, OutgoingRequest, Send } from '@trailhound/core';

/** A ClickHouse server that speaks as much HTTP and SQL as the archive does, with SQLite inside. */
export interface FakeClickHouse {
  readonly send: Send;
  readonly requests: () => readonly OutgoingRequest[];
  readonly database: DatabaseSync;
  /** Answers this instead of the next request for which it is not undefined. */
  readonly answerWith: (instead: (request: OutgoingRequest) => HttpResponse | undefined) => void;
}

/** What makes a row the same one for FINAL. Tables without such a key keep every row. */
const KEYS: Readonly<Record<string, string>> = {
  records: 'seq, batch',
  stored: 'provider, tenant, log, time, uid, batch',
  tombstones: 'provider, tenant, log, time, uid, batch',
};

export function fakeClickHouse({ user = 'default', password = '' } = {}): FakeClickHouse {
  const database = createDatabase();
  const tokens = new Set<string>();
  const requests: OutgoingRequest[] = [];
  let instead: (request: OutgoingRequest) => HttpResponse | undefined = () => undefined;

  function answer({ url, headers, body = '' }: OutgoingRequest): HttpResponse {
    const search = new URL(url).searchParams;
    const login = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
    if (headers['authorization'] !== login) return failed(516, `${user}: Authentication failed`);
    if (search.get('database') !== 'trailhound') return failed(81, 'Database does not exist');
    const insertion = /^insert into (\w+) format JSONEachRow$/.exec(search.get('query') ?? '');
    if (insertion !== null) return insert(insertion[1] ?? '', body, search.get('insert_deduplication_token') ?? '');
    return run(body, search);
  }

  function insert(table: string, body: string, token: string): HttpResponse {
    if (tokens.has(`${table} ${token}`)) return ok('');
    tokens.add(`${table} ${token}`);
    for (const line of body.trimEnd().split('\n')) {
      const row = JSON.parse(line) as Record<string, SQLInputValue>;
      const names = Object.keys(row);
      const sql = `insert or replace into ${table}(${names.join(', ')}) values (${names.map(() => '?').join(', ')})`;
      database.prepare(sql).run(...Object.values(row));
    }
    return ok('');
  }

  function run(sql: string, search: URLSearchParams): HttpResponse {
    const deletion = /^alter table (\w+) delete where (.*) settings mutations_sync = 2$/s.exec(sql);
    if (deletion !== null) database.exec(`delete from ${deletion[1]} where ${deletion[2]}`);
    if (deletion !== null) return ok('');
    if (/^create (?:table|view) /.test(sql)) return create(sql);
    const values: Record<string, string> = {};
    const named = sql.replaceAll(/\{(\w+):([^}]+)\}/g, (_, name: string, type: string) => {
      values[name] = unescaped(search.get(`param_${name}`) ?? '');
      return type.startsWith('UInt') ? `cast($${name} as integer)` : `$${name}`;
    });
    const rows = database.prepare(named.replaceAll(' final', '')).all(values);
    if (search.get('default_format') === 'JSON') return ok(JSON.stringify({ data: rows, rows: rows.length }));
    return ok(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  }

  function create(sql: string): HttpResponse {
    const [, name = '', columns = ''] = /^create table if not exists (\w+) \((.*?)\)\s+engine/s.exec(sql) ?? [];
    if (name === '') {
      database.exec(sql.replaceAll(' final', ''));
      return ok('');
    }
    const names = [...columns.matchAll(/(?:^|,)\s*(?!index)(\w+) (?=[A-Z])/g)].map(([, column]) => column ?? '');
    const key = KEYS[name] === undefined ? '' : `, primary key(${KEYS[name]})`;
    database.exec(`create table if not exists ${name} (${names.join(', ')}${key})`);
    return ok('');
  }

  return {
    database,
    requests: () => requests,
    answerWith: (given) => (instead = given),
    send: async (request) => {
      requests.push(request);
      const own = instead(request);
      if (own !== undefined) return own;
      try {
        return answer(request);
      } catch (thrown) {
        return failed(/no such table/.test(String(thrown)) ? 60 : 62, String(thrown));
      }
    },
  };
}

function createDatabase(): DatabaseSync {
  const database = new DatabaseSync(':memory:');
  database.exec("attach ':memory:' as system; create table system.tables(database, total_bytes)");
  database.exec("insert into system.tables values ('trailhound', 4096)");
  database.function('positionCaseInsensitive', (text, part) => String(text).toLowerCase().indexOf(String(part)) + 1);
  database.function('JSONExtractString', { varargs: true }, extracted);
  database.function('JSONExtract', (json, _type) => String(json));
  database.function('lengthUTF8', (text) => Array.from(String(text)).length);
  database.function('length', (text) => Buffer.byteLength(String(text)));
  return database;
}

/** A text inside JSON, or nothing. */
function extracted(json: SQLOutputValue, name?: SQLOutputValue): string {
  if (json === '') return '';
  const value: unknown = JSON.parse(String(json));
  const found = name === undefined ? value : (value as Record<string, unknown>)[String(name)];
  return typeof found === 'string' ? found : '';
}

const UNESCAPED: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', '0': '\0', b: '\b', f: '\f' };

function unescaped(value: string): string {
  return value.replaceAll(/\\(.)/gs, (_, letter: string) => UNESCAPED[letter] ?? letter);
}

function ok(body: string): HttpResponse {
  return { status: 200, headers: {}, body };
}

function failed(code: number, said: string): HttpResponse {
  const body = `Code: ${code}. DB::Exception: ${said}`;
  return { status: code === 516 ? 403 : 400, headers: { 'x-clickhouse-exception-code': String(code) }, body };
}
