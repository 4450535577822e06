import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const ROOT = path.join(import.meta.dirname, '..');
const OXLINT = path.join(path.dirname(createRequire(import.meta.url).resolve('oxlint/package.json')), 'bin', 'oxlint');

interface Breach {
  readonly title: string;
  readonly file: string;
  readonly code: string;
  /** What the rule says to whoever breaks it. */
  readonly reason: string;
}

const PROVIDER = 'packages/core/src/providers/gong';

const BREACHES: readonly Breach[] = [
  {
    title: 'core imports a package',
    file: 'packages/core/src/a.ts',
    code: "import 'undici';",
    reason: 'a host provides the rest',
  },
  {
    title: 'core imports a part of zod that it does not need',
    file: 'packages/core/src/b.ts',
    code: "import 'zod/mini';",
    reason: 'core imports only zod',
  },
  {
    title: 'core imports a module of Node',
    file: 'packages/core/src/c.ts',
    code: "import 'node:fs';",
    reason: 'core imports only zod',
  },
  {
    title: 'core imports a host',
    file: 'packages/core/src/d.ts',
    code: "import '../../host/src/index.ts';",
    reason: 'core knows no host',
  },
  {
    title: 'core imports the simulator',
    file: 'packages/core/src/e.ts',
    code: "import '../../simulator/src/index.ts';",
    reason: 'core knows no host',
  },
  {
    title: 'a provider imports another',
    file: `${PROVIDER}/f.ts`,
    code: "import '../ashby/index.ts';",
    reason: 'never imports another provider',
  },
  {
    title: 'a provider imports the engine',
    file: `${PROVIDER}/g.ts`,
    code: "import '../../reading/read.ts';",
    reason: 'never runs the engine',
  },
  {
    title: 'a provider imports a module of Node',
    file: `${PROVIDER}/h.ts`,
    code: "import 'node:crypto';",
    reason: "only zod and core's shared files",
  },
  {
    title: 'the simulator imports core',
    file: 'packages/simulator/src/i.ts',
    code: "import '../../core/src/index.ts';",
    reason: 'imports none of our code',
  },
  {
    title: 'a simulated vendor imports core',
    file: 'packages/simulator/src/vendors/gong/i.ts',
    code: "import '../../../../core/src/index.ts';",
    reason: 'imports none of our code',
  },
  {
    title: 'the simulator imports a package',
    file: 'packages/simulator/src/j.ts',
    code: "import 'zod';",
    reason: 'imports none of our code',
  },
  {
    title: 'a host reaches into core',
    file: 'packages/host/src/k.ts',
    code: "import '../../core/src/reading/read.ts';",
    reason: "core's public exports",
  },
  {
    title: 'an archive reaches into core',
    file: 'packages/archive/src/k.ts',
    code: "import '../../core/src/reading/read.ts';",
    reason: "core's public exports",
  },
  {
    title: "an app imports core's files",
    file: 'apps/mcp-server/src/z.ts',
    code: "import '../../../packages/core/src/questions/search.ts';",
    reason: "core's public exports",
  },
  {
    title: 'an exchange imports a reading',
    file: 'packages/core/src/exchange/below.ts',
    code: "import '../reading/read.ts';",
    reason: 'must not import from reading',
  },
  {
    title: 'a reading imports a question',
    file: 'packages/core/src/reading/below.ts',
    code: "import '../questions/search.ts';",
    reason: 'must not import from questions',
  },
  {
    title: 'a noun imports a room',
    file: 'packages/core/src/noun.ts',
    code: "import './exchange/call.ts';",
    reason: 'Shared files must not import',
  },
  {
    title: 'the guard imports a room',
    file: 'packages/core/src/guard/below.ts',
    code: "import '../reading/read.ts';",
    reason: 'Shared files must not import',
  },
  {
    title: 'core goes in a circle',
    file: 'packages/core/src/l.ts',
    code: "import { m } from './m.ts';\nexport const l = m;",
    reason: 'cycle',
  },
  {
    title: 'core goes in a circle of types',
    file: 'packages/core/src/p.ts',
    code: "import type { Q } from './q.ts';\nexport type P = Q;",
    reason: 'cycle',
  },
  {
    title: 'a question says null',
    file: 'packages/core/src/questions/r.ts',
    code: 'export const r = null;',
    reason: 'Do not use `null`',
  },
  {
    title: 'a function is too long',
    file: 'packages/core/src/n.ts',
    code: `export function n(): void {\n${'  n();\n'.repeat(60)}}`,
    reason: 'too many lines',
  },
  ...[
    'setTimeout',
    'clearTimeout',
    'setInterval',
    'clearInterval',
    'setImmediate',
    'clearImmediate',
    'process',
    'global',
    'globalThis',
    '__dirname',
    '__filename',
    'console',
    'fetch',
    'Buffer',
  ].map((name) => ({
    title: `core uses ${name}`,
    file: `packages/core/src/uses-${name.toLowerCase().replaceAll('_', '')}.ts`,
    code: `export const used = ${name};`,
    reason: `'${name}'. core`,
  })),
];

const ALLOWED = "import 'zod';\nimport 'node:crypto';\nimport './provider.ts';";

describe('The import arrows', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'arrows-'));
  let report = '';

  beforeAll(() => {
    // These rules need no types, and there is no type checker in an empty folder.
    const rules = JSON.parse(readFileSync(path.join(ROOT, '.oxlintrc.json'), 'utf8')) as { options: object };
    write('.oxlintrc.json', JSON.stringify({ ...rules, options: { denyWarnings: true } }));
    write('packages/core/src/m.ts', "import { l } from './l.ts';\nexport const m = l;");
    write('packages/core/src/q.ts', "import type { P } from './p.ts';\nexport type Q = P;");
    write('packages/core/src/allowed.ts', ALLOWED);
    for (const { file, code } of BREACHES) write(file, code);
    report = lint();
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  function write(file: string, code: string): void {
    const target = path.join(folder, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, `${code}\n`);
  }

  function lint(): string {
    try {
      return execFileSync(process.execPath, [OXLINT, '--config', '.oxlintrc.json', '--format=json', '.'], {
        cwd: folder,
        encoding: 'utf8',
        maxBuffer: 64 * 1024 * 1024,
      });
    } catch (failed) {
      return (failed as { stdout: string }).stdout;
    }
  }

  test.each(BREACHES)('fail when $title', ({ file, reason }) => {
    const { diagnostics } = JSON.parse(report) as {
      diagnostics: { message: string; help?: string; filename: string }[];
    };
    const said = diagnostics
      .filter(({ filename }) => filename === file)
      .map(({ message, help }) => `${message} ${help ?? ''}`);
    expect(said.join('\n')).toContain(reason);
  });

  test('allow what core may import', () => {
    const { diagnostics } = JSON.parse(report) as { diagnostics: { code: string; filename: string }[] };
    const arrows = diagnostics.filter(
      ({ filename, code }) => filename.endsWith('allowed.ts') && code.includes('restricted'),
    );
    expect(arrows).toEqual([]);
  });
});
