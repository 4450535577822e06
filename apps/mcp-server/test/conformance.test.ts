import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startFixtures } from './conformance-server.ts';
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
  ],
  '2026-07-28': [
    'tools-list',
    'resources-list',
    'prompts-list',
    'dns-rebinding-protection',
    'caching',
    'http-header-validation',
    'server-sse-multiple-streams',
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
    // A scenario that does not apply, or finds nothing to check, ends with 0 too.
    expect(out).toMatch(/Passed: [1-9]/);
  });
});

/** What a server can only ask a client of 2025 in a session, which ours does not keep. */
const NEEDS_SESSIONS = [
  'tools-call-sampling',
  'tools-call-elicitation',
  'elicitation-sep1034-defaults',
  'elicitation-sep1330-enums',
];

/** All that a revision requires of a server, asked of fixtures behind the HTTP side of ours. */
const REQUIRED = [
  ['all of 2026-07-28', '2026-07-28', 'stateless', { scored: 37, failed: [], untested: [] }],
  [
    'all of 2025-11-25 that needs no session',
    '2025-11-25',
    'stateless',
    // The last asks for several streams of one session.
    { scored: 30, failed: NEEDS_SESSIONS, untested: ['server-sse-multiple-streams'] },
  ],
  ['all of 2025-11-25, once there are sessions', '2025-11-25', 'sessions', { scored: 30, failed: [], untested: [] }],
] as const;

describe('Behind our HTTP side', () => {
  test.each(REQUIRED)('a server does %s', async (_, revision, way, expected) => {
    const { url, close } = await startFixtures(way);
    try {
      const asked = ['server', '--url', url.replace('127.0.0.1', 'localhost'), '--requirements', revision];
      const { code, out, err } = await run([CONFORMANCE, ...asked]);
      expect(readSummary(out), `${out}\n${err}`).toEqual(expected);
      expect(code, err).toBe(expected.failed.length === 0 ? 0 : 1);
    } finally {
      await close();
    }
  });
});

interface Summary {
  readonly scored: number;
  readonly failed: readonly string[];
  /** Those that passed without having checked anything. */
  readonly untested: readonly string[];
}

function readSummary(out: string): Summary {
  const unscored = new Set([...out.matchAll(/^ {2}[✓✗] (\S+) \(/gm)].map(([, name]) => name));
  const ran = [...out.matchAll(/^[✓✗] (\S+): (\d+) passed, (\d+) failed/gm)].map(([, name = '', passed, failed]) => ({
    name,
    passed: Number(passed),
    failed: Number(failed),
  }));
  const scored = ran.filter(({ name }) => !unscored.has(name));
  return {
    scored: scored.length,
    failed: scored.filter(({ failed }) => failed > 0).map(({ name }) => name),
    untested: scored.filter(({ passed, failed }) => passed + failed === 0).map(({ name }) => name),
  };
}
