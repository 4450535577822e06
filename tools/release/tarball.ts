import { mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { run } from './command.ts';
import { readManifest, type Manifest } from './packages.ts';

/** A packed package and its contents. */
export interface Tarball {
  readonly file: string;
  readonly folder: string;
  readonly manifest: Manifest;
  /** With forward slashes, relative to the package. */
  readonly files: readonly string[];
}

/** Unpacks every tarball of a folder into another folder. */
export async function openTarballs(folder: string, into: string): Promise<Tarball[]> {
  const names = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
  return Promise.all(names.map((name) => open(path.join(folder, name), path.join(into, path.basename(name, '.tgz')))));
}

async function open(file: string, into: string): Promise<Tarball> {
  mkdirSync(into, { recursive: true });
  await run('tar', ['-xzf', file, '-C', into]);
  const folder = path.join(into, 'package');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'));
  return { file, folder, manifest: readManifest(path.join(folder, 'package.json')), files: files.toSorted() };
}
