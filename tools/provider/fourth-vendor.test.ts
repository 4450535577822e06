import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { copyWithTemplate, register } from './copy.ts';
import { missing } from './needs.ts';
import { REGISTRIES } from './registries.ts';

vi.setConfig({ testTimeout: 1_800_000, hookTimeout: 600_000 });

/** Quick tests that read the vendors from the registries. FOURTH_VENDOR=all runs every suite instead. */
const TRIED: Readonly<Record<string, readonly string[]>> = {
  'packages/core': ['conformance', 'conforms', 'vendors', 'cannot-match', 'find', 'identity', 'json-schema'],
  'packages/simulator': ['vendors', 'frame', 'server', 'cli'],
  'packages/program': ['doctor'],
  'packages/archive': ['source', 'sync'],
  'apps/mcp-server': [
    'surface',
    'selection',
    'prompts',
    'names',
    'answers',
    'doctor',
    'links',
    'transcripts',
    'command-line',
  ],
  'apps/n8n-nodes': ['description', 'credentials', 'authenticate', 'panel', 'menus', 'package', 'operations', 'defect'],
  'apps/cli': ['help', 'completion', 'questions'],
  tools: ['written', 'words', 'documented', 'docs.test', 'guides', 'readme', 'pins'],
};
const everything = process.env['FOURTH_VENDOR'] === 'all';

describe('A fourth vendor', () => {
  let copy: string;
  beforeAll(() => {
    copy = mkdtempSync(path.join(tmpdir(), 'fourth-vendor-'));
    copyWithTemplate(copy);
  });
  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  const run = (...command: string[]): string => {
    const [program = '', ...args] = command;
    const env = {
      ...process.env,
      TURBO_TELEMETRY_DISABLED: '1',
      UPDATE_SURFACE: command.includes('surface') ? 'tokens' : '',
    };
    try {
      return execFileSync('pnpm', ['exec', program, ...args], { cwd: copy, encoding: 'utf8', stdio: 'pipe', env });
    } catch (failed) {
      const { stdout, stderr } = failed as { stdout: string; stderr: string };
      throw new Error(`${command.join(' ')} failed\n${stdout}\n${stderr}`, { cause: failed });
    }
  };

  test('gets a list of what it lacks', () => {
    const files = new Set(REGISTRIES.map(({ file }) => file));
    const lacks = missing(copy, 'acme').map((line) => line.split(': ')[0] ?? '');
    expect(lacks.filter((file) => !files.has(file))).toEqual([
      'apps/mcp-server/server.json',
      'packages/simulator/README.md',
      'apps/mcp-server/test/surface/tokens.json',
    ]);
    expect(lacks.filter((file) => files.has(file)).toSorted()).toEqual([...files].toSorted());
  });

  test('needs only its folders, its registry lines, and generated files', () => {
    register(copy, REGISTRIES);
    run('turbo', 'run', 'build', '--output-logs=errors-only');
    run('node', 'apps/mcp-server/packaging/write-manifests.ts');
    run('node', 'tools/write-docs.ts');
    run('vitest', 'run', '--project', 'apps/mcp-server', 'surface');
    expect(missing(copy, 'acme')).toEqual([]);
    run('turbo', 'run', 'typecheck', '--output-logs=errors-only');
    run('tsc', '--noEmit');
  });

  test.each(Object.entries(TRIED))('passes the suites of %s', (project, files) => {
    run('vitest', 'run', '--project', project, '--exclude', '**/fourth-vendor.test.ts', ...(everything ? [] : files));
  });

  test.runIf(everything)('passes the suites of packages/host', () => {
    run('vitest', 'run', '--project', 'packages/host');
  });
});
