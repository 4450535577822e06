import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { ROOT, run } from './command.ts';
import { publicPackages, readManifest, type PublicPackage } from './packages.ts';

interface CycloneDx {
  readonly bomFormat: string;
  readonly components: readonly { readonly name: string; readonly version: string }[];
}

/**
 * Writes a bill of materials of the release, as CycloneDX. The apps bundle their dependencies, where npm cannot see
 * them, so npm installs the bundled versions next to the tarballs.
 */
export async function writeBillOfMaterials(tarballs: readonly string[], scratch: string, out: string): Promise<number> {
  // npm names the described package after its folder.
  const folder = path.join(scratch, 'trailhound');
  mkdirSync(folder, { recursive: true });
  const manifest = { name: 'trailhound', version: publicPackages()[0]?.manifest.version, private: true };
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest));
  // The peer dependency is n8n's own package, which n8n provides.
  const flags = ['--no-audit', '--no-fund', '--ignore-scripts', '--legacy-peer-deps'];
  await run('npm', ['install', ...flags, ...tarballs, ...bundled()], { cwd: folder });
  const format = ['--sbom-format', 'cyclonedx', '--sbom-type', 'application', '--legacy-peer-deps'];
  const json = await run('npm', ['sbom', ...format], { cwd: folder });
  const { bomFormat, components } = JSON.parse(json) as CycloneDx;
  if (bomFormat !== 'CycloneDX') throw new Error(`npm wrote ${bomFormat} where CycloneDX was asked for`);
  const listed = new Set(components.map(({ name }) => name));
  const silent = publicPackages().filter(({ manifest: { name } }) => !listed.has(name));
  if (silent.length > 0) throw new Error(`It says nothing of ${silent.map(({ folder: one }) => one).join(', ')}`);
  writeFileSync(
    out,
    json.replaceAll(FROM_DISK, (_, file: string) => `"${NPM}/${addressOf(file)}"`),
  );
  return components.length;
}

const NPM = 'https://registry.npmjs.org';
/** Where npm found our tarballs. Everybody else finds them in the registry. */
const FROM_DISK = /"file:[^"]*\/([^"/]+)\.tgz"/g;

function addressOf(file: string): string {
  const found = publicPackages().find(
    ({ manifest: { name, version } }) => `${name.replace('@', '').replace('/', '-')}-${version}` === file,
  );
  if (found === undefined) throw new Error(`npm describes ${file}, which is no package of this release`);
  const { name, version } = found.manifest;
  return `${name}/-/${path.basename(name)}-${version}.tgz`;
}

/** The third-party packages that are bundled into the apps, as name@version. */
export function bundled(): string[] {
  return [...new Set(publicPackages().flatMap(bundledIn))].toSorted();
}

function bundledIn({ folder, manifest }: PublicPackage): string[] {
  const require = createRequire(path.join(ROOT, folder, 'package.json'));
  const inside = importsOf(folder).filter((name) => manifest.devDependencies?.[name] !== undefined);
  return inside
    .filter((name) => !name.startsWith('@trailhound/') && manifest.peerDependencies?.[name] === undefined)
    .map((name) => `${name}@${readManifest(packageJsonOf(name, require)).version}`);
}

/** The packages that the code of a package imports, except for types. */
function importsOf(folder: string): string[] {
  const files = globSync(`${folder}/{src,nodes,credentials}/**/*.ts`, { cwd: ROOT });
  const code = files.map((file) => readFileSync(path.join(ROOT, file), 'utf8')).join('\n');
  const found = code.matchAll(/(?:import|export) (?!type )[^;]*? from '(@[\w-]+\/[\w-]+|[\w-]+)(?:\/[\w/-]+)?'/g);
  return [...new Set([...found].map(([, name = '']) => name))];
}

/** Not every package exports its package.json, so look for it above what is exported. */
function packageJsonOf(name: string, require: NodeJS.Require): string {
  const places = require.resolve.paths(name) ?? [];
  const found = places.map((place) => path.join(place, name, 'package.json'));
  const file = found.find((candidate) => globSync(candidate).length > 0);
  if (file === undefined) throw new Error(`${name} is imported, but not installed`);
  return file;
}
