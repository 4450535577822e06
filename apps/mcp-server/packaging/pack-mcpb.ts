import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { mcpbManifest } from './manifests.ts';

/** Packs the built server as a bundle that Claude Desktop installs with one click. */
const FOLDER = path.join(import.meta.dirname, '..');
const OUT = path.resolve(process.argv[2] ?? path.join(FOLDER, 'packs'));
const BUNDLE = path.join(OUT, 'bundle');

rmSync(BUNDLE, { recursive: true, force: true });
mkdirSync(BUNDLE, { recursive: true });
cpSync(path.join(FOLDER, 'dist'), path.join(BUNDLE, 'dist'), { recursive: true });
// The server's files are ES modules.
writeFileSync(path.join(BUNDLE, 'package.json'), '{ "type": "module" }\n');
writeFileSync(path.join(BUNDLE, 'manifest.json'), `${JSON.stringify(mcpbManifest(), null, 2)}\n`);
for (const args of [
  ['validate', BUNDLE],
  ['pack', BUNDLE, path.join(OUT, 'trailhound.mcpb')],
])
  execFileSync('mcpb', args, { stdio: 'inherit', shell: process.platform === 'win32' });
