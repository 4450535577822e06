import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { must, type Benchmark, type Finding, type Size } from '../benchmark.ts';
import { measure } from '../processes.ts';
import { BIN } from '../server/peers.ts';
import { startPeer } from '../server/rpc.ts';
import type { KeptYear } from './archivist.ts';
import type { Inquired } from './inquirer.ts';
import type { DuckDbYear } from './duckdb.ts';
import { killOften } from './killed.ts';
import type { Meanwhile } from './meanwhile.ts';
import type { VerifiedYear } from './verifier.ts';

const SIZES = {
  full: { events: 1_000_000, meanwhile: 100_000, kills: 200, starts: 21 },
  smoke: { events: 3600, meanwhile: 3600, kills: 2, starts: 2 },
} as const;

export const benchmark: Benchmark = {
  name: 'archive',
  title: 'The archive',
  about: `A year of a company with 400 people, a million events of five logs in their vendors' shapes, one record a day and log, each
written with all its indexes and synced to the disk. Processor time counts the archive's work, not the making of the events. The limit
is SQLite with the same events as plain JSON, two keys, and nothing else. Questions are asked in a process of their own, and count its
processor time; medians of 11. With BENCH_DUCKDB=1, DuckDB answers them too, over a Parquet file of the same events. "Killed" writes, and is killed at random moments; what it had acknowledged is compared with what is there.`,
  run: async (size) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'trailhound-bench-'));
    try {
      return await measureAll(path.join(folder, 'archive'), size);
    } finally {
      await rm(folder, { recursive: true });
    }
  },
};

async function measureAll(folder: string, size: Size): Promise<Finding[]> {
  const { events: total, meanwhile, kills, starts } = SIZES[size];
  const kept = await measure<KeptYear>('archive/archivist.ts', [folder, String(total)]);
  must(Math.abs(kept.events - total) < total / 100, `${kept.events} of ${total} events were kept`);
  const bare = await measure<Pick<KeptYear, 'events' | 'cpuMs'>>('archive/bare.ts', [folder, String(total)]);
  const inquired = await measure<Inquired>('archive/inquirer.ts', [folder]);
  const verified = await measure<VerifiedYear>('archive/verifier.ts', [folder]);
  must(verified.events === kept.events && verified.problems === 0, 'the archive does not verify');
  return [
    ...ingest(kept, bare),
    ...questions(inquired, kept.events),
    ours('verify, processor per event', 'µs', [(1000 * verified.cpuMs) / verified.events], 1_000_000 / 35_000),
    ...(await duckDb(folder, total, inquired)),
    ...(await readMeanwhile(`${folder}-meanwhile`, meanwhile)),
    ...(await kill(kills)),
    ...(await start(folder, starts)),
  ];
}

function ours(what: string, unit: Finding['unit'], rounds: readonly number[], most?: number): Finding {
  return { what, unit, whose: 'ours', rounds, ...(most === undefined ? {} : { target: { most } }) };
}

function ingest(kept: KeptYear, bare: Pick<KeptYear, 'events' | 'cpuMs'>): Finding[] {
  const [each, limit] = [kept, bare].map(({ cpuMs, events }) => (1000 * cpuMs) / events) as [number, number];
  return [
    ours('keep, processor per event', 'µs', [each], 1_000_000 / 8000),
    { ...ours('plain JSON in SQLite, processor per event', 'µs', [limit]), whose: 'limit' },
    ours('keep : plain JSON, processor', 'times', [each / limit]),
    ours('size per event', 'bytes', [kept.bytes / kept.events], 490),
    ours('checkpoint after the whole year', 'ms', [kept.checkpointMs]),
  ];
}

const ASKED: Readonly<Record<keyof Inquired, readonly [string, number]>> = {
  newest: ['the newest 50 deletions', 5],
  one: ['one event by its uid', 0.1],
  person: ['the month of a person', 30],
  text: ['the newest 50 with a text', 20],
  group: ['everything by log, verb, actor and day', 300],
};

