import { defineConfig } from 'tsdown';

export default defineConfig({
  entry: ['src/index.ts', 'src/sql-process.ts'],
  format: 'esm',
  platform: 'node',
  target: 'node22.19',
  fixedExtension: false,
  dts: { generator: 'tsgo' },
  sourcemap: true,
  failOnWarn: true,
  suppressWarnings: 'TypeScript 7.0 does not yet have a stable API',
});
