import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { openServerArchive, type Archive } from '@trailhound/archive';
import type { HttpResponse, Send } from '@trailhound/core';
import { translated, type Statement } from './dialect.ts';
import { startKeeper, startServer, type Place, type Program } from './programs.ts';
import { SHARDS, writeSettings, type Member } from './settings.ts';

export const DATABASE = 'trailhound';

/** What may go wrong between an archive and its server. */
export interface Meddling {
  /** Is told of an insert first, and may throw, so that it is never sent. */
  readonly before?: (insert: Insert) => void;
  /** What is sent after it, as a writer does whose answer got lost. */
  readonly again?: (insert: Insert) => readonly string[];
}

/** Rows on their way into a table, each a line. */
export interface Insert {
  readonly table: string;
  readonly lines: string;
}

export interface ClickHouse extends Member {
  /** The answer to a statement in the words of this server. */
  readonly ask: (sql: string) => Promise<string>;
  readonly insert: (into: string, lines: string) => Promise<void>;
  readonly open: (meddling?: Meddling) => Promise<Archive>;
  readonly kill: () => Promise<void>;
  readonly start: () => Promise<void>;
}

export interface Cluster {
  readonly one: ClickHouse;
  readonly two: ClickHouse;
  readonly keeper: Program & { readonly start: () => Promise<void> };
}

/** Two shards with two replicas each, over two servers and a keeper. */
export async function startCluster(place: Place): Promise<Cluster> {
  const [keeperPort = 0, ...ports] = await freePorts(7);
  const members = ['one', 'two'].map((name, index) => {
    const [http = 0, tcp = 0, between = 0] = ports.slice(index * 3);
    return { name, http, tcp, between };
  }) as [Member, Member];
  mkdirSync(place.data, { recursive: true });
  writeSettings(place, members, keeperPort);
  let keeper = await startKeeper(place, keeperPort);
  const [one, two] = [serverOf(members[0], place), serverOf(members[1], place)];
  for (const server of [one, two]) {
    await server.start();
    for (const name of [DATABASE, ...SHARDS]) await server.ask(`create database if not exists ${name}`);
  }
  return {
    one,
    two,
    keeper: {
      kill: () => keeper.kill(),
      start: async () => void (keeper = await startKeeper(place, keeperPort)),
    },
  };
}

function serverOf(member: Member, place: Place): ClickHouse {
  const origin = `http://127.0.0.1:${member.http}`;
  let program: Program | undefined;
  const ask = (sql: string, query = {}): Promise<string> => post(`${origin}/`, query, sql).then(bodyOf);
  return {
    ...member,
    ask,
    insert: async (into, lines) => void (await ask(lines, { query: `insert into ${into} format JSONEachRow` })),
    open: (meddling = {}) =>
      openServerArchive(`${origin}/${DATABASE}`, {
        send: sendTo(meddling),
        folder: path.join(place.data, 'checkpoints'),
      }),
    kill: async () => program?.kill(),
    start: async () => void (program = await startServer(place, member.name, member.http)),
  };
}

/** Sends what an archive says, in the words of the server. */
function sendTo(meddling: Meddling): Send {
  return async ({ url, body = '' }) => {
    const { origin, searchParams } = new URL(url);
    const query = Object.fromEntries(searchParams);
    let response: HttpResponse = { status: 200, headers: {}, body: '' };
    for (const statement of translated({ query, body }).flatMap((one) => [one, ...sentAgain(one, meddling)])) {
      response = await post(`${origin}/`, statement.query, statement.body);
      if (response.status !== 200) break;
    }
    return response;
  };
}

function sentAgain({ query, body }: Statement, { before, again }: Meddling): Statement[] {
  const table = /^insert into (\w+)/.exec(query['query'] ?? '')?.[1];
  if (table === undefined) return [];
  before?.({ table, lines: body });
  return (again?.({ table, lines: body }) ?? []).map((lines) => ({ query, body: lines }));
}

async function post(url: string, query: Readonly<Record<string, string>>, body: string): Promise<HttpResponse> {
  const response = await fetch(`${url}?${new URLSearchParams(query).toString()}`, { method: 'POST', body });
  return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
}

function bodyOf({ status, body }: HttpResponse): string {
  if (status !== 200) throw new Error(body.slice(0, 500));
  return body;
}

/** Tries until it is so, and tells after how many seconds. */
export async function until(isSo: () => Promise<boolean>, seconds = 120): Promise<number> {
  const begun = Date.now();
  for (;;) {
    if (await isSo().catch(() => false)) return (Date.now() - begun) / 1000;
    if (Date.now() - begun > seconds * 1000) throw new Error(`It was not so after ${seconds} seconds`);
    await delay(250);
  }
}

async function freePorts(count: number): Promise<number[]> {
  const listeners = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(listeners.map((one) => once(one, 'listening')));
  const ports = listeners.map((one) => (one.address() as AddressInfo).port);
  await Promise.all(listeners.map((one) => once(one.close(), 'close')));
  return ports;
}
