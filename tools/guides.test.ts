import { execFileSync } from 'node:child_process';
import { globSync, mkdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { connect, search, type Ports, type Provider } from '@trailhound/core';
import { conformance, type Samples } from '@trailhound/core/testing';
import { describe, expect, test, vi } from 'vitest';
import { kebab, variableOf } from '@trailhound/program';
import { COMMANDS } from '../apps/cli/src/commands.ts';
import { Options } from '../apps/mcp-server/src/options.ts';
import { PLAYBOOKS } from '../apps/mcp-server/src/prompts/playbooks.ts';

vi.setConfig({ testTimeout: 60_000 });

const ROOT = path.join(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');
const readAll = (pattern: string): string => globSync(pattern, { cwd: ROOT }).map(read).join('\n');

const GUIDES = globSync('docs/*.md', { cwd: ROOT });
/** Guides that show commands of the command line, beside the server's options or alone. */
const OF_COMMANDS = new Set(['docs/cli.md', 'docs/siem.md', 'docs/archive.md', 'docs/findings.md']);
const CODE =
  readAll('{packages,apps}/*/{src,nodes,credentials}/**/*.ts') +
  readAll('bench/{archive,server}/*.ts') +
  readAll('apps/mcp-server/{Dockerfile,examples/*}');
/** Read by Node itself, or by the programs that run ours. */
const OF_OTHERS = new Set([
  'NODE_OPTIONS',
  'NODE_EXTRA_CA_CERTS',
  'N8N_UNVERIFIED_PACKAGES_ENABLED',
  'NODE_FUNCTION_ALLOW_BUILTIN',
]);
const TOOLS = new Set(
  (JSON.parse(read('apps/mcp-server/test/surface/tools.json')) as { name: string }[]).map(({ name }) => name),
);
const TESTS = readAll('{packages/*/test,apps/*/test,tools}/**/*.test.{ts,mts}');

/** A guide without its TypeScript, which is compiled elsewhere. */
const prose = (guide: string): string => read(guide).replaceAll(/```(?:ts|typescript)\n[\s\S]*?```/g, '');
const unknown = (words: Iterable<string>, known: (word: string) => boolean): string[] =>
  [...new Set(words)].filter((word) => !known(word));
const all = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, word = '']) => word);

async function optionsOfCommands(): Promise<string[]> {
  const commands = await Promise.all(Object.values(COMMANDS).map(({ load }) => load()));
  return commands.flatMap(({ options }) => Object.keys(options.shape));
}

