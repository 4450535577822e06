import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { packAll } from './pack.ts';
import { smokeSteps } from './smoke-steps.ts';
import { runSteps } from './steps.ts';

/** Tests the tarballs in a folder; packs the workspace first if none is given. */
const { positionals } = parseArgs({ allowPositionals: true });
const scratch = mkdtempSync(path.join(tmpdir(), 'trailhound-smoke-'));
try {
  const [folder = path.join(scratch, 'packs')] = positionals;
  if (positionals.length === 0) await packAll(folder);
  if (!(await runSteps(smokeSteps(path.resolve(folder, 'packages'), scratch)))) process.exitCode = 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
