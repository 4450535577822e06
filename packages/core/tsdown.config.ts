import { defineConfig } from 'tsdown';

export default defineConfig({
  entry: [
    'src/index.ts',
    'src/testing.ts',
    'src/toolkit.ts',
    'src/source.ts',
    'src/reply/index.ts',
    'src/findings/index.ts',
    'src/ledger/index.ts',
    'src/siem/index.ts',
  ],
  format: 'esm',
  platform: 'neutral',
  deps: { neverBundle: ['node:crypto', 'zod'] },
  target: 'es2024',
  fixedExtension: false,
  dts: { generator: 'tsgo' },
  sourcemap: true,
  failOnWarn: true,
  suppressWarnings: 'TypeScript 7.0 does not yet have a stable API',
});
