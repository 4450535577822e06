import type { Send } from '@trailhound/core';
import { openServerArchive, type Archive, type ServerOptions } from '../src/index.ts';
import { fakeClickHouse } from './fake-clickhouse.ts';

/** A server with an empty database. */
export interface TestServer {
  readonly open: (folder: string, options?: Pick<ServerOptions, 'readOnly'>) => Promise<Archive>;
  /** Lets every statement or insert fail that matches, before it arrives. */
  readonly failOn: (matching: RegExp | undefined) => void;
  readonly run: (sql: string) => Promise<string>;
  readonly count: (from: string) => Promise<number>;
}

interface Kind {
  readonly name: string;
  readonly start: () => Promise<TestServer>;
}

/** The origin of a real server, such as `pnpm archive:clickhouse` starts. */
export const REAL = process.env['TRAILHOUND_TEST_CLICKHOUSE'];

export function onServers(): readonly Kind[] {
  const fake = {
    name: 'as a fake answers',
    start: async () => serverOf(fakeClickHouse().send, 'http://localhost:8123', 'trailhound'),
  };
  return REAL === undefined ? [fake] : [fake, { name: 'as its own engine answers', start: () => startReal(REAL) }];
}

/** A database of its own on a real server. */
export async function startReal(origin: string): Promise<TestServer> {
  const name = `test_${Math.random().toString(36).slice(2)}`;
  await overHttp(
    { method: 'POST', url: `${origin}/`, headers: {}, body: `create database ${name}` },
    { maxBytes: 1000 },
  );
  return serverOf(overHttp, origin, name);
}

function serverOf(send: Send, origin: string, database: string): TestServer {
  let failing: RegExp | undefined;
  const sending: Send = async (request, options) => {
    const asked = `${decodeURIComponent(request.url.replaceAll('+', ' '))} ${request.body}`;
    if (failing?.test(asked) === true) throw new Error('ECONNRESET');
    return send(request, options);
  };
  const run = async (sql: string): Promise<string> => {
    const headers = { authorization: `Basic ${Buffer.from('default:').toString('base64')}` };
    const url = `${origin}/?database=${database}&default_format=JSONEachRow`;
    const { status, body } = await send({ method: 'POST', url, headers, body: sql }, { maxBytes: 1_000_000 });
    if (status !== 200) throw new Error(body);
    return body;
  };
  return {
    open: (folder, options) => openServerArchive(`${origin}/${database}`, { send: sending, folder, ...options }),
    failOn: (matching) => (failing = matching),
    run,
    count: async (from) => Number((JSON.parse(await run(`select count(*) as n from ${from}`)) as { n: unknown }).n),
  };
}

const overHttp: Send = async ({ url, headers, body = '' }) => {
  const response = await fetch(url, { method: 'POST', headers, body });
  return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
};