describe.each(GUIDES)('%s', (guide) => {
  const text = prose(guide);

  test('names only existing options of the server, or of the command line in its guides', async () => {
    const ofServer = guide === 'docs/cli.md' ? [] : Object.keys(Options.shape);
    const ofCommands = OF_COMMANDS.has(guide) ? await optionsOfCommands() : [];
    const known = new Set(['help', 'version', ...[...ofServer, ...ofCommands].map(kebab)]);
    const commands = all(text, /```sh\n([\s\S]*?)```/g)
      .join('\n')
      .split('\n');
    const ours = commands.flatMap((line) => all(line, /trailhound(?:\/mcp|-mcp)\b(.*)/g));
    const inline = text.replaceAll(/```[\s\S]*?```/g, '');
    const named = [inline, ...ours].flatMap((said) => all(said, /(?<![\w-])--([a-z][a-z-]*)/g));
    const ofNode = process.allowedNodeEnvironmentFlags;
    expect(unknown(named, (name) => known.has(name.replace(/^no-/, '')) || ofNode.has(`--${name}`))).toEqual([]);
  });

  test('names only environment variables that are read somewhere', () => {
    const named = all(text, /(?<![\w[])([A-Z][A-Z\d]*(?:_[A-Z\d]+)+)(?![\w…])/g);
    const options = new Set(Object.keys(Options.shape).map(variableOf));
    const known = (name: string): boolean =>
      name.startsWith('TRAILHOUND_')
        ? options.has(name)
        : OF_OTHERS.has(name) || new RegExp(`\\b${name}\\b`).test(CODE);
    expect(unknown(named, known)).toEqual([]);
  });

  test('names only identifiers that exist in the code', () => {
    const named = all(text, /`([a-z]+(?:_[a-z]+)+)`/g);
    const inCode = (word: string): boolean => new RegExp(`\\b${word}\\b|\\b${camel(word)}\\b`).test(CODE);
    expect(unknown(named, (word) => TOOLS.has(word) || inCode(word))).toEqual([]);
  });

  test('links only to existing headings', () => {
    const links = [...text.matchAll(/\]\(([^)#:]*)#([^)]+)\)/g)].map(
      ([, file = '', anchor = '']) => [file, anchor] as const,
    );
    const pageOf = (file: string): string => (file === '' ? guide : path.join(path.dirname(guide), file));
    expect(links.filter(([file, anchor]) => !anchorsOf(pageOf(file)).includes(anchor))).toEqual([]);
  });

  test('names only existing tools', () => {
    const named = all(text, /\b([a-z]+(?:_[a-z]+)*_audit_[a-z_]+|[a-z]+_audit_(?:logs?|actor|sources))\b/g);
    expect(unknown(named, (name) => TOOLS.has(name))).toEqual([]);
  });
});

/** The headings of a page as GitHub's anchors. */
function anchorsOf(page: string): string[] {
  return all(read(page).replaceAll(/```[\s\S]*?```/g, ''), /^#+ (.+)$/gm).map((heading) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

function camel(word: string): string {
  return word.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

describe('The guide for an analyst', () => {
  test('names exactly the reviews that are offered', () => {
    const table = /## Reviews[\s\S]*?(?=\n## )/.exec(read('docs/analyst.md'))?.[0] ?? '';
    expect(all(table, /^\| `([a-z_]+)`/gm).toSorted()).toEqual(PLAYBOOKS.map(({ name }) => name).toSorted());
  });
});

describe('The security model', () => {
  const proofs = all(read('docs/security.md'), /\| "([^"|]+)" *\|$/gm);

  test('has a proof for every threat', () => {
    const table = /## Threats[\s\S]*?(?=\n\n[^|\n#])/.exec(read('docs/security.md'))?.[0] ?? '';
    expect(proofs.length).toBe(table.split('\n').filter((line) => line.startsWith('| ')).length - 2);
    expect(proofs.length).toBeGreaterThan(15);
  });

  test.each(proofs)('is proved by the test: %s', (title) => {
    expect(TESTS).toContain(`'${title}'`);
  });
});

describe('The worked example of a provider', () => {
  const folder = path.join(ROOT, 'node_modules/.cache/guides');
  const load = async <T>(file: string): Promise<T> =>
    (await import(pathToFileURL(path.join(folder, 'out', file)).href)) as T;

  test('compiles, passes the conformance suite and answers a query', async () => {
    const files = unpack(folder);
    expect(files).toEqual(['acme.ts', 'samples.ts', 'acme.test.ts']);
    expect(compile(folder, files)).toBe('');
    const { acme } = await load<{ acme: Provider }>('acme.js');
    const { samples } = await load<{ samples: Samples }>('samples.js');
    expect(broken(acme, samples)).toEqual([]);
    expect(await actionsOf(acme, samples)).toEqual(['document.created', 'document.exported', 'document.deleted']);
  });
});

/** Writes the files of the example, next to the packages that a reader would install. */
function unpack(folder: string): string[] {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(path.join(folder, 'node_modules'), { recursive: true });
  const zod = realpathSync(path.join(ROOT, 'packages/core/node_modules/zod'));
  symlinkSync(zod, path.join(folder, 'node_modules/zod'), 'junction');
  const blocks = [...read('docs/developer.md').matchAll(/```typescript\n\/\/ (\S+)\n([\s\S]*?)```/g)];
  for (const [, name = '', code = ''] of blocks) writeFileSync(path.join(folder, name), code);
  writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }');
  return blocks.map(([, name = '']) => name);
}

/** The errors of the compiler. */
function compile(folder: string, files: readonly string[]): string {
  const compilerOptions = { noEmit: false, declaration: false, outDir: 'out', rootDir: '.' };
  const config = { extends: path.join(ROOT, 'tsconfig.base.json'), compilerOptions, files };
  writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify(config));
  const tsc = path.join(path.dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
  try {
    return execFileSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8' });
  } catch (failed) {
    return (failed as { stdout: string }).stdout;
  }
}

function broken(provider: Provider, samples: Samples): string[] {
  return conformance(provider, samples).flatMap(({ title, check }) => {
    try {
      check();
      return [];
    } catch (thrown) {
      return [`${title}: ${String(thrown)}`];
    }
  });
}

/** What a search finds with the example provider if its vendor sends the samples one after the other. */
async function actionsOf(provider: Provider, { page, lastPage }: Samples): Promise<string[]> {
  const left = [page, lastPage];
  const ports: Ports = {
    send: async () => left.shift() ?? lastPage,
    sleep: async () => undefined,
    timeout: () => new AbortController().signal,
    now: () => Date.UTC(2026, 0, 6),
    random: () => 0,
  };
  const connection = connect(provider, { credential: { kind: 'token', values: { token: 'made-up' } } }, ports);
  const { events } = await search([connection], { since: '2026-01-05' });
  return events.map(({ action }) => action).toSorted((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b));
}

const ORDER = ['document.created', 'document.exported', 'document.deleted'];
