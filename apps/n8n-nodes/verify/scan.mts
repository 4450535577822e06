import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { LINTERS, scratchFolder } from './scratch.mts';

// Both legs of n8n's verification scan, by the scanner's own functions: the source of this package, and what npm would
// get of it. The provenance leg needs a published version.

interface Scanner {
  readonly SOURCE_FILE_PATTERNS: readonly string[];
  readonly analyzePackage: (
    folder: string,
    patterns: readonly string[],
  ) => Promise<{ readonly passed: boolean; readonly message?: string; readonly details?: string }>;
}

const PACKAGE = path.join(import.meta.dirname, '..');
const require = createRequire(path.join(scratchFolder(LINTERS), 'package.json'));
const file = require.resolve('@n8n/scan-community-package/scanner/scanner.mjs');
const scanner = (await import(pathToFileURL(file).href)) as Scanner;

/** The folder with what the packed package holds. */
function unpack(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'n8n-nodes-trailhound-'));
  execFileSync('pnpm', ['pack', '--pack-destination', folder], { cwd: PACKAGE, stdio: 'ignore' });
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';
  execFileSync('tar', ['-xzf', tarball, '--strip-components=1'], { cwd: folder });
  return folder;
}

const packed = unpack();
const legs = {
  source: await scanner.analyzePackage(PACKAGE, scanner.SOURCE_FILE_PATTERNS),
  dist: await scanner.analyzePackage(packed, ['**/*.js', 'package.json']),
};
rmSync(packed, { recursive: true });
for (const [leg, { passed, message = '', details = '' }] of Object.entries(legs)) {
  console.log(`n8n's scan, ${leg}: ${passed ? 'passed' : `failed ${message}\n${details}`}`);
  if (!passed) process.exitCode = 1;
}
