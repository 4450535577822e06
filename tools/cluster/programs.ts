import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { globSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { connect } from 'node:net';

const READY_MS = 90_000;

/** Where the programs lie, and where they keep what they write. */
export interface Place {
  readonly packages: string;
  readonly data: string;
}

/** A program that has started. */
export interface Program {
  readonly kill: () => Promise<void>;
}

const running = new Set<ChildProcess>();

/** Ends every program at once, whatever happened. */
export function killAll({ data }: Place): void {
  for (const child of running) child.kill('SIGKILL');
  rmSync(data, { recursive: true, force: true, maxRetries: 5 });
}

export async function startKeeper(place: Place, port: number): Promise<Program> {
  const folder = folderOf(place, 'keeper');
  const config = path.join(folder, 'zoo.cfg');
  const lines = ['tickTime=500', `dataDir=${folder}`, `clientPort=${port}`, 'clientPortAddress=127.0.0.1'];
  writeFileSync(config, [...lines, 'admin.enableServer=false', ''].join('\n'));
  // What the machine already has was not downloaded.
  const jars = [`${place.packages}/usr/share/java/*`, '/usr/share/java/*'].join(':');
  const [java = 'java'] = globSync(`${place.packages}/usr/lib/jvm/java-*-openjdk-*/bin/java`);
  const args = ['-Xmx256m', '-cp', jars, 'org.apache.zookeeper.server.ZooKeeperServerMain', config];
  return start({ name: 'keeper', command: [java, ...args], port }, place);
}

export async function startServer(place: Place, name: string, port: number): Promise<Program> {
  const config = path.join(place.data, name, 'config.xml');
  const program = path.join(place.packages, 'usr/sbin/clickhouse-server');
  return start({ name, command: [program, `--config-file=${config}`], port }, place);
}

/** A folder for the data and settings of a program. */
export function folderOf({ data }: Place, name: string): string {
  const folder = path.join(data, name);
  mkdirSync(folder, { recursive: true });
  return folder;
}

interface Starting {
  readonly name: string;
  readonly command: readonly string[];
  readonly port: number;
}

async function start({ name, command, port }: Starting, { packages, data }: Place): Promise<Program> {
  const log = path.join(data, name, 'output.txt');
  const output = openSync(log, 'a');
  const libraries = globSync(`${packages}/{lib,usr/lib}/*-linux-gnu`).join(':');
  // The system kills it should this process die without a word.
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', ...command], {
    stdio: ['ignore', output, output],
    env: { ...process.env, LD_LIBRARY_PATH: libraries },
  });
  running.add(child);
  const ended = once(child, 'exit').then(() => running.delete(child));
  if (!(await answers(child, port)))
    throw new Error(`${name} did not start:\n${readFileSync(log, 'utf8').slice(-2000)}`);
  return {
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function answers(child: ChildProcess, port: number): Promise<boolean> {
  const until = Date.now() + READY_MS;
  while (Date.now() < until && child.exitCode === null) {
    const socket = connect(port, '127.0.0.1');
    const isOpen = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (isOpen) return true;
    await delay(200);
  }
  return false;
}
