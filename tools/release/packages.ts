import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './command.ts';

/** The parts of a package.json that a release needs. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly license?: string;
  readonly mcpName?: string;
  readonly engines?: { readonly node?: string };
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly files?: readonly string[];
  readonly publishConfig?: { readonly access?: string; readonly provenance?: boolean };
  readonly repository?: { readonly url?: string; readonly directory?: string };
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

export interface PublicPackage {
  /** Relative to the root of the repository. */
  readonly folder: string;
  readonly manifest: Manifest;
}

export function readManifest(file: string): Manifest {
  return JSON.parse(readFileSync(file, 'utf8')) as Manifest;
}

/** The packages that are published, in dependency order. */
export function publicPackages(): PublicPackage[] {
  const all = globSync('{packages,apps}/*/package.json', { cwd: ROOT })
    .toSorted()
    .map((file) => ({ folder: path.dirname(file), manifest: readManifest(path.join(ROOT, file)) }))
    .filter(({ manifest }) => manifest.private !== true);
  return inOrder(all);
}

function inOrder(waiting: readonly PublicPackage[]): PublicPackage[] {
  if (waiting.length === 0) return [];
  const names = new Set(waiting.map(({ manifest }) => manifest.name));
  const ready = waiting.filter(
    ({ manifest }) => !Object.keys(manifest.dependencies ?? {}).some((name) => names.has(name)),
  );
  if (ready.length === 0) throw new Error(`These packages depend on each other: ${[...names].join(', ')}`);
  return [...ready, ...inOrder(waiting.filter((one) => !ready.includes(one)))];
}

/** The version of all packages, which are released together. */
export function releaseVersion(): string {
  const versions = new Set(publicPackages().map(({ manifest }) => manifest.version));
  const [version, ...others] = versions;
  if (version === undefined || others.length > 0)
    throw new Error(`Packages of one release have several versions: ${[...versions].join(', ')}`);
  return version;
}
