import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['e2e/*.e2e.mts'],
    globalSetup: 'e2e/preparation.mts',
    // An n8n for each core, and it takes its time.
    maxWorkers: 2,
    testTimeout: 300_000,
    hookTimeout: 900_000,
    expect: { poll: { timeout: 60_000 } },
  },
});
