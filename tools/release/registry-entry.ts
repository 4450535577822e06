import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { optionsTable, serverJson, variablesTable } from '../../apps/mcp-server/packaging/manifests.ts';
import { ROOT } from './command.ts';
import { readManifest } from './packages.ts';

export const SERVER = path.join(ROOT, 'apps/mcp-server');

/** The part of the MCP registry's server.json that a release depends on. */
export interface RegistryEntry {
  readonly $schema: string;
  readonly name: string;
  readonly title?: string;
  readonly description: string;
  readonly version: string;
  readonly repository: { readonly url: string; readonly source: string; readonly subfolder?: string };
  readonly packages: readonly RegistryPackage[];
}

export interface RegistryPackage {
  readonly registryType: string;
  readonly identifier: string;
  readonly version?: string;
  readonly fileSha256?: string;
  readonly transport: { readonly type: string };
  readonly environmentVariables?: readonly { readonly name: string; readonly isSecret?: boolean }[];
}

/** Which committed manifests differ from what the code generates. */
export function staleManifests(): string[] {
  const read = (file: string): string => readFileSync(path.join(SERVER, file), 'utf8');
  const bare = (text: string): string => text.replaceAll(/ *\| */g, '|').replaceAll(/-+/g, '-');
  const readme = bare(read('README.md'));
  const tables = { variables: variablesTable(), options: optionsTable() };
  const stale = Object.entries(tables).filter(([, table]) =>
    table.split('\n').some((row) => !readme.includes(bare(row))),
  );
  const fresh = JSON.stringify(JSON.parse(read('server.json'))) === JSON.stringify(serverJson());
  return [
    ...(fresh ? [] : ['apps/mcp-server/server.json is out of date']),
    ...stale.map(([name]) => `The table of ${name} in apps/mcp-server/README.md is out of date`),
  ];
}

/** The entry of a release: the npm package, and the bundle. */
export function releaseEntry(bundle: string): RegistryEntry {
  const entry = serverJson() as RegistryEntry;
  const [npm] = entry.packages;
  const download = `${entry.repository.url}/releases/download/v${entry.version}/${path.basename(bundle)}`;
  const mcpb: RegistryPackage = {
    registryType: 'mcpb',
    identifier: download,
    fileSha256: createHash('sha256').update(readFileSync(bundle)).digest('hex'),
    transport: { type: 'stdio' },
    ...(npm?.environmentVariables && { environmentVariables: npm.environmentVariables }),
  };
  return { ...entry, packages: [...entry.packages, mcpb] };
}

const LONGEST_DESCRIPTION = 100;
const EXACT = /^\d+\.\d+\.\d+(?:-[\w.]+)?$/;

/**
 * What the registry would reject. The registry has the last word: `mcp-publisher validate` asks it before publishing.
 */
export function complaintsAboutEntry(entry: RegistryEntry): string[] {
  const { name, version, mcpName = '' } = readManifest(path.join(SERVER, 'package.json'));
  const { description, packages } = entry;
  const npm = packages.find(({ registryType }) => registryType === 'npm');
  return [
    ...must(/\/schemas\/\d{4}-\d{2}-\d{2}\/server\.schema\.json$/.test(entry.$schema), 'names no dated schema'),
    ...must(/^[a-zA-Z0-9.-]+\/[a-zA-Z0-9._-]+$/.test(entry.name), `has a malformed name ${entry.name}`),
    ...must(entry.name === mcpName, `is called ${entry.name}, but mcpName in package.json is ${mcpName}`),
    ...must(description.length > 0 && description.length <= LONGEST_DESCRIPTION, 'has too long a description, or none'),
    ...must(
      EXACT.test(entry.version) && entry.version === version,
      `is of ${entry.version}, the package of ${version}`,
    ),
    ...must(npm?.identifier === name && npm.version === version, `does not hold npm's ${name} ${version}`),
    ...packages.flatMap(complaintsAboutPackage),
  ].map((complaint) => `server.json ${complaint}`);
}

function complaintsAboutPackage({ registryType, identifier, transport, ...rest }: RegistryPackage): string[] {
  const { fileSha256 = '', environmentVariables = [] } = rest;
  const names = environmentVariables.map(({ name }) => name);
  const bundle = registryType === 'mcpb';
  return [
    ...must(['npm', 'mcpb'].includes(registryType), `has a package of the unknown type ${registryType}`),
    ...must(transport.type === 'stdio', `says that ${identifier} is started by ${transport.type}`),
    ...must(new Set(names).size === names.length, `names a variable of ${identifier} twice`),
    ...must(!bundle || /^[a-f0-9]{64}$/.test(fileSha256), `has no digest of ${identifier}`),
    ...must(!bundle || /^https:\/\/github\.com\/.*mcp/.test(identifier), `has no address of a bundle: ${identifier}`),
  ];
}

function must(holds: boolean, complaint: string): string[] {
  return holds ? [] : [complaint];
}
