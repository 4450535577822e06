import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { LINTERS, scratchFolder } from './scratch.mts';

// Runs `n8n-node lint` with n8n's strict configuration over a copy of this package beside n8n's linters.

const PACKAGE = path.join(import.meta.dirname, '..');
const REST = new Set(['node_modules', 'dist', '.turbo', 'coverage']);

const scratch = scratchFolder(LINTERS);
const copy = path.join(scratch, 'packages', 'n8n-nodes-trailhound');
rmSync(copy, { recursive: true, force: true });
mkdirSync(copy, { recursive: true });
cpSync(PACKAGE, copy, { recursive: true, filter: (from) => !REST.has(path.relative(PACKAGE, from)) });
mkdirSync(path.join(copy, 'node_modules'));
symlinkSync(path.join(PACKAGE, 'node_modules', '@trailhound'), path.join(copy, 'node_modules', '@trailhound'));
const base = path.join(PACKAGE, '..', '..', 'tsconfig.base.json');
const config = readFileSync(path.join(copy, 'tsconfig.json'), 'utf8').replace('../../tsconfig.base.json', base);
writeFileSync(path.join(copy, 'tsconfig.json'), config);
// By what pnpm sets, n8n's tool would look for eslint in our workspace.
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('npm_')));
execFileSync(path.join(scratch, 'node_modules', '.bin', 'n8n-node'), ['lint'], { cwd: copy, env, stdio: 'inherit' });
console.log("n8n's strict lint: passed");
