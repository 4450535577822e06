import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './command.ts';
import type { Tarball } from './tarball.ts';

const BESIDE_CODE = new Set(['LICENSE', 'README.md', 'package.json']);
const CODE = /^dist\/(?:[\w.-]+\/)*[\w.-]+\.(?:js|js\.map|d\.ts|json|svg|png)$/;
/** npm would run these on every machine that installs the package. */
const INSTALL_SCRIPTS = ['preinstall', 'install', 'postinstall', 'prepare'] as const;

/** All problems with the contents of the tarballs. */
export function complaintsAbout(tarballs: readonly Tarball[]): string[] {
  const versions = new Set(tarballs.map(({ manifest }) => manifest.version));
  const apart = versions.size > 1 ? [`There are several versions: ${[...versions].join(', ')}`] : [];
  const complaints = tarballs.flatMap((tarball) =>
    [...aboutManifest(tarball), ...aboutDependencies(tarball, tarballs), ...aboutFiles(tarball)].map(
      (complaint) => `${tarball.manifest.name}: ${complaint}`,
    ),
  );
  return [...apart, ...complaints];
}

function aboutManifest({ manifest, folder }: Tarball): string[] {
  const { license, engines, repository, publishConfig, scripts = {} } = manifest;
  const raw = readFileSync(path.join(folder, 'package.json'), 'utf8');
  return [
    ...must(!/"(?:workspace|catalog):/.test(raw), 'package.json still says workspace: or catalog:'),
    ...must(license === 'MIT', `the license is ${license ?? 'missing'}, not MIT`),
    ...must(/^>=\d+\.\d+\.\d+$/.test(engines?.node ?? ''), 'engines.node does not name the oldest Node'),
    // npm rejects provenance for a package that claims another repository.
    ...must(repository?.url?.startsWith('git+https://') === true, 'repository.url is missing'),
    ...must(repository?.directory !== undefined, 'repository.directory is missing'),
    ...must(publishConfig?.access === 'public', 'publishConfig.access is not public'),
    ...must(publishConfig?.provenance === true, 'publishConfig.provenance is not on'),
    ...INSTALL_SCRIPTS.filter((name) => name in scripts).map((name) => `a script runs at ${name}`),
  ];
}

function aboutDependencies({ manifest }: Tarball, tarballs: readonly Tarball[]): string[] {
  const ours = new Map(tarballs.map((one) => [one.manifest.name, one.manifest.version]));
  return Object.entries(manifest.dependencies ?? {}).flatMap(([name, range]) =>
    must(
      /^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(range) && (ours.get(name) ?? range) === range,
      `it depends on ${name}@${range}, not on the one version that was tested`,
    ),
  );
}

function aboutFiles({ files, folder }: Tarball): string[] {
  const lines = (file: string): string => readFileSync(path.join(folder, file), 'utf8');
  const missing = [...BESIDE_CODE].filter((file) => !files.includes(file));
  if (missing.length > 0) return [`${missing.join(', ')} is missing`];
  const code = files.filter((file) => !BESIDE_CODE.has(file));
  return [
    ...must(
      code.some((file) => file.endsWith('.js')),
      'there is no code in it: was it built?',
    ),
    ...must(lines('LICENSE').startsWith('MIT License'), 'LICENSE is not the MIT License'),
    ...must(lines('README.md').startsWith('# '), 'README.md has no title'),
    ...code.filter((file) => !CODE.test(file)).map((file) => `${file} should not be in it`),
    ...code.filter((file) => lines(file).includes(ROOT)).map((file) => `${file} names a folder of this machine`),
  ];
}

function must(holds: boolean, complaint: string): string[] {
  return holds ? [] : [complaint];
}
