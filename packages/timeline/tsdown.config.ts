import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { defineConfig, Rolldown, type TsdownPlugin } from 'tsdown';

const PAGE = path.join(import.meta.dirname, 'src/page');
const MODULE = 'virtual:page';
/** Digits cost a model a token for three. */
const VERSION = { from: 100_000, below: 1_000_000 };

/** Bundles what runs in the browser, and passes it on as texts. */
const page: TsdownPlugin = {
  name: 'page',
  resolveId: (id) => (id === MODULE ? id : undefined),
  load: async (id) => (id === MODULE ? moduleOf(await texts()) : undefined),
};

async function texts(): Promise<Record<string, string>> {
  const [file, host] = [await bundle('file'), await bundle('host')];
  const [hostStyle = '', printed = ''] = ['page', 'print'].map(styleIn);
  const fileStyle = `${hostStyle}${printed}`;
  const hostVersion = versionOf(`${host}${hostStyle}`);
  return { file, host, fileStyle, hostStyle, hostVersion, fileHash: hashOf(file), styleHash: hashOf(fileStyle) };
}

function styleIn(name: string): string {
  return squeezed(readFileSync(`${PAGE}/${name}.css`, 'utf8'));
}

async function bundle(entry: string): Promise<string> {
  const { output } = await Rolldown.build({
    input: `${PAGE}/${entry}.ts`,
    output: { format: 'esm', minify: true, comments: false },
    transform: { target: 'es2022' },
    write: false,
  });
  return output[0].code.trim();
}

function moduleOf(named: Readonly<Record<string, string>>): string {
  return Object.entries(named)
    .map(([name, text]) => `export const ${name} = ${JSON.stringify(text)};`)
    .join('\n');
}

function versionOf(text: string): string {
  const number = createHash('sha256').update(text).digest().readUInt32BE();
  return String(VERSION.from + (number % (VERSION.below - VERSION.from)));
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

/** Without comments, spaces and quotes. None of our texts contains any. */
function squeezed(css: string): string {
  return css
    .replaceAll(/\/\*.*?\*\//gs, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ?([{};,>]) ?/g, '$1')
    .replaceAll(': ', ':')
    .replaceAll(/(?<=[ :(,])0\./g, '.')
    .replaceAll(';}', '}')
    .replaceAll(/='([\w-]+)'/g, '=$1')
    .trim();
}

export default defineConfig({
  entry: ['src/index.ts'],
  format: 'esm',
  platform: 'neutral',
  target: 'es2024',
  fixedExtension: false,
  plugins: [page],
  dts: { generator: 'tsgo' },
  sourcemap: false,
  failOnWarn: true,
  suppressWarnings: 'TypeScript 7.0 does not yet have a stable API',
});
