import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';

/**
 * ClickHouse's own engine behind the parts of its HTTP interface that the archive uses. Given where chdb is installed, it prints
 * its URL and serves until its input ends.
 */
interface Session {
  query(sql: string, format?: string): string;
  queryBind(sql: string, values: Readonly<Record<string, string>>, format?: string): string;
}

const [install = '.'] = process.argv.slice(2);
const chdb = createRequire(path.join(path.resolve(install), 'index.js'))('chdb') as {
  Session: new (folder: string) => Session;
};
const folder = mkdtempSync(path.join(tmpdir(), 'chdb-'));
const session = new chdb.Session(folder);
let database = '';

function answer(search: URLSearchParams, body: string): string {
  const given = Object.fromEntries(search);
  const { query, default_format: format = 'TabSeparated', insert_deduplication_token: token = '' } = given;
  if (given['database'] !== undefined && given['database'] !== database) session.query(`use ${given['database']}`);
  database = given['database'] ?? database;
  session.query(`set insert_deduplication_token = '${token}'`);
  const values = Object.entries(given).flatMap(([name, value]) =>
    name.startsWith('param_') ? [[name.slice('param_'.length), value]] : [],
  );
  const sql = query === undefined ? body : `${query}\n${body}`;
  if (values.length === 0) return session.query(sql, format);
  return session.queryBind(sql, Object.fromEntries(values) as Record<string, string>, format);
}

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { searchParams } = new URL(request.url ?? '', 'http://localhost');
  const body = await text(request);
  try {
    response.end(answer(searchParams, body));
  } catch (thrown) {
    const { message } = thrown as Error;
    response.statusCode = 400;
    response.setHeader('X-ClickHouse-Exception-Code', /Code: (\d+)/.exec(message)?.[1] ?? '1');
    response.end(message);
  }
}

const server = createServer((request, response) => void serve(request, response));
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
process.stdin.resume().once('end', () => {
  rmSync(folder, { recursive: true, force: true });
  process.exit(0);
});
