import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { writeBillOfMaterials } from './bill-of-materials.ts';
import { ROOT, run } from './command.ts';
import { readPlan } from './pack.ts';
import { publicPackages, releaseVersion } from './packages.ts';
import { complaintsAboutEntry, releaseEntry, SERVER } from './registry-entry.ts';
import { demandNone, runSteps, type Step } from './steps.ts';
import { tryBundle } from './try-packages.ts';

const BUNDLE = 'trailhound.mcpb';
const ENTRY = 'server.json';
const MATERIALS = 'trailhound.cdx.json';
const SUMS = 'sha256sums.txt';
const NOTES = 'notes.md';

/**
 * The assets of a release besides the packages, which are in `<folder>/packages`; the rest goes to `<folder>/assets`.
 */
export function assetSteps(folder: string, scratch: string): Step[] {
  const assets = path.join(folder, 'assets');
  const programs = [path.join(SERVER, 'node_modules/.bin')];
  return [
    {
      title: 'Bundle for Claude Desktop is valid, answers',
      advice: 'Run `pnpm --filter @trailhound/mcp mcpb`, and mend apps/mcp-server/packaging.',
      run: async () => {
        mkdirSync(assets, { recursive: true });
        await run('node', ['packaging/pack-mcpb.ts', scratch], { cwd: SERVER, programs });
        cpSync(path.join(scratch, BUNDLE), path.join(assets, BUNDLE));
        return tryBundle(path.join(assets, BUNDLE), scratch, programs);
      },
    },
    {
      title: 'Entry for the MCP registry is valid',
      advice: 'Mend apps/mcp-server/packaging/manifests.ts or the package.json beside it.',
      run: () => {
        const entry = releaseEntry(path.join(assets, BUNDLE));
        demandNone(complaintsAboutEntry(entry));
        writeFileSync(path.join(assets, ENTRY), `${JSON.stringify(entry, null, 2)}\n`);
        return entry.packages.map(({ registryType }) => registryType).join(', ');
      },
    },
    {
      title: 'Bill of materials, checksums, notes',
      advice: 'Run the npm command above by hand in an empty folder.',
      run: () => writeDocuments(folder, assets, scratch),
    },
  ];
}

async function writeDocuments(folder: string, assets: string, scratch: string): Promise<string> {
  const tarballs = readPlan(folder).map(({ tarball }) => path.join(folder, tarball.path));
  const components = await writeBillOfMaterials(tarballs, scratch, path.join(assets, MATERIALS));
  const summed = [...tarballs, ...[BUNDLE, ENTRY, MATERIALS].map((name) => path.join(assets, name))];
  writeFileSync(path.join(assets, SUMS), summed.map(sumOf).join(''));
  writeFileSync(path.join(folder, NOTES), releaseNotes(releaseVersion()));
  return `${components} components, ${summed.length} checksums`;
}

/** In the format of `sha256sum --check`. */
function sumOf(file: string): string {
  return `${createHash('sha256').update(readFileSync(file)).digest('hex')}  ${path.basename(file)}\n`;
}

/** The release notes of a version from the changelogs, package by package. */
export function releaseNotes(version: string): string {
  const parts = publicPackages().flatMap(({ folder, manifest }) => {
    const changelog = path.join(ROOT, folder, 'CHANGELOG.md');
    const said = existsSync(changelog) ? sectionOf(readFileSync(changelog, 'utf8'), version) : '';
    return said === '' ? [] : [`## ${manifest.name}\n\n${said}\n`];
  });
  return parts.length === 0 ? `Version ${version}.\n` : parts.join('\n');
}

/** The section under the heading of a version. */
export function sectionOf(changelog: string, version: string): string {
  const sections = changelog.split(/^## /m);
  const found = sections.find((section) => section.split('\n', 1)[0]?.trim() === version) ?? '';
  return found.slice(found.indexOf('\n')).trim();
}

if (import.meta.main) {
  const { positionals } = parseArgs({ allowPositionals: true });
  const scratch = mkdtempSync(path.join(tmpdir(), 'trailhound-assets-'));
  try {
    if (!(await runSteps(assetSteps(path.resolve(positionals[0] ?? 'packs'), scratch)))) process.exitCode = 1;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
