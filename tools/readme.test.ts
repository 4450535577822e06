import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { describe, expect, test } from 'vitest';
import { variables } from '../apps/mcp-server/packaging/manifests.ts';
import { readAddress } from '../apps/mcp-server/src/http/address.ts';
import { readCommandLine, type CommandLine } from '../apps/mcp-server/src/options.ts';

const ROOT = path.join(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly bin?: Readonly<Record<string, string>>;
  readonly engines?: { readonly node?: string };
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly packageManager?: string;
}

const manifestOf = (folder: string): Manifest => JSON.parse(read(path.join(folder, 'package.json'))) as Manifest;
const PACKAGES = globSync('{packages,apps}/*/package.json', { cwd: ROOT }).map((file) =>
  manifestOf(path.dirname(file)),
);
const SERVER = manifestOf('apps/mcp-server');
const VARIABLES = new Set(variables().map(({ name }) => name));
const BIN = path.join(ROOT, 'apps/mcp-server', SERVER.bin?.['trailhound-mcp'] ?? '');

const READERS = [
  'README.md',
  'apps/mcp-server/README.md',
  'apps/n8n-nodes/README.md',
  ...globSync('docs/*.md', { cwd: ROOT }),
];
const BUILDERS = ['README.md', 'AGENTS.md', 'CONTRIBUTING.md', 'bench/README.md', 'tools/release/README.md'];

const blocks = (page: string, language: string): string[] =>
  [...read(page).matchAll(new RegExp(`^( *)\`\`\`${language}\\n([\\s\\S]*?)^\\1\`\`\``, 'gm'))].map(
    ([, , code = '']) => code,
  );
