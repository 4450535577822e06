import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { run } from './command.ts';
import { publicPackages } from './packages.ts';

/** A packed package, as the plan next to the tarballs lists it. */
export interface PlannedRelease {
  readonly name: string;
  readonly version: string;
  readonly access: string;
  readonly tag: string;
  readonly tarball: { readonly path: string; readonly integrity: string };
}

const PLAN = 'publish-plan.json';

/**
 * Packs every public package into `<folder>/packages`, with a plan that contains the digest of each tarball. Packs all
 * of them, even if some are in the registry, so that an interrupted release can be completed.
 */
export async function packAll(folder: string): Promise<PlannedRelease[]> {
  mkdirSync(folder, { recursive: true });
  const wanted = path.join(folder, 'wanted.json');
  const plan = publicPackages().map(({ manifest: { name, version } }) => [
    { kind: 'publish', name, version, access: 'public', tag: tagOf(version) },
  ]);
  writeFileSync(wanted, JSON.stringify({ version: 1, plan }));
  await run('changeset', ['pack', '--from-publish-plan', wanted, '--out-dir', folder]);
  return readPlan(folder);
}

/** Keeps prereleases from becoming `latest`. */
function tagOf(version: string): string {
  return /-([a-z]+)/.exec(version)?.[1] ?? 'latest';
}

/** Reads the plan of `packAll`. Throws if a tarball has changed since. */
export function readPlan(folder: string): PlannedRelease[] {
  const { plan } = JSON.parse(readFileSync(path.join(folder, PLAN), 'utf8')) as { plan: PlannedRelease[][] };
  const releases = plan.flat();
  for (const { tarball } of releases) {
    const digest = createHash('sha256')
      .update(readFileSync(path.join(folder, tarball.path)))
      .digest('base64');
    if (tarball.integrity !== `sha256-${digest}`) throw new Error(`${tarball.path} is not what was packed`);
  }
  return releases;
}

if (import.meta.main) {
  const { positionals } = parseArgs({ allowPositionals: true });
  const packed = await packAll(path.resolve(positionals[0] ?? 'packs'));
  for (const { tarball } of packed) process.stdout.write(`${tarball.path}\n`);
}
