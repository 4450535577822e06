import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { copyWithTemplate, register, type Line } from './copy.ts';
import { missing } from './needs.ts';

vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });

const N8N = 'apps/n8n-nodes';

/** All that a new vendor changes in files that it shares with others; what commands write besides is derived. */
const REGISTRIES: readonly Line[] = [
  {
    file: 'packages/core/src/providers/index.ts',
    before: 'import { ashby }',
    text: "import { acme } from './acme/index.ts';\n",
  },
  { file: 'packages/core/src/providers/index.ts', before: ' } as const', text: ', acme' },
  {
    file: 'packages/simulator/src/vendors/index.ts',
    before: 'import { createAshby }',
    text: "import { createAcme } from './acme/index.ts';\n",
  },
  { file: 'packages/simulator/src/vendors/index.ts', before: '} as const', text: '  acme: createAcme,\n' },
  {
    file: `${N8N}/nodes/AuditLogs/host/access.ts`,
    before: '  gong: {',
    text: "  acme: { token: { type: 'acmeAuditLogsApi', label: 'API Token' } },\n",
  },
  {
    file: `${N8N}/package.json`,
    before: '      "dist/credentials/Ashby',
    text: '      "dist/credentials/AcmeAuditLogsApi.credentials.js",\n',
  },
  { file: `${N8N}/package.json`, before: '    "ashby",', text: '    "acme",\n' },
];

/** Where what everybody shares is tried; all of them read the vendors from the registries. */
const TRIED = ['packages/core/test/conformance.test.ts', `${N8N}/test/description.test.mts`, 'tools/written.test.ts'];

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

  test('is told what it lacks', () => {
    const files = new Set(REGISTRIES.map(({ file }) => file));
    const lacks = missing(copy, 'acme').map((line) => line.split(': ').at(-1) ?? '');
    expect(lacks.filter((file) => !files.has(file))).toEqual([
      'apps/mcp-server/server.json',
      'packages/simulator/README.md',
      'apps/mcp-server/test/surface/tokens.json',
    ]);
    expect(lacks.filter((file) => files.has(file)).toSorted()).toEqual([...files].toSorted());
  });

  test('moves in with its folders, its lines in the registries, and what commands write', () => {
    register(copy, REGISTRIES);
    run('turbo', 'run', 'build', '--output-logs=errors-only');
    run('node', 'apps/mcp-server/packaging/write-manifests.ts');
    run('node', 'tools/write-docs.ts');
    run('vitest', 'run', '--project', 'apps/mcp-server', 'surface');
    expect(missing(copy, 'acme')).toEqual([]);
    run('turbo', 'run', 'typecheck', '--output-logs=errors-only');
    run('tsc', '--noEmit');
    run('vitest', 'run', ...TRIED);
  });
});
