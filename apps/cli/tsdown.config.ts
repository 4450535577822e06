import { defineConfig } from 'tsdown';
import { lazyBuiltins } from '../../packages/host/packaging/lazy-builtins.ts';
import { lazyConstants } from '../../packages/host/packaging/lazy-constants.ts';
import { startChunk } from '../../packages/host/packaging/start-chunk.ts';
import { undiciParts } from '../../packages/host/packaging/undici-parts.ts';

export default defineConfig({
  entry: { trailhound: 'src/main.ts', 'sql-process': 'src/sql-process.ts' },
  format: 'esm',
  platform: 'node',
  target: 'node22.19',
  fixedExtension: false,
  // Nothing to install but this: `npx` starts in the time that one package takes.
  deps: { alwaysBundle: [/.*/] },
  plugins: [undiciParts(), startChunk('src/run.ts'), lazyConstants(), lazyBuiltins()],
  minify: true,
  dts: false,
  sourcemap: false,
  failOnWarn: true,
});
