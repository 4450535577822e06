import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { assetSteps } from './assets.ts';
import { run } from './command.ts';
import { packAll } from './pack.ts';
import { releaseVersion } from './packages.ts';
import { publishAll } from './publish.ts';
import { staleManifests } from './registry-entry.ts';
import { smokeSteps } from './smoke-steps.ts';
import { demandNone, runSteps, type Step } from './steps.ts';

/** Does everything that a release does, except for what cannot be undone. */
const scratch = mkdtempSync(path.join(tmpdir(), 'trailhound-release-'));
const folder = path.join(scratch, 'release');

const BEFORE: readonly Step[] = [
  {
    title: 'Build',
    advice: 'Run `pnpm build`.',
    run: async () => (await run('turbo', ['run', 'build', '--output-logs=errors-only']), ''),
  },
  {
    title: 'Manifests are up to date',
    advice: 'Run `pnpm --filter @trailhound/mcp manifests`, and commit what it writes.',
    run: () => (demandNone(staleManifests()), 'server.json, README.md'),
  },
  {
    title: 'Pack every public package',
    advice: 'Run `pnpm pack` in the folder of the package that is named.',
    run: async () => {
      const packed = await packAll(folder);
      return `${packed.length} tarballs of ${releaseVersion()}`;
    },
  },
];

const AFTER: readonly Step[] = [
  {
    title: 'npm would publish them, with provenance',
    advice: 'Read what npm says; the registry has to be reachable.',
    run: async () => `${(await publishAll(folder, true)).length} tarballs`,
  },
];

try {
  const steps = [
    ...BEFORE,
    ...smokeSteps(path.join(folder, 'packages'), scratch),
    ...assetSteps(folder, scratch),
    ...AFTER,
  ];
  if (await runSteps(steps)) process.stdout.write('\nAll of it holds. Nothing was published.\n');
  else process.exitCode = 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
