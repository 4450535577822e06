import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { providers } from '@trailhound/core';
import { describe, expect, test } from 'vitest';
import { AuditLogs } from '../nodes/AuditLogs/AuditLogs.node.ts';
import { credentialsFor, execute } from './fake-n8n.mts';
import { startVendors } from './simulated.mts';
import { VENDORS } from './truth.mts';
import { WAYS } from './ways.mts';

const PACKAGE = path.join(import.meta.dirname, '..');
const DIST = path.join(PACKAGE, 'dist');

/** What n8n lets a package require. */
const ALLOWED = /^(\.{1,2}\/|n8n-workflow$|crypto$|node:crypto$)/;

const manifest = JSON.parse(readFileSync(path.join(PACKAGE, 'package.json'), 'utf8')) as {
  dependencies?: object;
  peerDependencies: object;
  peerDependenciesMeta: object;
  license: string;
  keywords: string[];
  scripts: object;
  n8n: { nodes: string[]; credentials: string[] };
};
const files = globSync('**/*.js', { cwd: DIST });
const codeOf = (file: string): string => readFileSync(path.join(DIST, file), 'utf8');

describe('The built package', () => {
  test('requires only n8n-workflow, crypto and its own files', () => {
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      const required = [...codeOf(file).matchAll(/\brequire\(\s*["'`]([^"'`]+)["'`]\s*\)/g)].map(
        ([, name = '']) => name,
      );
      expect(
        required.filter((name) => !ALLOWED.test(name)),
        file,
      ).toEqual([]);
      expect(codeOf(file), file).not.toMatch(/\bimport\(|\bimport\s+[\w{*]/);
    }
  });

  test('contains no forbidden global and no zod compiler', () => {
    for (const file of files) {
      expect(codeOf(file).includes('globalThis'), file).toBe(false);
      expect(codeOf(file), file).not.toMatch(/=\s*Function;|new Function\(/);
    }
  });

  test('is between 300 kB of code and 640 kB with 40 kB for each product', () => {
    const size = files.reduce((sum, file) => sum + statSync(path.join(DIST, file)).size, 0);
    expect(size).toBeGreaterThan(300_000);
    expect(size).toBeLessThan(640_000 + 40_000 * Object.keys(providers).length);
  });

  test('reads what its source reads', async () => {
    const simulator = await startVendors();
    const built = createRequire(import.meta.url)(path.join(DIST, 'nodes/AuditLogs/AuditLogs.node.js')) as {
      AuditLogs: typeof AuditLogs;
    };
    const until = new Date().toISOString();
    const asked = {
      credentials: credentialsFor(simulator, ...VENDORS),
      parameters: {
        ...WAYS,
        resource: 'all',
        operation: 'getAll',
        since: '30d',
        until,
        returnAll: true,
        output: 'raw',
      } as never,
    };
    const [source, dist] = [await execute(asked), await execute(asked, new built.AuditLogs())];
    await simulator.close();
    expect(source.items.length).toBeGreaterThan(0);
    expect(dist.items).toEqual(source.items);
  });

  test('loads everything that its package.json declares', () => {
    const require = createRequire(import.meta.url);
    for (const file of [...manifest.n8n.nodes, ...manifest.n8n.credentials]) {
      const className = path.basename(file).split('.')[0] ?? '';
      const loaded = require(path.join(PACKAGE, file)) as Record<string, new () => object>;
      expect(loaded[className], file).toBeTypeOf('function');
    }
  });

  test('brings codex files, icons and a preview for every operation of every resource', () => {
    for (const file of manifest.n8n.nodes) {
      const codex = readFileSync(path.join(PACKAGE, file.replace(/\.js$/, '.json')), 'utf8');
      const { alias } = JSON.parse(codex) as { alias: string[] };
      expect(alias, file).toEqual(expect.arrayContaining(['audit log', 'siem', ...Object.keys(providers)]));
    }
    // Ours and those of the products, each for light and dark.
    expect(globSync('icons/*.svg', { cwd: DIST })).toHaveLength(2 * (1 + Object.keys(providers).length));
    const fields = new AuditLogs().description.properties.filter(({ name }) => name === 'operation');
    for (const field of fields) {
      const resources = field.displayOptions?.show?.['resource'] as string[];
      const operations = field.options?.map((option) => (option as { value: string }).value) ?? [];
      for (const resource of resources)
        for (const operation of operations) {
          const preview = path.join(DIST, `nodes/AuditLogs/__schema__/v1.0.0/${resource}/${operation}.json`);
          expect(existsSync(preview), preview).toBe(true);
        }
    }
  });

  test("follows n8n's rules for packages", () => {
    expect(manifest.dependencies).toBeUndefined();
    expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
    // Else npm would install it beside n8n's own, with 160 packages below it.
    expect(manifest.peerDependenciesMeta).toEqual({ 'n8n-workflow': { optional: true } });
    expect(manifest.license).toBe('MIT');
    expect(manifest.keywords).toEqual(
      expect.arrayContaining(['n8n-community-node-package', ...Object.keys(providers)]),
    );
    expect(Object.keys(manifest.scripts)).not.toEqual(expect.arrayContaining(['prepare', 'postinstall']));
  });
});
