import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { defineConfig, Rolldown, type TsdownPlugin } from 'tsdown';

const PAGE = path.join(import.meta.dirname, 'src/page');
const MODULE = 'virtual:page';

/** Bundles what runs in the browser, and passes it on as texts. */
const page: TsdownPlugin = {
  name: 'page',
  resolveId: (id) => (id === MODULE ? id : undefined),
  load: async (id) => (id === MODULE ? moduleOf(await texts()) : undefined),
};

async function texts(): Promise<Record<string, string>> {
  const [file, host] = [await bundle('file'), await bundle('host')];
  const style = squeezed(readFileSync(`${PAGE}/page.css`, 'utf8'));
  return { file, host, style, fileHash: hashOf(file), styleHash: hashOf(style) };
}

async function bundle(entry: string): Promise<string> {
  const { output } = await Rolldown.build({
    input: `${PAGE}/${entry}.ts`,
    output: { format: 'esm', minify: true },
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

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

/** Without comments and spaces. None of our texts contains either. */
function squeezed(css: string): string {
  return css
    .replaceAll(/\/\*.*?\*\//gs, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ?([{};,>]) ?/g, '$1')
    .replaceAll(': ', ':')
    .replaceAll(/(?<=[ :(,])0\./g, '.')
    .replaceAll(';}', '}')
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
