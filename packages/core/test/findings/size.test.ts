import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { Rolldown } from 'tsdown';
import { expect, test } from 'vitest';

const FINDINGS = path.join(import.meta.dirname, '../../src/findings');

/** Reads and compiles rules, and runs them over events: all of `compile.ts` and `detector.ts`. */
const ENGINE = `
  export { compileRules } from '${FINDINGS}/compile.ts';
  export { createDetector } from '${FINDINGS}/detector.ts';
`;
/** With what is around it: readings, rosters, suppressions, what really ran, and what is kept between two calls. */
const ALL = `export * from '${FINDINGS}/index.ts'; export * from '${FINDINGS}/remarker.ts';`;

/** Minified, without what the rest of the core is made of, and without the rules, which are data. */
async function bundled(code: string): Promise<{ code: string; modules: Map<string, number> }> {
  const isOurs = (file: string): boolean => file.startsWith(`${FINDINGS}/`) && !file.startsWith(`${FINDINGS}/pack/`);
  const { output } = await Rolldown.build({
    input: 'virtual:entry',
    external: (id, importer) =>
      importer !== undefined && !isOurs(path.resolve(path.dirname(importer), id)) && id !== 'virtual:entry',
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === 'virtual:entry' ? id : undefined),
        load: (id) => (id === 'virtual:entry' ? code : undefined),
      },
    ],
    output: { format: 'esm', minify: true, comments: false },
    transform: { target: 'es2024' },
    write: false,
  });
  const [{ code: whole, modules }] = output;
  const sizes = Object.entries(modules).map(([id, { renderedLength }]): [string, number] => [
    path.basename(id, '.ts'),
    renderedLength,
  ]);
  // In a bundle with the rest of the core, nothing is imported or exported.
  const own = whole
    .replaceAll(/import\s*(?:\{[^}]*\}|\*\s*as\s+[\w$]+)\s*from\s*["'][^"']*["'];?/g, '')
    .replace(/export\s*\{[^}]*\};?\s*$/, '');
  return { code: own, modules: new Map(sizes.toSorted(([, a], [, b]) => b - a)) };
}

test('The engine of the rules takes 12 KB of a bundle at most, compressed', async () => {
  const engine = await bundled(ENGINE);
  const all = await bundled(ALL);
  const [engineSize, allSize] = [engine, all].map(({ code }) => gzipSync(code).length);
  const listed = [...engine.modules].map(([name, size]) => `  ${name} ${size}`).join('\n');
  console.info(
    `the engine ${engineSize} bytes, all of findings ${allSize}; characters before they are minified:\n${listed}`,
  );
  expect(engineSize).toBeLessThanOrEqual(12_288);
});
