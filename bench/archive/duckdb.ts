import { createWriteStream, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parquet } from '@trailhound/archive';
import type { AuditEvent } from '@trailhound/core';
import { companyYear, YEAR } from './company.ts';
import type { Inquired } from './inquirer.ts';

/** The same questions to DuckDB, over the same events in one Parquet file, and its size. */
export interface DuckDbYear {
  readonly inquired: Inquired;
  readonly bytes: number;
}

interface DuckDb {
  readonly DuckDBInstance: { create: (file: string) => Promise<{ connect: () => Promise<Connection> }> };
}
interface Connection {
  readonly runAndReadAll: (sql: string) => Promise<{ getRowsJson: () => readonly (readonly unknown[])[] }>;
}

const DAY = 86_400_000;
const ROUNDS = 11;
const [install = '', folder = '', total = '0'] = process.argv.slice(2);
const file = path.join(folder, 'year.parquet');
await pipeline(Readable.from(parquet(days(), { raw: true })), createWriteStream(file));

const { DuckDBInstance } = createRequire(path.join(install, 'index.js'))('@duckdb/node-api') as DuckDb;
const connection = await (await DuckDBInstance.create(':memory:')).connect();
const rows = async (sql: string): Promise<readonly (readonly unknown[])[]> =>
  (await connection.runAndReadAll(sql)).getRowsJson();

const from = `from '${file}'`;
const stamp = (at: number): string => `timestamptz '${new Date(at).toISOString()}'`;
const within = (one: number, other: number): string => `time >= ${stamp(one)} and time < ${stamp(other)}`;
const [told = []] = await rows(
  `select uid, actor_email ${from} where log = 'AccessLog' and time >= ${stamp(YEAR.to - 25 * DAY)} order by time, uid limit 1`,
);
const [uid, email] = told.map(String);

const QUESTIONS: Readonly<Record<keyof Inquired, readonly string[]>> = {
  newest: [`select * ${from} where provider = 'zendesk' and verb = 'delete' order by time desc limit 50`],
  one: [`select * ${from} where uid = '${uid}'`],
  person: [
    `select * ${from} where log = 'AccessLog' and actor_email = '${email}' and ${within(YEAR.to - 40 * DAY, YEAR.to - 10 * DAY)}`,
  ],
  text: [`select * ${from} where provider = 'zendesk' and message like '%Escalate 77%' order by time desc limit 50`],
  group: [
    `select log, verb, count(*) ${from} group by all`,
    `select actor_email, actor_id, count(*) ${from} group by all`,
    `select epoch_ms(time) // ${DAY}, count(*) ${from} group by all`,
  ],
};

const inquired: Partial<Record<string, Inquired[keyof Inquired]>> = {};
for (const [name, statements] of Object.entries(QUESTIONS)) {
  const ms: number[] = [];
  let found = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = process.cpuUsage();
    const answers = [];
    for (const sql of statements) answers.push(await rows(sql));
    const { user, system } = process.cpuUsage(before);
    ms.push((user + system) / 1000);
    const [first = []] = answers;
    found = name === 'group' ? first.reduce((sum, row) => sum + Number(row[2]), 0) : first.length;
  }
  inquired[name] = { ms, found };
}
process.stdout.write(
  JSON.stringify({ inquired: inquired as Inquired, bytes: statSync(file).size } satisfies DuckDbYear),
);

async function* days(): AsyncGenerator<readonly AuditEvent[]> {
  for (const { events } of companyYear(Number(total))) yield events.map(({ event }) => event);
}
