import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isInstalled, scratchFolder, type Scratch } from '../verify/scratch.mts';

/** The n8n that everything is proved on, with a Node of its own. */
export const VERSION = '2.41.1';

const NODE = `node-${process.platform}-${process.arch}`;

const N8N: Scratch = {
  name: `n8n-${VERSION}`,
  packages: [`n8n@${VERSION}`, `${NODE}@24.21.0`, 'node-gyp@11.5.0'],
  // The newest ones want packages that not every registry has.
  overrides: { linkedom: '0.18.12', langchain: { '@langchain/langgraph': '1.1.2' } },
};

/** Whether it is there already: to install it takes minutes and gigabytes. */
export function hasN8n(): boolean {
  return isInstalled(N8N);
}

export interface Installed {
  readonly node: string;
  readonly n8n: string;
  readonly folder: string;
}

/** n8n, installed once and kept outside of the workspace. Its database driver is the one thing that has to be compiled. */
export function installedN8n(): Installed {
  const folder = scratchFolder(N8N);
  const modules = path.join(folder, 'node_modules');
  const node = path.join(modules, NODE, 'bin', 'node');
  const driver = path.join(modules, 'sqlite3');
  if (!existsSync(path.join(driver, 'build', 'Release', 'node_sqlite3.node'))) {
    console.log('Compiling the driver of sqlite');
    const headers = `--nodedir=${path.join(modules, NODE)}`;
    const args = [path.join(modules, 'node-gyp', 'bin', 'node-gyp.js'), 'rebuild', '-j', '2', headers];
    execFileSync(node, args, { cwd: driver, stdio: 'ignore' });
  }
  return { node, n8n: path.join(modules, 'n8n', 'bin', 'n8n'), folder };
}

/** The newest package as npm would get it. */
export function packedPackage(folder: string): string {
  const source = path.join(import.meta.dirname, '..');
  const file = path.join(folder, 'n8n-nodes-trailhound.tgz');
  execFileSync('pnpm', ['pack', '--out', file], { cwd: source, stdio: 'ignore' });
  return file;
}

export function writeJson(file: string, value: unknown): string {
  writeFileSync(file, JSON.stringify(value));
  return file;
}
