import { globSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './command.ts';
import { publicPackages, releaseVersion } from './packages.ts';
import { isPublished } from './registry.ts';

/** `version`: changesets wait for a version. `publish`: a version waits to be published. */
export type NextStep = 'version' | 'publish' | 'nothing';

export interface Situation {
  readonly changesets: number;
  readonly version: string;
  readonly unpublished: readonly string[];
}

/** What a push to the main branch leads to. */
export function nextStep({ changesets, version, unpublished }: Situation): NextStep {
  if (changesets > 0) return 'version';
  // The version of all packages before the first release.
  if (version === '0.0.0') return 'nothing';
  return unpublished.length > 0 ? 'publish' : 'nothing';
}

async function situation(): Promise<Situation> {
  const changesets = globSync('.changeset/*.md', { cwd: ROOT }).filter((file) => path.basename(file) !== 'README.md');
  const version = releaseVersion();
  const asked = await Promise.all(
    publicPackages().map(async ({ manifest: { name } }) => ((await isPublished(name, version)) ? [] : [name])),
  );
  return { changesets: changesets.length, version, unpublished: asked.flat() };
}

if (import.meta.main) {
  const found = await situation();
  process.stdout.write(`step=${nextStep(found)}\nversion=${found.version}\n`);
}
