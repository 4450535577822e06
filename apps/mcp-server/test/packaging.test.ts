import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterAll, describe, expect, test } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import { optionsTable, serverJson, variables, variablesTable } from '../packaging/manifests.ts';

const FOLDER = path.join(import.meta.dirname, '..');
const text = (file: string): string => readFileSync(path.join(FOLDER, file), 'utf8');
const scratch = mkdtempSync(path.join(tmpdir(), 'trailhound-pack-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Tables as they are compared: without the blanks that formatting adds. */
const cells = (table: string): string => table.replaceAll(/ *\| */g, '|').replaceAll(/-+/g, '-');

describe('Generated files are up to date (pnpm --filter @trailhound/mcp manifests)', () => {
  test('server.json for the MCP registry', () => {
    const said = JSON.parse(text('server.json')) as { name: string; description: string; version: string };
    expect(said).toEqual(JSON.parse(JSON.stringify(serverJson())));
    expect(said.name).toBe(manifest.mcpName);
    expect(said.name).toMatch(/^[a-zA-Z0-9.-]+\/[a-zA-Z0-9._-]+$/);
    expect(said.description.length).toBeLessThanOrEqual(100);
  });

  test('the tables of the README', () => {
    const readme = cells(text('README.md'));
    for (const table of [variablesTable(), optionsTable()])
      for (const line of table.split('\n')) expect(readme).toContain(cells(line));
  });

  test('every secret is declared as one', () => {
    const open = variables().flatMap(({ name, secret }) => (secret ? [] : [name]));
    expect(open.filter((name) => /SECRET|TOKEN$|KEY/.test(name))).toEqual([]);
  });
});

describe('The links of the README that install', () => {
  test('contain the command that they stand for', () => {
    const command = { command: 'npx', args: ['-y', '@trailhound/mcp', '--demo'] };
    const cursor = /config=([\w=+/]+)/.exec(text('README.md'))?.[1] ?? '';
    expect(JSON.parse(atob(cursor))).toEqual(command);
    const code = /redirect\?url=([^)]+)\)/.exec(text('README.md'))?.[1] ?? '';
    const inner = decodeURIComponent(code).replace('vscode:mcp/install?', '');
    expect(JSON.parse(decodeURIComponent(inner))).toEqual({ name: 'trailhound', ...command });
  });
});

describe('The tarball, installed with plain npm in an empty folder,', () => {
  const packed = path.join(scratch, 'packed');
  mkdirSync(packed);
  execFileSync('pnpm', ['pack', '--pack-destination', packed], { cwd: FOLDER, shell: process.platform === 'win32' });
  const [tarball = ''] = readdirSync(packed);

  test('takes at most 1.6 MB', () => {
    const folder = mkdtempSync(path.join(scratch, 'unpacked-'));
    execFileSync('tar', ['-xf', path.join(packed, tarball), '-C', folder]);
    const sizes = readdirSync(folder, { recursive: true }).map((file) => statSync(path.join(folder, String(file))));
    const bytes = sizes.reduce((sum, file) => sum + (file.isFile() ? file.size : 0), 0);
    expect(bytes).toBeLessThan(1_600_000);
  });

  test.each(['22.23.3', '24.21.0'])('answers on Node %s, with and without accounts', async (version) => {
    const folder = path.join(scratch, version);
    mkdirSync(folder);
    writeFileSync(path.join(folder, 'package.json'), '{ "private": true }');
    const install = ['install', '--no-audit', '--no-fund', `node@${version}`, path.join(packed, tarball)];
    const installed = spawnSync('npm', install, { cwd: folder, encoding: 'utf8', shell: process.platform === 'win32' });
    expect(installed.status, installed.stderr).toBe(0);
    expect(readdirSync(path.join(folder, 'node_modules/@trailhound'))).toEqual(['mcp']);
    const node = path.join(folder, 'node_modules/.bin/node');
    expect(execFileSync(node, ['--version'], { encoding: 'utf8' }).trim()).toBe(`v${version}`);
    const bin = path.join(folder, 'node_modules/@trailhound/mcp/dist/trailhound-mcp.js');
    const demo = await answerOf(node, [bin, '--demo'], { since: '7d', limit: 1 });
    expect(demo.isError).not.toBe(true);
    expect(demo.structuredContent).toMatchObject({ returned: 1 });
    const bare = await answerOf(node, [bin], {});
    expect(bare.isError).toBe(true);
    expect(JSON.stringify(bare.structuredContent)).toMatch(/GONG_ACCESS_KEY.*--demo/);
  });
});

describe('The bundle for Claude Desktop', () => {
  test('is valid, and its server answers', async () => {
    const env = {
      ...process.env,
      PATH: [path.join(FOLDER, 'node_modules/.bin'), process.env['PATH']].join(path.delimiter),
    };
    execFileSync(process.execPath, ['packaging/pack-mcpb.ts', scratch], { cwd: FOLDER, env });
    execFileSync('mcpb', ['unpack', path.join(scratch, 'trailhound.mcpb'), path.join(scratch, 'unpacked')], { env });
    const bin = path.join(scratch, 'unpacked/dist/trailhound-mcp.js');
    const answer = await answerOf(
      process.execPath,
      [bin],
      { since: '7d', limit: 1 },
      { TRAILHOUND_DEMO: 'true', GONG_ACCESS_KEY: '' },
    );
    expect(answer.structuredContent).toMatchObject({ returned: 1 });
  });
});

async function answerOf(
  command: string,
  args: string[],
  query: Record<string, unknown>,
  env: Record<string, string> = {},
): Promise<Awaited<ReturnType<Client['callTool']>>> {
  const client = new Client({ name: 'test', version: '1.0.0' });
  await client.connect(
    new StdioClientTransport({ command, args, env: { PATH: process.env['PATH'] ?? '', ...env }, stderr: 'ignore' }),
  );
  try {
    return await client.callTool({ name: 'query_audit_logs', arguments: query });
  } finally {
    await client.close();
  }
}
