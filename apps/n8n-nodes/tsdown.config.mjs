import { cpSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { providers } from '@trailhound/core';
import { defineConfig } from 'tsdown';
import { writeSchemaPreviews } from './schema-previews.mjs';

// n8n's verification scan forbids `globalThis` and the `Function` constructor in dist. zod keeps its shared settings on
// the former and probes for the latter to compile its parsers. Here it gets an object of its own and does not compile.
const zodForN8n = {
  name: 'zod-for-n8n',
  resolveId: (id) => (id === 'virtual:zod-scope' ? '\0zod-scope' : undefined),
  load: (id) => (id === '\0zod-scope' ? 'export const zodScope = {};' : undefined),
  transform(code, id) {
    if (!/[\\/]zod[\\/]v4[\\/]core[\\/]/.test(id)) return undefined;
    if (/[\\/](?:to-json-schema|json-schema-processors)\.js$/.test(id))
      return { code: withoutJsonSchemas(code), map: null };
    const changed = code
      .replaceAll(/\bglobalThis\b/g, 'zodScope')
      .replace(/const F = Function;\s*new F\(""\);\s*return true;/, 'return false;')
      .replace(/const F = Function;/, 'const F = undefined;');
    return changed === code
      ? undefined
      : { code: `import { zodScope } from 'virtual:zod-scope';\n${changed}`, map: null };
  },
};

/**
 * Without what makes JSON Schemas, which nothing in n8n does: those functions are linked to but never called. What comes
 * before them adds up the checks of a schema, which its `minLength` and the like need.
 */
function withoutJsonSchemas(code) {
  const start = Math.max(0, code.indexOf('\nconst formatMap'));
  const names = [...code.slice(start).matchAll(/^export (?:const|function) (\w+)/gm)].map(([, name]) => name);
  return [code.slice(0, start), ...names.map((name) => `export const ${name} = () => undefined;`)].join('\n');
}

/** Copies what n8n reads besides code: icons, codex files, previews of the output. */
function copyAssets() {
  cpSync('icons', 'dist/icons', { recursive: true });
  for (const file of globSync('nodes/**/*.json'))
    writeFileSync(`dist/${file}`, withProducts(readFileSync(file, 'utf8')));
  writeSchemaPreviews('dist/nodes/AuditLogs/__schema__/v1.0.0');
}

/** A codex file in which a search finds the node by every product as well. */
function withProducts(codex) {
  const { alias, ...rest } = JSON.parse(codex);
  return JSON.stringify({
    ...rest,
    alias: [...alias, ...Object.keys(providers)].toSorted((a, b) => a.localeCompare(b)),
  });
}

export default defineConfig({
  entry: ['nodes/**/*.node.ts', 'credentials/*.credentials.ts'],
  format: 'cjs',
  platform: 'node',
  target: 'node22.12',
  fixedExtension: false,
  dts: false,
  sourcemap: false,
  checks: { legacyCjs: false },
  deps: { neverBundle: ['n8n-workflow'], alwaysBundle: [/^@trailhound\//, /^zod/], onlyBundle: false },
  // Drop comments, which would be a tenth of the code and are in the sources.
  // What the nodes share is one file: each border between files costs the name of the other wherever it is used.
  outputOptions: {
    comments: { jsdoc: false, legal: true, annotation: false },
    codeSplitting: { groups: [{ name: 'shared', test: /[\\/](core|zod)[\\/]/ }] },
  },
  // Names and lines stay, for those who review the package.
  minify: { compress: true, mangle: false, codegen: { removeWhitespace: false } },
  plugins: [zodForN8n],
  failOnWarn: true,
  hooks: { 'build:done': copyAssets },
});
