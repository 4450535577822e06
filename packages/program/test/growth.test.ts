import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const PROGRAM = fileURLToPath(new URL('./garbage.ts', import.meta.url));

function most(steps: 'usual' | 'small'): number {
  return Number(execFileSync(process.execPath, [PROGRAM, steps], { encoding: 'utf8' }));
}

test('A heap that grows in small steps stays at less than half', () => {
  const usual = most('usual');
  expect(usual).toBeGreaterThan(0);
  expect(most('small')).toBeLessThan(usual / 2);
});
