import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { between, WRITTEN } from './written/index.ts';

/** Writes the tables of the guides that are generated from the code. */
const ROOT = path.join(import.meta.dirname, '..');

for (const [file, marker, make] of WRITTEN) {
  const target = path.join(ROOT, file);
  const text = readFileSync(target, 'utf8');
  if (!between(marker).test(text)) throw new Error(`${file} has no place <!-- ${marker} --> … <!-- end -->`);
  writeFileSync(
    target,
    text.replace(between(marker), (_, begin: string, _old: string, end: string) => `${begin}\n\n${make()}\n\n${end}`),
  );
}
const files = [...new Set(WRITTEN.map(([file]) => path.join(ROOT, file)))];
execFileSync('oxfmt', files, { stdio: 'inherit', shell: process.platform === 'win32' });