const spans = (page: string): string[] =>
  [
    ...read(page)
      .replaceAll(/^ *```[\s\S]*?^ *```/gm, '')
      .matchAll(/`([^`\n]+)`/g),
  ].map(([, code = '']) => code);

/** The commands of a page, each on one line and without its comment. */
function commands(page: string): string[] {
  const lines = blocks(page, 'sh').flatMap((block) => block.replaceAll(/\\\n\s*/g, ' ').split('\n'));
  return [...lines, ...spans(page)]
    .map((line) => line.replace(/(?:^|\s)#.*$/, '').trim())
    .filter((line) => line !== '');
}

const cases = (pages: readonly string[], wanted: (command: string) => boolean): [string, string][] =>
  pages.flatMap((page) =>
    commands(page)
      .filter(wanted)
      .map((command): [string, string] => [page, command]),
  );

describe('The JSON in the guides', () => {
  const all = READERS.flatMap((page) => blocks(page, 'json').map((code): [string, string] => [page, code]));
  const isConfiguration = ([, code]: [string, string]): boolean => /"(?:mcpServers|servers)"/.test(code);

  test.each(all)('in %s is JSON', (_, code) => {
    expect(() => JSON.parse(code) as unknown).not.toThrow();
  });

  test('configures the server on the root page and on the one of the server', () => {
    const pages = all.filter(isConfiguration).map(([page]) => page);
    expect(pages).toEqual(['README.md', 'apps/mcp-server/README.md', 'apps/mcp-server/README.md']);
  });

  test.each(all.filter(isConfiguration))("in %s is in the client's format, with existing options", (_, code) => {
    const { entries, inputs } = readConfiguration(code);
    for (const { command, args, env = {} } of entries) {
      expect(command).toBe('npx');
      expect(parseCall([command, ...args]).command).toBe('stdio');
      expect(Object.keys(env).filter((name) => !VARIABLES.has(name))).toEqual([]);
      const asked = [...JSON.stringify(env).matchAll(/\$\{input:(\w+)\}/g)].map(([, id]) => id);
      expect(asked).toEqual(inputs);
    }
  });

  test.each(['README.md', 'apps/mcp-server/README.md'])('in %s has the key that the named client expects', (page) => {
    const [, ...parts] = read(page).split(/^```json\n/m);
    const intros = read(page)
      .split(/^```json\n/m)
      .map((text) => text.trimEnd().split('\n\n').at(-1) ?? '');
    const keys = parts.map((part, index) => {
      const [file = ''] =
        /claude_desktop_config\.json|\.cursor\/mcp\.json|\.vscode\/mcp\.json/.exec(intros[index] ?? '') ?? [];
      return file === '' || part.includes(file === '.vscode/mcp.json' ? '"servers": {' : '"mcpServers": {');
    });
    expect(keys).toEqual(keys.map(() => true));
  });

  test('starts a server that answers', async () => {
    const [code = ''] = blocks('README.md', 'json');
    const [entry] = readConfiguration(code).entries;
    const [, , ...args] = entry?.args ?? [];
    const client = new Client({ name: 'test', version: '1.0.0' });
    await client.connect(
      new StdioClientTransport({ command: process.execPath, args: [BIN, ...args], stderr: 'ignore' }),
    );
    const { tools } = await client.listTools();
    await client.close();
    expect(tools.map(({ name }) => name)).toContain('query_audit_logs');
  });

  test.each(all.filter(([, code]) => code.startsWith('{ "name"')))('in %s calls a tool that there is', (_, code) => {
    const { name, arguments: given } = JSON.parse(code) as { name: string; arguments: object };
    const tools = JSON.parse(read('apps/mcp-server/test/surface/tools.json')) as {
      name: string;
      inputSchema: { properties: object };
    }[];
    const tool = tools.find((one) => one.name === name);
    expect(Object.keys(tool?.inputSchema.properties ?? {})).toEqual(expect.arrayContaining(Object.keys(given)));
  });
});

interface Entry {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** What a client finds in its file: Claude and Cursor under `mcpServers`, VS Code under `servers` with `inputs`. */
function readConfiguration(code: string): { entries: Entry[]; inputs: string[] } {
  const {
    mcpServers,
    servers,
    inputs = [],
    ...rest
  } = JSON.parse(code) as {
    mcpServers?: Record<string, Entry>;
    servers?: Record<string, Entry>;
    inputs?: { id: string; type: string; description: string }[];
  };
  expect(rest).toEqual({});
  expect([mcpServers, servers].filter((one) => one !== undefined)).toHaveLength(1);
  if (mcpServers !== undefined) expect(inputs).toEqual([]);
  const entries = Object.values(mcpServers ?? servers ?? {});
  expect(entries.length).toBeGreaterThan(0);
  for (const entry of entries) {
    expect(entry).toMatchObject({ command: expect.any(String) as string, args: expect.any(Array) as string[] });
    expect(Object.keys(entry).filter((name) => !['command', 'args', 'env'].includes(name))).toEqual([]);
  }
  return { entries, inputs: inputs.map(({ id }) => id) };
}

describe('The commands that start the server', () => {
  const all = cases(
    READERS,
    (command) => /(?:@trailhound\/mcp|^(?:\S+=\S+ )*trailhound-mcp)(?: |$)/.test(command) && command.includes(' '),
  );
  const running = all.filter(([, command]) => !command.startsWith('npm '));

  test('are found', () => {
    expect(running.length).toBeGreaterThan(10);
  });

  test.each(running)('in %s are valid: %s', (page, command) => {
    const { variables: set, words } = readShell(command);
    const passed = words.flatMap((word, index) => (words[index - 1] === '-e' ? [word.split('=')[0] ?? ''] : []));
    expect(passed.filter((name) => !VARIABLES.has(name))).toEqual([]);
    const { command: what, options } = parseCall(words, { ...exportsOf(page), ...set });
    if (what === 'http') expect(() => readAddress(options)).not.toThrow();
  });

  test.each(running.filter(([, command]) => /doctor.*--demo/.test(command)))('in %s run: %s', (_, command) => {
    const { words } = readShell(command);
    const args = words.slice(words.findIndex(isServer) + 1);
    expect(execFileSync(process.execPath, [BIN, ...args], { encoding: 'utf8' })).toMatch(/✓ Gong \(demo\)/);
  });
});

/** What a page tells the reader to export before a command. */
function exportsOf(page: string): Record<string, string> {
  const lines = commands(page).filter((command) => command.startsWith('export '));
  return Object.fromEntries(
    lines.flatMap((line) => Object.entries(readShell(`${line.slice('export '.length)} true`).variables)),
  );
}

const isServer = (word: string): boolean => word === SERVER.name || Object.hasOwn(SERVER.bin ?? {}, word);

/** Parses the arguments after the server's name as the server does. */
function parseCall(words: readonly string[], env: Readonly<Record<string, string>> = {}): CommandLine {
  const at = words.findIndex(isServer);
  expect(at, `no ${SERVER.name} in: ${words.join(' ')}`).toBeGreaterThanOrEqual(0);
  if (words.includes('npx')) expect(words[at - 1]).toBe('-y');
  return readCommandLine(words.slice(at + 1), env);
}

/** The words of a command, and the variables set before it. A substitution counts as one long word. */
function readShell(command: string): { variables: Record<string, string>; words: string[] } {
  const words = command.replaceAll(/\$\([^)]*\)/g, 'x'.repeat(64)).split(/\s+/);
  const first = words.findIndex((word) => !/^[A-Z_]+=/.test(word));
  const set = words.slice(0, first).map((word) => /^([A-Z_]+)=(.*)$/.exec(word)?.slice(1) as [string, string]);
  return { variables: Object.fromEntries(set), words: words.slice(first) };
}

describe('The packages in the guides', () => {
  const ours = new Set(PACKAGES.filter((one) => one.private !== true).map(({ name }) => name));
  const theirs = new Set(
    PACKAGES.flatMap(({ dependencies, devDependencies }) => Object.keys({ ...dependencies, ...devDependencies })),
  );

  test.each(cases(READERS, (command) => /^npm (?:install|i) /.test(command)))(
    'in %s are published here: %s',
    (_, command) => {
      const [, , ...words] = command.split(/\s+/);
      const named = words.filter((word) => !word.startsWith('-'));
      expect(named.filter((name) => !ours.has(name) && !theirs.has(name))).toEqual([]);
      expect(named.some((name) => ours.has(name))).toBe(true);
    },
  );

  test.each(READERS)('have their real names in %s', (page) => {
    const named = spans(page).filter((code) => /^(?:@trailhound\/[\w-]+|n8n-nodes-[\w-]+)$/.test(code));
    expect(named.filter((name) => !ours.has(name))).toEqual([]);
  });

  test.each(READERS)('require the Node version that %s names', (page) => {
    const said = [...read(page).matchAll(/Node (\d+\.\d+) or\snewer/g)].map(([, version]) => `>=${version}.0`);
    const wanted = new Set(PACKAGES.map(({ engines }) => engines?.node));
    expect(said.filter((version) => !wanted.has(version))).toEqual([]);
  });
});

describe('The scripts in the guides for contributors', () => {
  const root = manifestOf('.');
  const all = cases(BUILDERS, (command) => /(?:^|npx (?:-y )?)pnpm(?:@\S+)? /.test(command));
  const BUILT_IN = new Set(['install', 'exec']);

  test('are found', () => {
    expect(all.length).toBeGreaterThan(15);
  });

  test.each(all)('in %s exist: %s', (_, command) => {
    for (const [, version, rest = ''] of command.matchAll(/pnpm(?:@(\S+))? ([^&]+)/g)) {
      if (version !== undefined) expect(root.packageManager).toBe(`pnpm@${version}`);
      const [, filter, script = ''] = /^(?:--filter (\S+) )?(.*)$/.exec(rest.trim()) ?? [];
      const { scripts = {} } = [root, ...PACKAGES].find(({ name }) => name === (filter ?? root.name)) ?? {};
      const names = script.split(' | ').map((one) => one.split(' ')[0] ?? '');
      expect(names.filter((name) => !BUILT_IN.has(name) && !Object.hasOwn(scripts, name))).toEqual([]);
    }
  });

  test.each(BUILDERS)('name files that exist in %s', (page) => {
    const words = commands(page).flatMap((command) => command.split(/\s+/));
    const files = words.filter((word) => /^(?:\.ci|apps|bench|docs|packages)\/[\w./-]*$/.test(word));
    expect(files.filter((file) => !existsSync(path.join(ROOT, file)))).toEqual([]);
  });
});
