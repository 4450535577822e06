import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import path from 'node:path';
import type { Target } from '../vendors/facts.ts';
import type { Program } from './rpc.ts';

/** Where things go that only the benchmarks need: peers as their users install them, and builds. */
export const CACHE = path.join(import.meta.dirname, '../../node_modules/.cache/bench');
const OPENAPI = path.join(import.meta.dirname, 'openapi');
const GENERATOR = 'openapi-mcp-generator@4.0.1';
const GENERIC = '@ivotoby/openapi-mcp-server@1.16.1';

export const BIN = path.join(import.meta.dirname, '../../apps/mcp-server/dist/trailhound-mcp.js');

/** A generic server that turns an OpenAPI document into tools, for one vendor. */
export async function genericServer({ vendor, site, credential }: Target): Promise<Program> {
  const folder = await installed('generic', GENERIC);
  const { email, apiToken = '', accessKey, accessKeySecret, apiKey } = credential.values;
  const pair = email === undefined ? `${accessKey ?? apiKey}:${accessKeySecret ?? ''}` : `${email}/token:${apiToken}`;
  return {
    args: [path.join(folder, 'node_modules/@ivotoby/openapi-mcp-server/bin/mcp-server.js')],
    env: {
      API_BASE_URL: site,
      OPENAPI_SPEC_PATH: path.join(OPENAPI, `${vendor}.json`),
      API_HEADERS: `Authorization:Basic ${btoa(pair)}`,
      VERBOSE: 'false',
    },
  };
}

/** A server that is generated from an OpenAPI document. */
export async function generatedServer(vendor: Target['vendor']): Promise<Program> {
  const folder = path.join(CACHE, `generated-${vendor}`);
  if (!existsSync(path.join(folder, 'node_modules'))) {
    const generator = path.join(await installed('generator', GENERATOR), 'node_modules/openapi-mcp-generator');
    await rm(folder, { recursive: true, force: true });
    const program = path.join(generator, 'bin/openapi-mcp-generator.js');
    const document = path.join(OPENAPI, `${vendor}.json`);
    execFileSync(process.execPath, [program, '-i', document, '-o', folder, '--force'], { stdio: 'ignore' });
    const source = await readFile(path.join(folder, 'src/index.ts'), 'utf8');
    await writeFile(path.join(folder, 'index.js'), stripTypeScriptTypes(source));
    npm(folder, 'install', '--omit=dev');
  }
  return { args: [path.join(folder, 'index.js')] };
}

/** The smallest possible server with the same SDK. */
export async function bareServer(): Promise<Program> {
  const { build } = await import('tsdown');
  const outDir = path.join(CACHE, 'bare');
  await build({
    config: false,
    entry: [path.join(import.meta.dirname, 'bare-server.ts')],
    outDir,
    platform: 'node',
    minify: true,
    dts: false,
    logLevel: 'silent',
    deps: { alwaysBundle: [/.*/] },
  });
  return { args: [path.join(outDir, (await readdir(outDir)).find((file) => file.startsWith('bare-server')) ?? '')] };
}

/** A folder in which plain npm has installed a package or a tarball. */
export async function installed(name: string, what: string): Promise<string> {
  const folder = path.join(CACHE, name);
  if (existsSync(folder)) return folder;
  const fresh = `${folder}.${process.pid}`;
  await mkdir(fresh, { recursive: true });
  await writeFile(path.join(fresh, 'package.json'), '{ "private": true }');
  npm(fresh, 'install', what);
  await rename(fresh, folder);
  return folder;
}

/** Our own server as npm installs it. */
export async function installedOurs(): Promise<string> {
  await mkdir(CACHE, { recursive: true });
  const packed = npm(path.join(BIN, '../..'), 'pack', '--json', '--pack-destination', CACHE);
  const [{ filename }] = JSON.parse(packed) as [{ filename: string }];
  await rm(path.join(CACHE, 'ours'), { recursive: true, force: true });
  return installed('ours', path.join(CACHE, filename));
}

/** The size of an installation. */
export interface Weight {
  readonly packages: number;
  readonly megabytes: number;
}

export async function weigh(folder: string): Promise<Weight> {
  const files = await readdir(path.join(folder, 'node_modules'), { recursive: true, withFileTypes: true });
  let [bytes, packages] = [0, 0];
  for (const file of files.filter((entry) => entry.isFile())) {
    const whole = path.join(file.parentPath, file.name);
    bytes += (await stat(whole)).size;
    if (/node_modules\/(?:@[^/]+\/)?[^/@.][^/]*\/package\.json$/.test(whole.replaceAll(path.sep, '/'))) packages += 1;
  }
  return { packages, megabytes: bytes / 2 ** 20 };
}

function npm(cwd: string, ...args: readonly string[]): string {
  return execFileSync('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
}
