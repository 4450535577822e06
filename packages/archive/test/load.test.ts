import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { loadSqlite } from '../src/sqlite/load.ts';

test('Opening an archive writes nothing to stderr', () => {
  const code = `import { openArchive } from ${JSON.stringify(path.join(import.meta.dirname, '../src/index.ts'))};
    const { mkdtempSync } = await import('node:fs');
    await openArchive(mkdtempSync('/tmp/archive-')).close();`;
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
});

test('Loading SQLite suppresses only the warning about SQLite', () => {
  const told: unknown[] = [];
  const emit = vi.spyOn(process, 'emitWarning').mockImplementation((warning) => void told.push(warning));
  const builtin = vi.spyOn(process, 'getBuiltinModule').mockImplementation((() => {
    process.emitWarning('SQLite is an experimental feature and might change at any time', 'ExperimentalWarning');
    process.emitWarning('Something else', 'ExperimentalWarning');
  }) as never);
  loadSqlite();
  expect(told).toEqual(['Something else']);
  expect(Reflect.get(process, 'emitWarning')).toBe(emit);
  builtin.mockRestore();
  emit.mockRestore();
});
