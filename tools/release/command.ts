import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

export const ROOT = path.join(import.meta.dirname, '../..');
const TOOLS = path.join(ROOT, 'node_modules/.bin');
const LAST_LINES = 30;

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Folders to put first on the PATH. */
  readonly programs?: readonly string[];
}

/**
 * Runs a program with the repository's tools on the PATH, and returns its output. If it fails, throws the end of it.
 */
export async function run(command: string, args: readonly string[], options: CommandOptions = {}): Promise<string> {
  const { cwd = ROOT, env = {}, programs = [] } = options;
  const search = [...programs, TOOLS, process.env['PATH'] ?? ''].join(path.delimiter);
  try {
    const { stdout } = await promisify(execFile)(command, args, {
      cwd,
      env: { ...process.env, NO_COLOR: '1', DO_NOT_TRACK: '1', TURBO_TELEMETRY_DISABLED: '1', ...env, PATH: search },
      maxBuffer: 64 * 1024 * 1024,
      // On Windows, npm's programs are shell scripts.
      shell: process.platform === 'win32',
    });
    return stdout;
  } catch (thrown) {
    throw new Error(`${[command, ...args].join(' ')}\n${lastWords(thrown)}`, { cause: thrown });
  }
}

function lastWords(thrown: unknown): string {
  const { stdout = '', stderr = '', message = '' } = thrown as { stdout?: string; stderr?: string; message?: string };
  const said = `${stdout}\n${stderr}`.trim();
  return (said === '' ? message : said).split('\n').slice(-LAST_LINES).join('\n');
}
