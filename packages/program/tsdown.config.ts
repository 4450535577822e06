import { defineConfig } from 'tsdown';

export default defineConfig({
  entry: ['src/index.ts', 'src/doctor.ts', 'src/lean.ts'],
  format: 'esm',
  platform: 'node',
  target: 'node22.19',
  fixedExtension: false,
  dts: { generator: 'tsgo' },
  sourcemap: false,
  failOnWarn: true,
  suppressWarnings: 'TypeScript 7.0 does not yet have a stable API',
});