function questions(inquired: Inquired, events: number): Finding[] {
  must(inquired.group.found === events, `${inquired.group.found} of ${events} events were counted`);
  return (Object.keys(ASKED) as (keyof Inquired)[]).map((name) => {
    const [what, most] = ASKED[name];
    must(inquired[name].found > 0, `${what}: nothing was found`);
    return ours(`${what}, processor`, 'ms', inquired[name].ms, most);
  });
}

const DUCKDB = '@duckdb/node-api@1.5.6-r.1';
const INSTALL = path.join(import.meta.dirname, '../../node_modules/.cache/duckdb');

/** DuckDB over a Parquet file answers the same. It is asked on demand, because it is 70 MB to install. */
async function duckDb(folder: string, total: number, here: Inquired): Promise<Finding[]> {
  if (process.env['BENCH_DUCKDB'] !== '1') return [];
  if (!existsSync(path.join(INSTALL, 'node_modules'))) {
    mkdirSync(INSTALL, { recursive: true });
    execFileSync('npm', ['install', '--no-save', '--ignore-scripts', '--prefix', INSTALL, DUCKDB], { stdio: 'ignore' });
  }
  const { inquired, bytes } = await measure<DuckDbYear>('archive/duckdb.ts', [INSTALL, folder, String(total)]);
  const found = (Object.keys(ASKED) as (keyof Inquired)[]).map((name): Finding => {
    must(
      inquired[name].found === here[name].found,
      `${name}: ${inquired[name].found} in DuckDB, ${here[name].found} here`,
    );
    return {
      what: `DuckDB on Parquet: ${ASKED[name][0]}, processor`,
      unit: 'ms',
      whose: 'peer',
      rounds: inquired[name].ms,
    };
  });
  const size: Finding = {
    what: 'DuckDB on Parquet: size per event',
    unit: 'bytes',
    whose: 'peer',
    rounds: [bytes / here.group.found],
  };
  return [...found, size];
}

/** Questions on the clock while another process writes. */
async function readMeanwhile(folder: string, total: number): Promise<Finding[]> {
  const { half, p99, most, failed } = await measure<Meanwhile>('archive/meanwhile.ts', [folder, String(total)]);
  const what = 'the newest page while another process writes';
  return [
    ours(`${what}: half of the questions`, 'ms', [half]),
    ours(`${what}: 99 of 100`, 'ms', [p99], 150),
    ours(`${what}: all`, 'ms', [most]),
    ours(`${what}: failed`, 'requests', [failed], 0),
  ];
}

async function kill(kills: number): Promise<Finding[]> {
  const { lost, gaps, repeated, problems } = await killOften(kills);
  const wrong = {
    'acknowledged events lost': lost,
    gaps,
    'events repeated': repeated,
    'problems of the chain': problems,
  };
  return Object.entries(wrong).map(([what, found]) => ours(`killed ${kills} times: ${what}`, 'events', [found], 0));
}

/** The same server with and without an archive, in turns. */
async function start(folder: string, rounds: number): Promise<Finding[]> {
  const more = { ms: [] as number[], cpuMs: [] as number[], mb: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    const without = await startOnce([BIN, '--demo']);
    const withOne = await startOnce([BIN, '--demo', '--archive', folder]);
    more.ms.push(withOne.ms - without.ms);
    more.cpuMs.push(withOne.cpuMs - without.cpuMs);
    more.mb.push(withOne.mb - without.mb);
  }
  return [
    ours('start of the MCP server with an archive, more than without', 'ms', more.ms, 5),
    ours('start of the MCP server with an archive, more than without, processor', 'ms', more.cpuMs),
    ours('memory of the MCP server with an archive, more than without', 'MB', more.mb, 3),
  ];
}

interface Start {
  readonly ms: number;
  readonly cpuMs: number;
  readonly mb: number;
}

async function startOnce(args: readonly string[]): Promise<Start> {
  const began = performance.now();
  const peer = await startPeer({ args });
  const tools = await peer.tools();
  const ms = performance.now() - began;
  must(tools.length > 0, 'the server has no tools');
  const [cpuMs, mb] = [await peer.cpuMs(), await peer.memoryMb()];
  await peer.stop();
  return { ms, cpuMs, mb };
}
