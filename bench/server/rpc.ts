import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

/** A stdio server, used without an SDK, so that no client overhead is measured. */
export interface Peer {
  readonly tools: () => Promise<readonly unknown[]>;
  /** The text of the answer, which is what a model reads. */
  readonly call: (name: string, given: Readonly<Record<string, unknown>>) => Promise<string>;
  /** CPU time of all its threads so far; NaN if the system does not report it. */
  readonly cpuMs: () => Promise<number>;
  /** Resident memory, in megabytes; NaN if the system does not report it. */
  readonly memoryMb: () => Promise<number>;
  readonly stop: () => Promise<void>;
}

export interface Program {
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

interface Reply {
  readonly id?: number;
  readonly error?: { readonly message: string };
  readonly result?: {
    readonly tools?: readonly unknown[];
    readonly content?: readonly { readonly text?: string }[];
  };
}

/** Starts a server and initializes the session. */
export async function startPeer({ args, env = {} }: Program): Promise<Peer> {
  const child = spawn(process.execPath, args, {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { PATH: process.env['PATH'] ?? '', ...env },
  });
  const { request, notify } = speak(child.stdin, child.stdout, once(child, 'exit'));
  const clientInfo = { name: 'bench', version: '1' };
  await request('initialize', { protocolVersion: '2025-06-18', capabilities: {}, clientInfo });
  notify('notifications/initialized');
  return {
    tools: async () => (await request('tools/list', {})).tools ?? [],
    call: async (name, given) => {
      const { content = [] } = await request('tools/call', { name, arguments: given });
      return content.map(({ text = '' }) => text).join('\n');
    },
    cpuMs: () => processorOf(child.pid),
    memoryMb: () => memoryOf(child.pid),
    stop: async () => {
      if (child.exitCode !== null) return;
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    },
  };
}

interface Line {
  readonly request: (method: string, params: object) => Promise<NonNullable<Reply['result']>>;
  readonly notify: (method: string) => void;
}

function speak(to: Writable, from: Readable, end: Promise<unknown>): Line {
  const waiting = new Map<number, (reply: Reply) => void>();
  createInterface({ input: from }).on('line', (line) => {
    const reply = line.startsWith('{') ? (JSON.parse(line) as Reply) : {};
    waiting.get(reply.id ?? -1)?.(reply);
  });
  const ended = end.then((): Reply => ({ error: { message: 'the server has ended' } }));
  const send = (message: object): void => void to.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  let last = 0;
  return {
    notify: (method) => send({ method }),
    request: async (method, params) => {
      last += 1;
      const id = last;
      const { promise, resolve } = Promise.withResolvers<Reply>();
      waiting.set(id, resolve);
      send({ id, method, params });
      const { result, error } = await Promise.race([promise, ended]);
      waiting.delete(id);
      if (result === undefined) throw new Error(`${method}: ${error?.message}`);
      return result;
    },
  };
}

const TICK_MS = 10;

/** The system counts in ticks, after the name of the program, which may contain blanks. */
async function processorOf(pid: number | undefined): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const [user, system] = stat.slice(stat.lastIndexOf(')')).split(' ').slice(12, 14).map(Number);
  return ((user ?? Number.NaN) + (system ?? Number.NaN)) * TICK_MS;
}

async function memoryOf(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024;
}
