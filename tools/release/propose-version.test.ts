import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const SCRIPT = path.join(import.meta.dirname, 'propose-version.sh');
const FILES = ['packages/core/package.json', 'tools/release/publish.ts', '.github/workflows/ci.yml'];
const BRANCH = 'changeset-release/main';
let folder = '';
let checkout = '';

const git = (...args: string[]): string => execFileSync('git', args, { cwd: checkout, encoding: 'utf8' });

function write(root: string, file: string, content: string, mode = 0o644): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), content, { mode });
}

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'trailhound-propose-'));
  checkout = path.join(folder, 'checkout');
  execFileSync('git', ['init', '--quiet', '--bare', path.join(folder, 'origin.git')]);
  execFileSync('git', ['init', '--quiet', '--initial-branch', 'main', checkout]);
  for (const file of FILES) write(checkout, file, 'before\n');
  git('add', '--all');
  git('-c', 'user.name=test', '-c', 'user.email=test@example.com', 'commit', '--quiet', '--message', 'first');
  git('remote', 'add', 'origin', path.join(folder, 'origin.git'));
  // A stub of GitHub's CLI, which reports no open pull request.
  write(folder, 'bin/gh', '#!/bin/sh\nexit 0\n', 0o755);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Gives the script a patch like the previous job would; returns what Git then says about the branch. */
function propose(changed: string): string {
  write(checkout, changed, 'after\n');
  git('add', '--all');
  const patch = path.join(folder, 'version.patch');
  writeFileSync(patch, git('diff', '--cached', '--binary'));
  git('reset', '--quiet', '--hard');
  const env = { ...process.env, PATH: `${path.join(folder, 'bin')}:${process.env['PATH']}` };
  execFileSync(SCRIPT, [patch], { cwd: checkout, env, stdio: 'pipe' });
  return git('--git-dir', path.join(folder, 'origin.git'), 'show', `${BRANCH}:${changed}`);
}

test.each(['packages/core/package.json', '.changeset/new.md', 'bench/CHANGELOG.md', 'apps/mcp-server/server.json'])(
  'A new version may change %s',
  (file) => {
    expect(propose(file)).toBe('after\n');
  },
);

test.each(['tools/release/publish.ts', '.github/workflows/ci.yml', 'packages/core/src/index.ts', 'package.json'])(
  'A patch that changes %s is not proposed as a new version',
  (file) => {
    expect(() => propose(file)).toThrow(`A new version does not change:\n${file}`);
    expect(git('ls-remote', 'origin', BRANCH)).toBe('');
  },
);
