import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';

const ROOT = path.join(import.meta.dirname, '../..');
const TEMPLATE = path.join(import.meta.dirname, 'template');

/** A line that a new vendor adds to an existing file: `text` is inserted before `before`. */
export interface Line {
  readonly file: string;
  readonly before: string;
  readonly text: string;
}

/** Copies the repository, with the vendor's own folders added, ready to build. */
export function copyWithTemplate(to: string): void {
  rmSync(to, { recursive: true, force: true });
  const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  for (const file of files.trim().split('\n')) {
    if (existsSync(path.join(ROOT, file))) cpSync(path.join(ROOT, file), path.join(to, file));
  }
  for (const folder of ['.', ...globSync('{packages,apps}/*', { cwd: ROOT }), 'bench']) linkModules(folder, to);
  cpSync(TEMPLATE, to, { recursive: true });
}

/** Links the same packages, but our own from the copy, because their links are relative. */
function linkModules(folder: string, to: string): void {
  const from = path.join(ROOT, folder, 'node_modules');
  if (!existsSync(from)) return;
  mkdirSync(path.join(to, folder, 'node_modules'), { recursive: true });
  for (const name of readdirSync(from)) {
    const [source, target] = [path.join(from, name), path.join(to, folder, 'node_modules', name)];
    if (name === '.pnpm') symlinkSync(source, target, 'junction');
    else if (!name.startsWith('.cache')) cpSync(source, target, { recursive: true, verbatimSymlinks: true });
  }
}

export function register(root: string, lines: readonly Line[]): void {
  for (const { file, before, text } of lines) {
    const target = path.join(root, file);
    const source = readFileSync(target, 'utf8');
    const at = source.indexOf(before);
    if (at < 0) throw new Error(`${file} has no ${JSON.stringify(before)}`);
    writeFileSync(target, source.slice(0, at) + text + source.slice(at));
  }
}
