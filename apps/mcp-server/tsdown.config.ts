import { defineConfig } from 'tsdown';

export default defineConfig({
  entry: {
    'trailhound-mcp': 'src/main.ts',
    'archive-thread': 'src/archive-thread.ts',
    'sql-process': 'src/sql-process.ts',
  },
  format: 'esm',
  platform: 'node',
  target: 'node22.19',
  fixedExtension: false,
  // Nothing to install but this: `npx` starts in the time that one package takes.
  deps: { alwaysBundle: [/.*/] },
  minify: true,
  dts: false,
  sourcemap: false,
  failOnWarn: true,
});
