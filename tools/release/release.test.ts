import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sectionOf } from './assets.ts';
import { bundled } from './bill-of-materials.ts';
import { nextStep } from './next-step.ts';
import { publicPackages, releaseVersion } from './packages.ts';
import { readPlan } from './pack.ts';
import { complaintsAboutEntry, staleManifests } from './registry-entry.ts';
import { runSteps } from './steps.ts';
import { complaintsAbout } from './tarball-checks.ts';
import type { Tarball } from './tarball.ts';
import { oldestNode } from './try-packages.ts';
import { serverJson } from '../../apps/mcp-server/packaging/manifests.ts';

let scratch = '';
beforeEach(() => {
  scratch = mkdtempSync(path.join(tmpdir(), 'release-test-'));
});
afterEach(() => rmSync(scratch, { recursive: true, force: true }));

describe('The packages of a release', () => {
  test('come after their dependencies', () => {
    const names = publicPackages().map(({ manifest }) => manifest.name);
    expect(names.indexOf('@trailhound/core')).toBeLessThan(names.indexOf('@trailhound/host'));
    expect(names.toSorted()).toEqual([
      '@trailhound/archive',
      '@trailhound/core',
      '@trailhound/host',
      '@trailhound/mcp',
      '@trailhound/simulator',
      'n8n-nodes-trailhound',
      'trailhound',
    ]);
  });

  test('have the same version', () => {
    expect(releaseVersion()).toMatch(/^\d+\.\d+\.\d+/);
  });

  test('are tested on the oldest Node that all of them support', () => {
    const on = (node: string): { manifest: { name: string; version: string; engines: { node: string } } } => ({
      manifest: { name: 'a', version: '1.0.0', engines: { node } },
    });
    expect(oldestNode([on('>=22.9.0'), on('>=22.19.0'), on('>=8.0.0')])).toBe('22.19.0');
  });

  test('include third-party code, listed in the bill of materials', () => {
    const names = bundled().map((one) => one.slice(0, one.lastIndexOf('@')));
    expect(names).toEqual(expect.arrayContaining(['@modelcontextprotocol/server', 'zod']));
    expect(names.filter((name) => name.startsWith('@trailhound/') || name === 'n8n-workflow')).toEqual([]);
  });
});

describe('The effect of a push to the main branch', () => {
  test.each([
    { changesets: 2, version: '0.1.0', unpublished: ['a'], step: 'version' },
    { changesets: 0, version: '0.1.0', unpublished: ['a'], step: 'publish' },
    { changesets: 0, version: '0.1.0', unpublished: [], step: 'nothing' },
    { changesets: 0, version: '0.0.0', unpublished: ['a'], step: 'nothing' },
  ])('$step, with $changesets changesets, $version and unpublished: $unpublished', ({ step, ...situation }) => {
    expect(nextStep(situation)).toBe(step);
  });
});

describe('The notes of a release', () => {
  const changelog = '# @a/b\n\n## 0.2.0\n\n### Minor Changes\n\n- Second\n\n## 0.1.0\n\n- First\n';

  test('are the section under its version', () => {
    expect(sectionOf(changelog, '0.2.0')).toBe('### Minor Changes\n\n- Second');
    expect(sectionOf(changelog, '0.1.0')).toBe('- First');
    expect(sectionOf(changelog, '0.1')).toBe('');
  });
});

describe('Steps', () => {
  const lines: string[] = [];
  beforeEach(() => void lines.splice(0));

  test('stop at the first failure, and say what to do', async () => {
    const step = (title: string, run: () => string): { title: string; advice: string; run: () => string } => ({
      title,
      advice: `mend ${title}`,
      run,
    });
    const fail = (): string => {
      throw new Error('it broke');
    };
    const holds = await runSteps(
      [step('first', () => 'fine'), step('second', fail), step('third', () => 'fine')],
      (line) => void lines.push(line),
    );
    expect(holds).toBe(false);
    expect(lines.map((line) => line.split(/ {2,}/)[0])).toEqual(
      expect.arrayContaining(['result', 'OK', 'failed', 'not run']),
    );
    expect(lines.join('\n')).toMatch(/it broke[\s\S]*What to do: mend second/);
  });
});

