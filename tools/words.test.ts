import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const ROOT = path.join(import.meta.dirname, '..');
const PACKAGES = globSync('{packages,apps}/*', { cwd: ROOT });

test.each(PACKAGES)('%s has no two interfaces with the same name', (folder) => {
  const files = globSync(`${folder}/{src,nodes,credentials}/**/*.ts`, { cwd: ROOT });
  const names = files.flatMap((file) =>
    [...readFileSync(path.join(ROOT, file), 'utf8').matchAll(/^(?:export )?interface (\w+)/gm)].map(([, name]) => name),
  );
  expect(names.filter((name, index) => names.indexOf(name) < index)).toEqual([]);
});
