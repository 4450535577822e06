import { execFileSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import * as core from '@trailhound/core';
import { describe, expect, test, vi } from 'vitest';

vi.setConfig({ testTimeout: 60_000 });

const ROOT = path.join(import.meta.dirname, '..');
const PAGES = globSync(['*.md', 'docs/**/*.md', '{packages,apps}/*/README.md', 'bench/*.md'], { cwd: ROOT });
const text = (page: string): string => readFileSync(path.join(ROOT, page), 'utf8');

describe('The documentation', () => {
  test.each(PAGES)('of %s links to files that exist', (page) => {
    const links = [...text(page).matchAll(/\]\(([^)#]+)(#[^)]*)?\)/g)].map(([, link = '']) => link);
    const local = links.filter((link) => !/^[a-z]+:/.test(link));
    expect(local.filter((link) => !existsSync(path.join(ROOT, path.dirname(page), link)))).toEqual([]);
  });

  test('shows code that compiles', () => {
    // Inside the repository, so that packages resolve as they do for users.
    const folder = path.join(ROOT, 'node_modules/.cache/docs');
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (const [index, block] of PAGES.flatMap(blocksOf).entries())
      writeFileSync(path.join(folder, `block-${index}.ts`), block);
    const options = {
      extends: path.join(ROOT, 'tsconfig.base.json'),
      compilerOptions: { noUnusedLocals: false, noPropertyAccessFromIndexSignature: false },
      include: ['*.ts'],
    };
    writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify(options));
    writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }');
    const tsc = path.join(path.dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
    expect(run(tsc, folder)).toBe('');
  });

  test('names every function of the core in its README', () => {
    const functions = Object.entries(core).filter(
      ([, value]) => typeof value === 'function' && !/^[A-Z]/.test((value as { name: string }).name),
    );
    const readme = text('packages/core/README.md');
    expect(functions.map(([name]) => name).filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
  });
});

/** Declarations that the shorter examples rely on. */
const GIVEN = [
  'declare const gong: Connection, zendesk: Connection, ashby: Connection;',
  'declare const kept: unknown, file: { write: (line: string) => void };',
  'declare function deliver(events: readonly AuditEvent[]): Promise<void>;',
  'declare function keep(checkpoint: Checkpoint): Promise<void>;',
].join('\n');

function blocksOf(page: string): string[] {
  return [...text(page).matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = '']) => {
    if (code.includes('import ')) return code;
    const names = Object.keys(core).filter((name) => name !== 'Checkpoint' && name !== 'AuditEvent');
    return `import { ${names.join(', ')}, type AuditEvent, type Checkpoint, type Connection } from '@trailhound/core';\n${GIVEN}\n${code}`;
  });
}

function run(tsc: string, folder: string): string {
  try {
    return execFileSync(process.execPath, [tsc, '-p', folder, '--noEmit'], { encoding: 'utf8' });
  } catch (failed) {
    return (failed as { stdout: string }).stdout;
  }
}