describe('A tarball', () => {
  const GOOD = {
    name: '@trailhound/core',
    version: '1.0.0',
    license: 'MIT',
    engines: { node: '>=22.12.0' },
    repository: { url: 'git+https://github.com/trailhound/trailhound.git', directory: 'packages/core' },
    publishConfig: { access: 'public', provenance: true },
  };
  const FILES = {
    LICENSE: 'MIT License\n',
    'README.md': '# core\n',
    'dist/index.js': 'export {};\n',
  };

  function packed(manifest: object, files: Readonly<Record<string, string>>): Tarball {
    const folder = path.join(scratch, 'package');
    for (const [name, content] of Object.entries({ ...files, 'package.json': JSON.stringify(manifest) })) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), content);
    }
    const names = [...Object.keys(files), 'package.json'];
    return { file: `${folder}.tgz`, folder, manifest: manifest as Tarball['manifest'], files: names };
  }

  test('with nothing wrong passes', () => {
    expect(complaintsAbout([packed(GOOD, FILES)])).toEqual([]);
  });

  const WITHOUT_README = { LICENSE: FILES.LICENSE, 'dist/index.js': '' };
  test.each([
    { title: 'another license', manifest: { license: 'ISC' }, complaint: 'not MIT' },
    { title: 'a range of the workspace', manifest: { dependencies: { a: 'workspace:*' } }, complaint: 'workspace:' },
    { title: 'a range', manifest: { dependencies: { a: '^1.0.0' } }, complaint: 'not on the one version' },
    { title: 'no engines', manifest: { engines: {} }, complaint: 'oldest Node' },
    { title: 'a script at install', manifest: { scripts: { postinstall: 'a' } }, complaint: 'runs at postinstall' },
    { title: 'no provenance', manifest: { publishConfig: { access: 'public' } }, complaint: 'provenance' },
    { title: 'no README', manifest: {}, files: WITHOUT_README, complaint: 'README.md is missing' },
    { title: 'a file too many', manifest: {}, files: { ...FILES, '.env': 'A=1' }, complaint: '.env should not be' },
    { title: 'code of tests', manifest: {}, files: { ...FILES, 'src/a.ts': '' }, complaint: 'src/a.ts should not' },
    {
      title: 'a path of this machine',
      manifest: {},
      files: { ...FILES, 'dist/index.js': path.join(import.meta.dirname, '../..') },
      complaint: 'folder of this machine',
    },
  ])('with $title does not', ({ manifest, files = FILES, complaint }) => {
    expect(complaintsAbout([packed({ ...GOOD, ...manifest }, files)]).join('\n')).toContain(complaint);
  });

  test('that was modified after packing is not published', () => {
    const tarball = { path: 'a.tgz', integrity: 'sha256-AAAA' };
    writeFileSync(path.join(scratch, 'a.tgz'), 'changed');
    writeFileSync(
      path.join(scratch, 'publish-plan.json'),
      JSON.stringify({
        version: 1,
        plan: [[{ name: 'a', version: '1.0.0', access: 'public', tag: 'latest', tarball }]],
      }),
    );
    expect(() => readPlan(scratch)).toThrow('a.tgz is not what was packed');
  });
});

describe('The entry for the MCP registry', () => {
  test('is up to date and valid', () => {
    expect(staleManifests()).toEqual([]);
    expect(complaintsAboutEntry(serverJson() as Parameters<typeof complaintsAboutEntry>[0])).toEqual([]);
  });

  test('is refused with another name, another version, and a bundle without a digest', () => {
    const entry = serverJson() as Parameters<typeof complaintsAboutEntry>[0];
    const bundle = { registryType: 'mcpb', identifier: 'https://example.com/a', transport: { type: 'stdio' } };
    const broken = { ...entry, name: 'a/b', version: '^1.0.0', packages: [...entry.packages, bundle] };
    const said = complaintsAboutEntry(broken).join('\n');
    for (const part of ['is called a/b', 'is of ^1.0.0', 'no digest', 'no address']) expect(said).toContain(part);
  });
});
