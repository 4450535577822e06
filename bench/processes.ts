import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';

/** A program of this folder that goes on until it is stopped, and what it first said. */
export interface Service {
  readonly said: string;
  readonly stop: () => Promise<void>;
}

/** Starts a program that prints one line when it is ready. */
export async function startService(file: string, ...args: readonly string[]): Promise<Service> {
  const child = run(file, args, []);
  const said = await new Promise<string>((resolve, reject) => {
    child.stdout?.once('data', (line: Buffer) => resolve(line.toString().trim()));
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code}`)));
  });
  const stop = async (): Promise<void> => {
    const ended = once(child, 'exit');
    child.kill();
    await ended;
  };
  return { said, stop };
}

/** Runs a program that prints one JSON value: a process of its own, so that nothing is warm and nothing is shared. */
export async function measure<T>(file: string, args: readonly string[], flags: readonly string[] = []): Promise<T> {
  const child = run(file, args, flags);
  const ended = once(child, 'exit');
  const printed = child.stdout === null ? '' : await text(child.stdout);
  const [code] = (await ended) as [number | null];
  if (code !== 0) throw new Error(`${file} ${args.join(' ')} ended with ${code}`);
  return JSON.parse(printed) as T;
}

function run(file: string, args: readonly string[], flags: readonly string[]): ChildProcess {
  const program = path.join(import.meta.dirname, file);
  return spawn(process.execPath, [...flags, program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
}
