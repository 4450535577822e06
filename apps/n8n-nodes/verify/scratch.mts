import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

/** n8n and its tools bring gigabytes and a TypeScript of their own, so they live in a folder outside of the workspace. */
export interface Scratch {
  readonly name: string;
  readonly packages: readonly string[];
  /** What must be another version than a package of theirs asks for. */
  readonly overrides: Readonly<Record<string, unknown>>;
}

const CACHE = path.join(process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache'), 'trailhound');
const DONE = 'installed.json';

export function isInstalled({ name }: Scratch): boolean {
  return existsSync(path.join(CACHE, name, DONE));
}

/** The folder with the packages installed, made now if this is the first time. Their install scripts do not run. */
export function scratchFolder(scratch: Scratch): string {
  const { name, packages, overrides } = scratch;
  const folder = path.join(CACHE, name);
  if (isInstalled(scratch)) return folder;
  mkdirSync(folder, { recursive: true });
  const manifest = { name: 'scratch', version: '1.0.0', private: true, overrides };
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(path.join(folder, '.npmrc'), 'legacy-peer-deps=true\nfund=false\naudit=false\n');
  console.log(`Installing ${packages.join(' ')} into ${folder}, this once`);
  execFileSync('npm', ['install', '--ignore-scripts', '--loglevel=error', ...packages], {
    cwd: folder,
    stdio: 'inherit',
  });
  writeFileSync(path.join(folder, DONE), JSON.stringify(packages));
  return folder;
}

/** n8n's linter and its verification scan. */
export const LINTERS: Scratch = {
  name: 'n8n-linters-0.48.3',
  packages: ['@n8n/node-cli@0.48.3', '@n8n/scan-community-package@0.32.0'],
  // The newest langgraph wants a package that not every registry has; typescript-eslint wants a TypeScript before 7.
  overrides: { typescript: '6.0.3', langchain: { '@langchain/langgraph': '1.1.2' } },
};
