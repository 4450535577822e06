import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packageBin, run, serveDemo } from './processes.ts';

const CONFORMANCE = packageBin('@modelcontextprotocol/conformance');
const BASELINE = path.join(import.meta.dirname, 'conformance-baseline.yml');

/** What the suite can ask of a server that has no tools made for it. */
const SCENARIOS = {
  '2025-11-25': [
    'server-initialize',
    'ping',
    'tools-list',
    'resources-list',
    'prompts-list',
    'dns-rebinding-protection',
    'server-sse-multiple-streams',
  ],
  '2026-07-28': [
    'tools-list',
    'resources-list',
    'prompts-list',
    'dns-rebinding-protection',
    'caching',
    'http-header-validation',
    'sep-2164-resource-not-found',
    'input-required-result-unsupported-methods',
    'input-required-result-validate-input',
    'server-stateless',
  ],
} as const;

const ALL = Object.entries(SCENARIOS).flatMap(([revision, names]) => names.map((name) => [revision, name] as const));

describe("The protocol's own conformance suite", () => {
  let demo: Awaited<ReturnType<typeof serveDemo>>;
  beforeAll(async () => {
    demo = await serveDemo();
  });
  afterAll(() => demo.stop());

  test.each(ALL)('in revision %s finds nothing wrong in %s', async (revision, scenario) => {
    const baseline = scenario === 'server-stateless' ? ['--expected-failures', BASELINE] : [];
    // The suite sends other hosts too; its own has to be one of ours.
    const url = demo.url.replace('127.0.0.1', 'localhost');
    const asked = ['server', '--url', url, '--scenario', scenario, '--spec-version', revision, ...baseline];
    const { code, out, err } = await run([CONFORMANCE, ...asked]);
    expect(code, `${out}\n${err}`).toBe(0);
  });
});
