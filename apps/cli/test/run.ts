import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { promisify } from 'node:util';

export const BIN = path.join(import.meta.dirname, '../dist/trailhound.js');

/** What programs of the tests are started with: nothing of whoever runs them. */
const ENV = { PATH: process.env['PATH'] ?? '' } as const;

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the built command line to its end. */
export async function trailhound(args: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
  const child = spawn(process.execPath, [BIN, ...args], { env: { ...ENV, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out, err };
}

/** Runs a line of a shell in which `trailhound` is the built one, and gives what it prints. */
export async function inShell(line: string, env: Record<string, string> = {}, cwd = '.'): Promise<string> {
  const script = `trailhound() { '${process.execPath}' '${BIN}' "$@"; }\n${line}`;
  const { stdout } = await promisify(execFile)('bash', ['-c', script], { env: { ...ENV, ...env }, cwd });
  return stdout;
}

/** What a terminal of so many columns shows of stdout, by script(1) of util-linux. */
export async function onTerminal(
  args: readonly string[],
  columns: number,
  env: Record<string, string> = {},
): Promise<string> {
  const words = [process.execPath, BIN, ...args].map((word) => `'${word.replaceAll("'", String.raw`'\''`)}'`);
  const line = `stty cols ${columns}; ${words.join(' ')} 2>/dev/null`;
  const child = promisify(execFile)('script', ['-qec', line, '/dev/null'], { env: { ...ENV, TERM: 'xterm', ...env } });
  child.child.stdin?.end();
  return (await child).stdout.replaceAll('\r\n', '\n');
}
