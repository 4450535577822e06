import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const ROOT = path.join(import.meta.dirname, '..');
const ENTRIES = [
  'core/src/index.ts',
  'core/src/testing.ts',
  'core/src/toolkit.ts',
  'core/src/source.ts',
  'core/src/reply/index.ts',
  'core/src/ledger/index.ts',
  'core/src/findings/index.ts',
  'archive/src/index.ts',
  'host/src/index.ts',
  'simulator/src/index.ts',
];
const DECLARED = 'export (?:async )?(?:const|function\\*?|class)';

test.each(ENTRIES)('every function and value that %s exports has a comment', (entry) => {
  const file = path.join(ROOT, 'packages', entry);
  const exported = [...readFileSync(file, 'utf8').matchAll(/export (?:type )?\{([^}]*)\} from '([^']+)'/g)];
  const symbols = exported.flatMap(([, names = '', from = '']) => namesIn(names).map((name) => ({ name, from })));
  const silent = symbols.filter(({ name, from }) => {
    const source = readFileSync(path.join(path.dirname(file), from), 'utf8');
    const declared = new RegExp(`(\\*/\\s*\\n)?^${DECLARED} ${name}\\b`, 'm').exec(source);
    return declared !== null && declared[1] === undefined;
  });
  expect(silent.map(({ name }) => name)).toEqual([]);
});

function namesIn(list: string): string[] {
  const names = list.split(',').map((name) => name.trim().replace(/^type /, ''));
  return names.map((name) => name.replace(/ as .*/, '')).filter((name) => name !== '');
}
