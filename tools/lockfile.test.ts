import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

/** The platforms of developers and CI. A binary that the lockfile does not name is silently not installed there. */
const PLATFORMS = ['darwin-arm64', 'darwin-x64', 'win32-x64', 'linux-x64', 'linux-arm64'];

interface Lockfile {
  readonly packages: Readonly<Record<string, Partial<Record<'os' | 'cpu' | 'libc', readonly string[]>>>>;
  readonly snapshots: Readonly<Record<string, { readonly optionalDependencies?: Readonly<Record<string, string>> }>>;
}

const LOCKFILE = parse(readFileSync(path.join(import.meta.dirname, '../pnpm-lock.yaml'), 'utf8')) as Lockfile;

/** The platforms of each tool with native parts, from its optional packages. */
function nativeTools({ packages, snapshots }: Lockfile): Map<string, readonly string[]> {
  const tools = Object.entries(snapshots).map(([tool, { optionalDependencies = {} }]) => {
    const binaries = Object.entries(optionalDependencies).map(([name, version]) => packages[`${name}@${version}`]);
    const runsOn = binaries.flatMap(({ os = [], cpu = [], libc = ['glibc'] } = {}) =>
      libc.includes('glibc') ? os.flatMap((system) => cpu.map((processor) => `${system}-${processor}`)) : [],
    );
    return [tool.replace(/\(.*/, ''), runsOn] as const;
  });
  // Every real tool runs on the platform that created the lockfile. The rest, such as fsevents for macOS, does not
  // count.
  return new Map(tools.filter(([, runsOn]) => runsOn.includes('linux-x64')));
}

function missing(lockfile: Lockfile): string[] {
  return [...nativeTools(lockfile)].flatMap(([tool, runsOn]) =>
    PLATFORMS.filter((platform) => !runsOn.includes(platform)).map((platform) => `${tool} has no ${platform}`),
  );
}

test('The lockfile names the binaries of every tool for macOS, Windows and Linux', () => {
  expect(missing(LOCKFILE)).toEqual([]);
});

// Without node, because its package downloads the right binary during installation.
test.each([
  'turbo',
  'oxlint',
  'oxlint-tsgolint',
  'oxfmt',
  'oxc-parser',
  'oxc-resolver',
  'rolldown',
  'lightningcss',
  'typescript',
  'pnpm',
])('%s is listed as a tool with native binaries', (name) => {
  expect([...nativeTools(LOCKFILE).keys()].map((tool) => tool.replace(/@[^@]+$/, ''))).toContain(name);
});

test('A binary missing from the registry is reported with its tool', () => {
  const lacking = {
    packages: Object.fromEntries(
      Object.entries(LOCKFILE.packages).filter(([name]) => !name.startsWith('@turbo/darwin')),
    ),
    snapshots: LOCKFILE.snapshots,
  };
  expect(missing(lacking)).toEqual(
    ['darwin-arm64', 'darwin-x64'].map((platform) => expect.stringMatching(`^turbo@[\\d.]+ has no ${platform}$`)),
  );
});
