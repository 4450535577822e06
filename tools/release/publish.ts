import path from 'node:path';
import { parseArgs } from 'node:util';
import { run } from './command.ts';
import { readPlan, type PlannedRelease } from './pack.ts';
import { isPublished } from './registry.ts';

/**
 * Publishes exactly the tarballs that were packed and tested, in order, and skips what is already published. Uses npm
 * itself, because it handles trusted publishing, and fails if it cannot instead of continuing without.
 */
export async function publishAll(folder: string, dryRun: boolean): Promise<string[]> {
  const done: string[] = [];
  for (const release of readPlan(folder)) {
    const name = `${release.name}@${release.version}`;
    if (await isPublished(release.name, release.version)) {
      done.push(`${name} is there already`);
      continue;
    }
    await publish(path.join(folder, release.tarball.path), release, dryRun);
    done.push(`${name} ${dryRun ? 'could be published' : 'is published'}`);
  }
  return done;
}

async function publish(file: string, { access, tag }: PlannedRelease, dryRun: boolean): Promise<void> {
  const flags = ['--access', access, '--tag', tag, '--provenance', ...(dryRun ? ['--dry-run'] : [])];
  // Scripts already ran when it was packed.
  await run('npm', ['publish', path.resolve(file), '--ignore-scripts', ...flags]);
}

if (import.meta.main) {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { 'dry-run': { type: 'boolean' } } });
  const done = await publishAll(path.resolve(positionals[0] ?? 'packs'), values['dry-run'] ?? false);
  process.stdout.write(`${done.join('\n')}\n`);
}
