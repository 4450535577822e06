import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import type { Simulator } from '@trailhound/simulator';

export const BIN = path.join(import.meta.dirname, '../dist/trailhound-mcp.js');

/** What programs of the tests are started with: nothing of whoever runs them. */
export const ENV = { PATH: process.env['PATH'] ?? '', NO_COLOR: '1' } as const;

const FIELDS = {
  GONG_ACCESS_KEY: ['gong', 'access_key', 'accessKey'],
  GONG_ACCESS_KEY_SECRET: ['gong', 'access_key', 'accessKeySecret'],
  ZENDESK_EMAIL: ['zendesk', 'api_token', 'email'],
  ZENDESK_API_TOKEN: ['zendesk', 'api_token', 'apiToken'],
  ASHBY_API_KEY: ['ashby', 'api_key', 'apiKey'],
} as const;

/** The variables that connect the accounts of a simulator. */
export function accountsOf({ baseUrl, credentials, vendors }: Simulator): Record<string, string> {
  const fields = Object.entries(FIELDS).map(([name, [vendor, kind, field]]) => [
    name,
    credentials(vendor)[kind]?.[field] ?? '',
  ]);
  const sites = vendors.map((vendor) => [`${vendor.toUpperCase()}_BASE_URL`, baseUrl(vendor)]);
  return Object.fromEntries([...fields, ...sites]) as Record<string, string>;
}

export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a program to its end. */
export async function run(args: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
  const child = spawn(process.execPath, args, { env: { ...ENV, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number];
  return { code, out, err };
}

/** The built server over HTTP on simulated vendors. */
export async function serveDemo(): Promise<Served> {
  return serve(['--demo']);
}

export interface Served {
  readonly url: string;
  readonly pid: number;
  readonly stop: () => Promise<void>;
}

/** The built server over HTTP. */
export async function serve(args: readonly string[], env: Record<string, string> = {}): Promise<Served> {
  const child = spawn(process.execPath, [BIN, 'http', '--port', '0', ...args], {
    env: { ...ENV, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const url = await said(child, /Listening on (\S+)/);
  return { url, pid: child.pid ?? 0, stop: () => ended(child) };
}

async function said(child: ChildProcess, pattern: RegExp): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let text = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    const [, found] = pattern.exec(text) ?? [];
    if (found !== undefined) resolve(found);
  });
  child.once('exit', () => reject(new Error(`It ended without saying ${String(pattern)}: ${text}`)));
  return promise;
}

/** The web client of the Inspector, which shows pages in a sandbox of its own. */
export async function serveInspector(folder: string, token: string): Promise<Served> {
  const [port, sandbox] = [await freePort(), await freePort()];
  const env = {
    ...ENV,
    HOST: '127.0.0.1',
    CLIENT_PORT: String(port),
    MCP_SANDBOX_PORT: String(sandbox),
    MCP_AUTO_OPEN_ENABLED: 'false',
    MCP_INSPECTOR_SECRET_STORE: 'memory',
    MCP_INSPECTOR_API_TOKEN: token,
    MCP_CATALOG_PATH: path.join(folder, 'catalog.json'),
  };
  const bin = packageBin('@modelcontextprotocol/inspector', 'mcp-inspector');
  const child = spawn(process.execPath, [bin, '--web'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const url = `http://127.0.0.1:${port}/`;
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  child.stdout.on('data', (chunk: Buffer) => {
    if (chunk.includes(String(port))) resolve(undefined);
  });
  child.once('exit', () => reject(new Error('The Inspector ended')));
  await promise;
  return { url, pid: child.pid ?? 0, stop: () => ended(child) };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function ended(child: ChildProcess): Promise<void> {
  child.kill('SIGTERM');
  if (child.exitCode === null) await once(child, 'exit');
}

/** The program of a package that is installed here. */
export function packageBin(name: string, bin?: string): string {
  const folder = path.join(import.meta.dirname, '../node_modules', name);
  const { bin: bins } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
    bin: Record<string, string>;
  };
  return path.join(folder, (bin === undefined ? Object.values(bins)[0] : bins[bin]) ?? '');
}
