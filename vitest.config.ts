import { globSync } from 'node:fs';
import { cpus } from 'node:os';
import path from 'node:path';
import { defineConfig } from 'vitest/config';

const folders = [...globSync('{packages,apps}/*/package.json').map((file) => path.dirname(file)), 'tools'];

export default defineConfig({
  test: {
    // Generous, because a slow machine is slow and not wrong.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Most tests wait for processes and servers, so a file per core is not too many.
    maxWorkers: cpus().length,
    projects: folders.map((root) => ({ extends: true as const, root, test: { name: root } })),
    reporters: ['default', './tools/count-reporter.ts'],
    coverage: {
      provider: 'v8',
      include: ['{packages,apps}/*/{src,nodes,credentials}/**/*.ts'],
      exclude: ['**/*.test.ts'],
      reporter: ['text-summary', 'json-summary', 'lcov'],
    },
  },
});
