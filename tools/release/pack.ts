import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { run } from './command.ts';
import { publicPackages } from './packages.ts';

/** A package of the plan that lies beside the tarballs. */
export interface PlannedRelease {
  readonly name: string;
  readonly version: string;
  readonly access: string;
  readonly tag: string;
  readonly tarball: { readonly path: string; readonly integrity: string };
}

const PLAN = 'publish-plan.json';

/**
 * Packs every public package into `<folder>/packages`, with a plan that holds the digest of each tarball.
 * All of them, whatever the registry already has: a release that broke off is published to its end.
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

/** Nobody gets a prerelease without asking for it. */
function tagOf(version: string): string {
  return /-([a-z]+)/.exec(version)?.[1] ?? 'latest';
}

/** What `packAll` packed. Refuses a tarball that is not the one that was packed. */
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
