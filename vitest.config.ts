import { globSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Nothing here is timed: a slow machine is slow, not wrong.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: globSync(['packages/*', 'tools']).map((root) => ({ extends: true as const, root, test: { name: root } })),
    reporters: ['default', './tools/count-reporter.ts'],
    coverage: {
      provider: 'v8',
      include: ['packages/*/src/**/*.ts'],
      exclude: ['**/*.test.ts'],
      reporter: ['text-summary', 'json-summary', 'lcov'],
    },
  },
});
