import path from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes longest, so that nothing else waits for it at the end. */
const LONGEST = ['server', 'trigger-legacy', 'trigger-durable'];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files.toSorted((a, b) => rank(a) - rank(b));
  }
}

function rank({ moduleId }: TestSpecification): number {
  const place = LONGEST.indexOf(path.basename(moduleId, '.e2e.mts'));
  return place < 0 ? LONGEST.length : place;
}

export default defineConfig({
  test: {
    include: ['e2e/*.e2e.mts'],
    globalSetup: 'e2e/preparation.mts',
    sequence: { sequencer: LongestFirst },
    // More than the two cores of a small machine: the trigger mostly waits for its next poll.
    maxWorkers: 3,
    testTimeout: 300_000,
    hookTimeout: 900_000,
    expect: { poll: { timeout: 60_000 } },
  },
});
