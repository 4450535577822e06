import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';

/** A program of this folder that runs until it is stopped, and its first line of output. */
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

/** Runs a program that prints one JSON value, in its own process, so that nothing is warm or shared. */
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
